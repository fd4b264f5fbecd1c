/** What an office can be given the right to sign. SPEC 7.2, 7.5, 7.6. */

/** Said in a case: the rules of its process say who may. */
export const caseKinds = [
  'input-received',
  'support-added',
  'acknowledgement',
  'question',
  'answer',
  'response',
  'referral',
  'stage-opened',
  'case-linked',
  'cases-merged',
  'case-split',
  'decision',
  'dispositions',
  'dissent',
  'commitment',
  'milestone',
  'evaluation',
  'evidence-cited',
  'appeal',
  'dispute',
  'correction',
  'content-published',
  'content-withheld',
  'content-redacted',
  'content-restored',
  'retention-applied',
] as const;
export type CaseKind = (typeof caseKinds)[number];

/** Said outside any case, or beside one: the definition of the office alone says who may. */
export const registerKinds = [
  'algorithm-registered',
  'data-use-registered',
  'nudge-registered',
  'supplier-statement',
  'device-observation',
  'figure-reply',
] as const;
export type RegisterKind = (typeof registerKinds)[number];

export const officialKinds = [...caseKinds, ...registerKinds] as const;
export type OfficialKind = CaseKind | RegisterKind;

/** Whose an office is. A supplier and a device have one thing to say each, and nothing in the name of the authority. */
export const bodies = ['authority', 'citizens', 'supplier', 'device'] as const;
export type Body = (typeof bodies)[number];
