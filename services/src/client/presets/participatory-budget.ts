/** People say what a sum is to be spent on: ideas are collected, checked, worked out together and decided. */
import { everyday, fates, grounds, type Preset } from './preset.ts';

export const participatoryBudget: Preset = {
  name: 'participatory-budget',
  summary: 'ideas, check, working out, decision: what is funded has to be carried out',
  rules: {
    title: 'Participatory budget',
    level: 'collaborate',
    authors: ['person', 'organisation', 'meeting'],
    stages: [
      { code: 'ideas', title: 'Ideas', admits: ['input-received'] },
      { code: 'check', title: 'Check of what is possible', admits: ['dispositions'] },
      { code: 'working-out', title: 'Working out together', admits: ['input-received', 'dispositions'] },
      { code: 'choice', title: 'Choice', admits: ['dispositions', 'decision'] },
    ],
    outcomes: [
      { code: 'funded', title: 'Funded', action: true },
      { code: 'not-funded', title: 'Not funded' },
    ],
    dispositions: [
      { code: 'funded', title: 'Funded' },
      { code: 'funded-in-part', title: 'Funded in part' },
      { code: 'merged', title: 'Taken together with others' },
      { code: 'not-chosen', title: 'Possible, and not chosen' },
      { code: 'not-possible', title: 'Not possible' },
      ...fates.filter(({ code }) => code === 'duplicate' || code === 'out-of-competence'),
    ],
    accounting: 'refuse',
    decisionStates: ['goal', 'options', 'effect', 'interests'],
    clocks: {
      acknowledge: { days: 5, count: 'working' },
      decide: { days: 270, count: 'calendar' },
      'carry-out': { days: 730, count: 'calendar' },
      evaluate: { days: 1095, count: 'calendar' },
      answer: { days: 20, count: 'working' },
    },
    grounds,
    retention: { days: 3650 },
  },
  acts: {
    ...everyday,
    'stage-opened': { roles: ['department', 'decider'] },
    decision: { roles: ['decider'], signatures: 2 },
  },
};
