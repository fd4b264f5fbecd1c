/** Whoever writes gets an answer to each point within 60 days, with a reason for each. */
import { everyday, fates, grounds, type Preset } from './preset.ts';

export const pointByPoint: Preset = {
  name: 'point-by-point',
  summary: 'each point is answered with its own reason within 60 days',
  rules: {
    title: 'Point-by-point answer',
    level: 'involve',
    authors: ['person', 'organisation', 'meeting'],
    outcomes: [
      { code: 'answered', title: 'Answered' },
      { code: 'action', title: 'Answered, and something will be done', action: true },
    ],
    dispositions: fates,
    accounting: 'refuse',
    decisionStates: ['goal'],
    clocks: {
      acknowledge: { days: 5, count: 'working' },
      respond: { days: 60, count: 'calendar' },
      decide: { days: 60, count: 'calendar' },
      'carry-out': { days: 365, count: 'calendar' },
      answer: { days: 20, count: 'working' },
    },
    grounds,
    retention: { days: 1825 },
  },
  acts: { ...everyday, decision: { roles: ['department', 'decider'] } },
};
