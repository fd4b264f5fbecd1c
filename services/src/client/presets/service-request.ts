/** Something is broken, missing or in the way, and somebody says so. */
import { everyday, fates, grounds, type Preset } from './preset.ts';

export const serviceRequest: Preset = {
  name: 'service-request',
  summary: 'something is broken or missing: confirmed in 3, answered in 10 working days',
  rules: {
    title: 'Service request',
    level: 'inform',
    authors: ['person', 'organisation', 'data-set'],
    outcomes: [
      { code: 'done', title: 'Done' },
      { code: 'planned', title: 'Planned', action: true },
      { code: 'not-done', title: 'Not done' },
      { code: 'passed-on', title: 'Passed on to whoever is responsible' },
    ],
    dispositions: fates,
    accounting: 'record',
    clocks: {
      acknowledge: { days: 3, count: 'working' },
      respond: { days: 10, count: 'working' },
      decide: { days: 45, count: 'calendar' },
      'carry-out': { days: 365, count: 'calendar' },
      answer: { days: 20, count: 'working' },
    },
    grounds,
    retention: { days: 1825 },
  },
  acts: { ...everyday, decision: { roles: ['department', 'decider'] } },
};
