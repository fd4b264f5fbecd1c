/** Everything that belongs to one case, taken down while a record is replayed: only what is in order gets here. */
import type { AuditOptions } from '@counterfoil/ledger/audit';
import { NoRecord, openRecordNow } from '@counterfoil/ledger/audit/record-now';
import type { Source } from '@counterfoil/ledger/audit/source';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseEntry } from '@counterfoil/ledger/entry';
import { FormatError } from '@counterfoil/ledger/error';
import { parseNote } from '@counterfoil/ledger/note';
import { caseObligations, matterObligation, textObligation, type Obligation } from '@counterfoil/ledger/obligations';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import type { CaseState, MemoryState, StateShapes } from '@counterfoil/ledger/state';
import { caseOf, openEnvelope, type Statement } from '@counterfoil/ledger/statement';

export interface Step {
  readonly index: number;
  /** When it was recorded. */
  readonly time: string;
  readonly statement: Statement;
}

/** What a replay has shown of a case. */
export interface CaseFound {
  readonly id: number;
  readonly of: CaseState;
  readonly rules: StateShapes['rules'];
  readonly steps: readonly Step[];
  readonly state: MemoryState;
}

/** The case that an entry of that number belongs to, as the source says and nobody has proved yet; undefined where it is in none. */
export async function caseOfEntry(
  source: Source,
  entry: number,
  verifier: SignatureVerifier,
): Promise<number | undefined> {
  try {
    const record = await openRecordNow(source, [], verifier);
    const isThere = entry < parseCheckpoint(parseNote(record.checkpoint).text).size;
    const bytes = isThere ? await record.entry(entry) : undefined;
    if (bytes === undefined) return undefined;
    const { statement } = openEnvelope(parseEntry(bytes).envelope);
    return statement.kind === 'case-split' ? entry : caseOf(statement, entry);
  } catch (error) {
    // The audit says what is wrong with it.
    if (error instanceof FormatError || error instanceof NoRecord) return undefined;
    throw error;
  }
}

export class CaseFollower {
  readonly #id: number;
  readonly #steps: Step[] = [];
  #state: MemoryState | undefined;

  constructor(id: number) {
    this.#id = id;
  }

  readonly onAdmitted: NonNullable<AuditOptions['onAdmitted']> = ({ index, time, statement }, state) => {
    this.#state = state;
    const belongs =
      caseOf(statement, index) === this.#id ||
      index === this.#id ||
      (statement.kind === 'cases-merged' && statement.into === this.#id) ||
      (statement.kind === 'dispositions' && this.#isOverInput(statement.items));
    if (belongs) this.#steps.push({ index, time, statement });
  };

  /** To be asked after the replay; undefined where there is no such case. */
  get found(): CaseFound | undefined {
    const of = this.#state?.all('case').get(String(this.#id));
    const rules = this.#state?.all('rules').get(`${of?.process ?? ''}/${of?.version ?? 0}`);
    if (this.#state === undefined || of === undefined || rules === undefined) return undefined;
    return { id: this.#id, of, rules, steps: this.#steps, state: this.#state };
  }

  /** What was said here can be answered in the case that this one became part of. */
  #isOverInput(items: readonly { readonly inputs: readonly number[] }[]): boolean {
    const own = new Set(
      this.#steps.filter(({ statement }) => statement.kind === 'input-received').map(({ index }) => index),
    );
    return items.some(({ inputs }) => inputs.some((input) => own.has(input)));
  }
}

/** What is owed to the case and has not been met. @param now recording time of the newest entry. */
export function openObligations({ id, of, rules, state }: CaseFound, now: string): readonly Obligation[] {
  const matters = [...state.all('matter')]
    .filter(([, matter]) => matter.case === id)
    .map(([entry, matter]) => matterObligation(Number(entry), matter, now));
  const looks = new Map<number, Obligation>();
  for (const content of state.all('content').values()) {
    const look = content.case === id ? textObligation(content, rules, now) : undefined;
    if (look !== undefined) looks.set(content.entry, { ...look, entry: content.entry });
  }
  const clocks = of.owed ? caseObligations(of, rules, now) : [];
  return [...clocks, ...matters, ...looks.values()].filter(({ met }) => met === null);
}
