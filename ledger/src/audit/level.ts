/**
 * How far an audit is to look. Each level does all that those before it do, and what it leaves out it says: SPEC 12, M98.
 *
 * - `structure`: bytes, chain, tree, hash files, checkpoint, consistency with what was remembered, witnesses;
 * - `signatures`: also the form of every statement and all its signatures, each by the key that it names;
 * - `rules`: also the rulebook replayed: who may sign, which log key is in force, what is owed, pages of redactions;
 * - `all`: also texts and files.
 */
import { auditFinding, type AuditFinding } from './findings.ts';

export const levels = ['structure', 'signatures', 'rules', 'all'] as const;
export type Level = (typeof levels)[number];

const rank: { readonly [L in Level]: number } = { structure: 0, signatures: 1, rules: 2, all: 3 };

/** Whether an audit of that level looks at what the other level adds. */
export function looksAt(level: Level, added: Level): boolean {
  return rank[level] >= rank[added];
}

/** What it leaves out because nobody asked for it, in the order of the levels. */
export function passedOver(level: Level): readonly AuditFinding[] {
  const codes = [
    ...(looksAt(level, 'signatures') ? [] : (['signatures-passed-over'] as const)),
    ...(looksAt(level, 'rules') ? [] : (['rules-passed-over'] as const)),
    ...(looksAt(level, 'all') ? [] : (['texts-passed-over'] as const)),
  ];
  return codes.map((code) => auditFinding(code, [], {}));
}
