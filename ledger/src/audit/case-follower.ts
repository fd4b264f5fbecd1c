/** Everything that belongs to one case, taken down while a record is replayed: only what is in order gets here. */
import type { CaseState, MemoryState, StateShapes } from '../state.ts';
import { caseOf, type Statement } from '../statement.ts';
import type { OnAdmitted } from './replay.ts';

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

export class CaseFollower {
  readonly #id: number;
  readonly #steps: Step[] = [];
  #state: MemoryState | undefined;

  constructor(id: number) {
    this.#id = id;
  }

  readonly onAdmitted: OnAdmitted = ({ index, time, statement }, state) => {
    this.#state = state;
    const belongs =
      caseOf(statement, index) === this.#id ||
      index === this.#id ||
      (statement.kind === 'cases-merged' && statement.into === this.#id) ||
      (statement.kind === 'dispositions' && this.#isOverInput(statement.items));
    if (belongs) this.#steps.push({ index, time, statement });
  };

  /** So far. */
  get steps(): readonly Step[] {
    return this.#steps;
  }

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
