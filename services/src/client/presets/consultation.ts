/** A plan is put before everybody; each thing that is said gets a word on what became of it before it is decided. */
import { everyday, fates, grounds, type Preset } from './preset.ts';

export const consultation: Preset = {
  name: 'consultation',
  summary: 'hearing, assessment, decision: no decision before every input is accounted for',
  rules: {
    title: 'Consultation',
    level: 'consult',
    authors: ['person', 'organisation', 'meeting', 'data-set'],
    stages: [
      { code: 'hearing', title: 'Hearing', admits: ['input-received'] },
      { code: 'assessment', title: 'Assessment', admits: ['dispositions', 'decision'] },
    ],
    outcomes: [
      { code: 'adopted', title: 'Adopted', action: true },
      { code: 'adopted-changed', title: 'Adopted with changes', action: true },
      { code: 'given-up', title: 'Given up' },
    ],
    dispositions: fates,
    accounting: 'refuse',
    decisionStates: ['goal', 'options', 'effect', 'interests'],
    clocks: {
      acknowledge: { days: 5, count: 'working' },
      decide: { days: 180, count: 'calendar' },
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
