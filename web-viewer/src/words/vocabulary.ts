/** The log's codes in words. What authorities name themselves (offices, outcomes, dispositions) they bring along. */
import type { ObligationKind } from '@counterfoil/ledger/obligations';
import type { StateShapes } from '@counterfoil/ledger/state';
import type { OfficialKind } from '@counterfoil/ledger/statements/authority';
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
  'office-defined': 'Office defined',
  'mandate-granted': 'Mandate granted',
  'mandate-ended': 'Mandate ended',
  'process-published': 'Rules published',
  'input-received': 'Words received',
  acknowledgement: 'Receipt confirmed',
  response: 'Answer',
  decision: 'Decision',
  dispositions: 'What became of the inputs',
  correction: 'Correction',
};

/** After "may" and "the right to". */
export const acts: Readonly<Record<OfficialKind, string>> = {
  'input-received': 'take down what people say',
  acknowledgement: 'confirm receipt',
  response: 'answer',
  decision: 'decide',
  dispositions: 'say what became of each input',
  correction: 'correct an earlier step',
};

/** After "owes". */
export const duties: Readonly<Record<ObligationKind, string>> = {
  acknowledge: 'a confirmation of receipt',
  respond: 'an answer',
  decide: 'a decision',
};

export const dutyTitles: Readonly<Record<ObligationKind, string>> = {
  acknowledge: 'Confirm receipt',
  respond: 'Answer',
  decide: 'Decide',
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
