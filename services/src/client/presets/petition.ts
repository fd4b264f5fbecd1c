/** People ask for something together: from a number of supporters on, they are owed an answer and a decision. */
import { everyday, fates, grounds, type Preset } from './preset.ts';

export const petition: Preset = {
  name: 'petition',
  summary: 'from a number of supporters on, an answer in 30 and a decision in 90 days',
  rules: {
    title: 'Petition',
    level: 'involve',
    authors: ['person', 'organisation'],
    outcomes: [
      { code: 'granted', title: 'Granted', action: true },
      { code: 'granted-in-part', title: 'Granted in part', action: true },
      { code: 'declined', title: 'Declined' },
    ],
    dispositions: fates,
    accounting: 'refuse',
    decisionStates: ['goal', 'interests'],
    support: { threshold: 500 },
    clocks: {
      acknowledge: { days: 5, count: 'working' },
      respond: { days: 30, count: 'calendar' },
      decide: { days: 90, count: 'calendar' },
      'carry-out': { days: 730, count: 'calendar' },
      evaluate: { days: 900, count: 'calendar' },
      answer: { days: 20, count: 'working' },
    },
    grounds,
    retention: { days: 3650 },
  },
  acts: { ...everyday, 'support-added': { roles: ['intake'] }, decision: { roles: ['decider'], signatures: 2 } },
};
