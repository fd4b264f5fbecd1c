/** The log's codes in words. What authorities name themselves (offices, outcomes, dispositions) they bring along. */
import type { ObligationKind } from '@counterfoil/ledger/obligations';
import type { StateShapes } from '@counterfoil/ledger/state';
import type { OfficialKind } from '@counterfoil/ledger/statements/rights';
import type { Channel } from '@counterfoil/ledger/statements/citizens';
import type { AuthorKind } from '@counterfoil/ledger/statements/process';
import type { Kind, StatementOf } from '@counterfoil/ledger/statement';

export const authors: Readonly<Record<AuthorKind, string>> = {
  person: 'A person',
  organisation: 'An organisation',
  meeting: 'A meeting',
  device: 'A device',
  'data-set': 'A data set',
  system: 'A computer system',
};

export const channels: Readonly<Record<Channel, string>> = {
  web: 'on the web',
  app: 'with an app',
  email: 'by e-mail',
  phone: 'by phone',
  counter: 'at the counter',
  paper: 'on paper',
  meeting: 'at a meeting',
  visit: 'during a visit',
  other: 'in another way',
};

export const kinds: Readonly<Record<Kind, string>> = {
  'ledger-opened': 'Record opened',
  'registrars-changed': 'Registrars changed',
  'office-defined': 'Office defined',
  'mandate-granted': 'Mandate granted',
  'mandate-ended': 'Mandate ended',
  'key-rotated': 'Key replaced',
  'key-revoked': 'Key revoked',
  'log-key-rotated': 'Key of the log replaced',
  'calendar-published': 'Calendar published',
  'process-published': 'Rules published',
  'input-received': 'Words received',
  'support-added': 'Support',
  acknowledgement: 'Receipt confirmed',
  question: 'Question',
  answer: 'Answer to what was asked',
  response: 'Answer',
  referral: 'Passed on',
  'stage-opened': 'Next stage opened',
  'case-linked': 'Cases linked',
  'cases-merged': 'Cases merged',
  'case-split': 'Case split',
  decision: 'Decision',
  dispositions: 'What became of the inputs',
  dissent: 'Dissent',
  commitment: 'Commitment',
  milestone: 'Progress of a commitment',
  evaluation: 'Evaluation',
  'evidence-cited': 'Evidence',
  appeal: 'Appeal',
  dispute: 'Dispute',
  correction: 'Correction',
  withdrawal: 'Taken back',
  'erasure-request': 'Erasure asked for',
  'content-published': 'Texts let into public view',
  'content-withheld': 'Text taken out of public view',
  'content-redacted': 'Text erased or blacked out',
  'content-restored': 'Text back in public view',
  'retention-applied': 'Texts erased when their time was over',
  'algorithm-registered': 'Algorithm registered',
  'data-use-registered': 'Use of data registered',
  'nudge-registered': 'Nudge registered',
  'supplier-statement': 'Statement of a supplier',
  'device-observation': 'Measurement of a device',
};

/** After "may" and "the right to". */
export const acts: Readonly<Record<OfficialKind, string>> = {
  'input-received': 'take down what people say',
  'support-added': 'record supporters',
  acknowledgement: 'confirm receipt',
  question: 'ask questions',
  answer: 'answer questions, appeals and disputes',
  response: 'answer',
  referral: 'pass a case on',
  'stage-opened': 'open the next stage',
  'case-linked': 'link cases',
  'cases-merged': 'merge cases',
  'case-split': 'split a case',
  decision: 'decide',
  dispositions: 'say what became of each input',
  dissent: 'dissent from a decision',
  commitment: 'make a commitment',
  milestone: 'report on a commitment',
  evaluation: 'look back on the outcome',
  'evidence-cited': 'cite evidence',
  appeal: 'take down an appeal',
  dispute: 'take down a dispute',
  correction: 'correct an earlier step',
  'content-published': 'let texts into public view',
  'content-withheld': 'take a text out of public view',
  'content-redacted': 'black out or erase a text',
  'content-restored': 'put a text back into public view',
  'retention-applied': 'erase texts whose time is over',
  'algorithm-registered': 'register algorithms',
  'data-use-registered': 'register uses of data',
  'nudge-registered': 'register nudges',
  'supplier-statement': 'speak as a supplier',
  'device-observation': 'measure',
};

/** After "owes". */
export const duties: Readonly<Record<ObligationKind, string>> = {
  acknowledge: 'a confirmation of receipt',
  respond: 'an answer',
  decide: 'a decision',
  'carry-out': 'the carrying out of the decision',
  evaluate: 'a look back on the outcome',
  answer: 'an answer to what was asked',
  fulfil: 'what was promised',
  moderate: 'a look at a text that waits',
};

export const dutyTitles: Readonly<Record<ObligationKind, string>> = {
  acknowledge: 'Confirm receipt',
  respond: 'Answer',
  decide: 'Decide',
  'carry-out': 'Carry out',
  evaluate: 'Look back',
  answer: 'Answer what was asked',
  fulfil: 'Keep a commitment',
  moderate: 'Look at a waiting text',
};

/** What the authority promised to people by choosing the level. */
export const levels: Readonly<
  Record<StateShapes['rules']['level'], { readonly title: string; readonly promise: string }>
> = {
  inform: { title: 'Inform', promise: 'you are told what happens, and why' },
  consult: { title: 'Consult', promise: 'you are asked, and told what became of what you said' },
  involve: { title: 'Involve', promise: 'what concerns you is worked into the choices' },
  collaborate: { title: 'Collaborate', promise: 'choices and decision are worked out together with you' },
  empower: { title: 'Empower', promise: 'what people decide is carried out' },
};

export const mandateEndings: Readonly<Record<StatementOf<'mandate-ended'>['reason'], string>> = {
  'term-ended': 'the term had ended',
  resigned: 'the holder resigned',
  dismissed: 'the holder was dismissed',
  'key-lost': 'the key was lost',
  other: 'another reason',
};
