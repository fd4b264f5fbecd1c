/** What goes into the rulebook and what comes out. SPEC 8.1, M16. */
import type { Finding, RuleCode } from '../rules.ts';
import type { Change, Draft } from '../state.ts';
import type { Statement, StatementOf, Kind } from '../statement.ts';
import type { Sentence } from '../say.ts';

/** An entry about to be judged. Its signatures verify; whether their keys may sign is what is to be found out. */
export interface Candidate<S extends Statement = Statement> {
  readonly index: number;
  /** The recording time, UTC with milliseconds. */
  readonly time: string;
  readonly statement: S;
  /** SHA-256 of the payload, hexadecimal. */
  readonly digest: string;
  /** The keyids of the envelope, in its order. */
  readonly signers: readonly string[];
}

export type Admission =
  { readonly refused: Finding } | { readonly facts: readonly Finding[]; readonly changes: readonly Change[] };

/** The judgement of one kind: a refusal, or the facts worth showing; what changes goes into the draft. */
export type Judge<K extends Kind> = (
  draft: Draft,
  candidate: Candidate<StatementOf<K>>,
) => Promise<Finding | readonly Finding[]>;

export function finding(code: RuleCode, detail: Sentence): Finding {
  return { code, detail };
}

export function isRefusal(judged: object | undefined): judged is Finding {
  return judged !== undefined && 'code' in judged && 'detail' in judged;
}
