/** Rules to start from: what authorities commonly promise, with roles in place of their offices. Requirement R8. */
import type { Directory } from '../../http/directory-schema.ts';
import type { CaseKind } from '@counterfoil/ledger/statements/rights';
import type { PublishedRules } from '../rules-words.ts';

/** Whom an authority has to name: its offices take these parts. */
export const roles = {
  intake: 'takes down what people say and confirms receipt, such as a front desk',
  department: 'knows the matter, answers and accounts, such as a parks department',
  decider: 'decides, such as the mayor or the council',
} as const;
export type Role = keyof typeof roles;

interface PresetAct {
  readonly roles: readonly Role[];
  /** How many people; one where it is left out. */
  readonly signatures?: number;
}

export interface Preset {
  /** As it is typed, and the identifier of the process unless another is given. */
  readonly name: string;
  readonly summary: string;
  readonly rules: Omit<PublishedRules, 'process' | 'version' | 'acts'>;
  readonly acts: { readonly [K in CaseKind]?: PresetAct };
}

export interface Filled {
  readonly rules: PublishedRules;
  /** Acts that none of the offices named may sign: they are left out. */
  readonly leftOut: readonly CaseKind[];
}

/** Everyday acts that every preset has: a case that cannot be passed on, contested or corrected would be a dead end. */
export const everyday: Preset['acts'] = {
  'input-received': { roles: ['intake'] },
  acknowledgement: { roles: ['intake', 'department'] },
  question: { roles: ['department', 'decider'] },
  answer: { roles: ['department', 'decider'] },
  response: { roles: ['intake', 'department', 'decider'] },
  referral: { roles: ['intake', 'department', 'decider'] },
  'case-linked': { roles: ['intake', 'department'] },
  'cases-merged': { roles: ['department'] },
  'case-split': { roles: ['department'] },
  dispositions: { roles: ['department', 'decider'] },
  dissent: { roles: ['department', 'decider'] },
  commitment: { roles: ['department', 'decider'] },
  milestone: { roles: ['department'] },
  evaluation: { roles: ['department', 'decider'] },
  'evidence-cited': { roles: ['department', 'decider'] },
  appeal: { roles: ['intake'] },
  dispute: { roles: ['intake'] },
  correction: { roles: ['intake', 'department', 'decider'] },
  'content-published': { roles: ['intake', 'decider'] },
  'content-withheld': { roles: ['intake', 'decider'] },
  'content-redacted': { roles: ['intake', 'decider'] },
  'content-restored': { roles: ['decider'] },
  'retention-applied': { roles: ['intake', 'decider'] },
};

/** What can become of an input. */
export const fates: PublishedRules['dispositions'] = [
  { code: 'adopted', title: 'Adopted' },
  { code: 'partly-adopted', title: 'Adopted in part' },
  { code: 'merged', title: 'Taken together with others' },
  { code: 'rejected', title: 'Rejected' },
  { code: 'duplicate', title: 'Said before' },
  { code: 'out-of-competence', title: 'Not for this authority to decide' },
];

/** On which grounds a text can be taken out of public view. */
export const grounds: NonNullable<PublishedRules['grounds']> = [
  { code: 'erasure-request', title: 'Whoever wrote it asked for it' },
  { code: 'personal-data', title: 'It tells things about other people' },
  { code: 'defamation', title: 'It insults somebody or says what is not true of them' },
  { code: 'court-order', title: 'A court ordered it' },
  { code: 'rights-of-others', title: 'It belongs to somebody else' },
  { code: 'spam', title: 'It is advertising, or was sent in many times by a machine' },
  { code: 'retention', title: 'It was kept as long as it is needed' },
];

/**
 * The preset with offices in place of roles.
 * @param offices codes, by role
 * @param known as the ledger defines them: only those that may sign an act are named for it
 */
export function fillPreset(
  preset: Preset,
  {
    process,
    version,
    offices,
  }: {
    readonly process: string;
    readonly version: number;
    readonly offices: { readonly [R in Role]: readonly string[] };
  },
  known: Directory['offices'],
): Filled {
  const leftOut: CaseKind[] = [];
  const acts: Record<string, { offices: string[]; signatures: number }> = {};
  for (const [kind, act] of Object.entries(preset.acts) as [CaseKind, PresetAct][]) {
    const named = [...new Set(act.roles.flatMap((role) => offices[role]))];
    const able = named.filter((code) => known.some(({ office, may }) => office === code && may.includes(kind)));
    if (able.length === 0) leftOut.push(kind);
    else acts[kind] = { offices: able, signatures: act.signatures ?? 1 };
  }
  // What nobody may erase is kept for ever: rules that say otherwise would be refused.
  const { retention, ...rules } = preset.rules;
  const kept = retention === undefined || acts['retention-applied'] === undefined ? {} : { retention };
  return { rules: { process, version, ...rules, ...kept, acts }, leftOut };
}
