/**
 * What the figures of accountability need of the entries besides the state that these lead to: who said something and how, and
 * by which later entry they were answered. To be told of every admitted entry, in order. SPEC 12.1.
 */
import type { Statement, StatementOf } from '../statement.ts';
import { caseOf } from '../statement.ts';
import type { FigureName } from './figure-names.ts';

/** An admitted entry. */
export interface Noted {
  readonly index: number;
  /** When it was recorded. */
  readonly time: string;
  readonly statement: Statement;
}

/** An entry that meets something, or asks for it. */
export interface Mark {
  readonly entry: number;
  readonly time: string;
  /** When it happened, as its author said. */
  readonly at: string;
}

export interface NotedInput extends Mark, Pick<StatementOf<'input-received'>, 'channel' | 'author'> {
  /** Its topic: its own, or else that of the input which opened its case; null where neither names one. SPEC M91. */
  readonly category: string | null;
  /** In which area, by the same rule. */
  readonly area: string | null;
  /** Of its words, as it says (BCP 47). */
  readonly language: string;
  /** The first later entry of its case that acknowledged it, answered it in substance, decided it. SPEC M91. */
  acknowledged: Mark | null;
  answered: Mark | null;
  decided: Mark | null;
  /** What officials last said of what became of it. */
  reason: Reason | null;
}

/** The dispositions that say what became of an input. */
export interface Reason extends Mark {
  /** Commitment to the words. */
  readonly digest: string;
}

export const takedownKinds = ['content-withheld', 'content-redacted', 'content-restored', 'retention-applied'] as const;

export interface NotedTakedown {
  readonly entry: number;
  readonly kind: (typeof takedownKinds)[number];
  readonly ground: string | null;
  readonly told: 'yes' | 'no' | 'unreachable' | null;
  /** Null outside any case. */
  readonly case: number | null;
  /** For each text the entry that it is a text of. */
  readonly texts: readonly number[];
}

export interface NotedReply extends Mark {
  readonly figure: FigureName;
  readonly office: string;
  /** Null where it is about no process in particular; the days where it is about none. */
  readonly process: string | null;
  readonly from: string | null;
  readonly until: string | null;
  /** How many entries the figure was counted from. */
  readonly size: number;
  /** Mandates under which it was signed. */
  readonly by: readonly number[];
  /** Commitment to the words. */
  readonly digest: string;
}

type Answering = 'acknowledged' | 'answered' | 'decided';
const met: { readonly [K in 'acknowledgement' | 'response' | 'decision']: readonly Answering[] } = {
  acknowledgement: ['acknowledged'],
  response: ['acknowledged', 'answered'],
  decision: ['acknowledged', 'answered', 'decided'],
};
type Waiting = { [K in Answering]: Set<number> };
const steps: readonly Answering[] = ['acknowledged', 'answered', 'decided'];

export class AccountBook {
  readonly inputs = new Map<number, NotedInput>();
  readonly takedowns: NotedTakedown[] = [];
  readonly replies: NotedReply[] = [];
  /** Who does the work of a commitment, by its entry. */
  readonly carriers = new Map<number, StatementOf<'commitment'>['carrier']>();
  /** Recording times of the entries from the first one on, in milliseconds since 1970. */
  readonly timesMs: number[] = [];
  /** Inputs of a case that wait for each step. */
  readonly #waiting = new Map<number, Waiting>();

  note({ index, time, statement }: Noted): void {
    this.timesMs[index] = Date.parse(time);
    const mark = { entry: index, time, at: statement.at };
    switch (statement.kind) {
      case 'input-received': {
        const { channel, author, text } = statement;
        const id = caseOf(statement, index) ?? index;
        const category = statement.category ?? this.inputs.get(id)?.category ?? null;
        const area = statement.area ?? this.inputs.get(id)?.area ?? null;
        const unmet = { acknowledged: null, answered: null, decided: null, reason: null };
        this.inputs.set(index, { ...mark, channel, author, category, area, language: text.lang, ...unmet });
        const waiting = this.#waitingIn(id);
        for (const step of steps) waiting[step].add(index);
        break;
      }
      case 'acknowledgement':
      case 'response':
      case 'decision':
        this.#meet(statement.case, met[statement.kind], mark);
        break;
      case 'dispositions':
        for (const { inputs, reason } of statement.items)
          for (const input of inputs) this.#account(statement.case, input, { ...mark, digest: reason.digest });
        break;
      case 'cases-merged':
        this.#merge(statement.case, statement.into);
        break;
      case 'case-split':
        this.#split(statement.case, statement.inputs, index);
        break;
      case 'commitment':
        this.carriers.set(index, statement.carrier);
        break;
      case 'content-withheld':
      case 'content-redacted':
      case 'content-restored': {
        const { kind, case: id = null, entry } = statement;
        const why = 'ground' in statement ? statement : { ground: null, told: null };
        const { ground, told } = why;
        this.takedowns.push({ entry: index, kind, ground, told, case: id, texts: [entry] });
        break;
      }
      case 'retention-applied': {
        const { kind, case: id, items } = statement;
        const texts = items.map(({ entry }) => entry);
        this.takedowns.push({ entry: index, kind, ground: null, told: null, case: id, texts });
        break;
      }
      case 'figure-reply': {
        const { figure, office, process = null, from = null, until = null, size, by, text } = statement;
        this.replies.push({ ...mark, figure, office, process, from, until, size, by, digest: text.digest });
        break;
      }
      default:
    }
  }

  /** Whoever is told what became of their words has been answered, with a reason. */
  #account(id: number, input: number, reason: Reason): void {
    const known = this.inputs.get(input);
    if (known === undefined) return;
    known.reason = reason;
    known.acknowledged ??= reason;
    known.answered ??= reason;
    const waiting = this.#waitingIn(id);
    waiting.acknowledged.delete(input);
    waiting.answered.delete(input);
    this.#forgetIfNone(id, waiting);
  }

  #meet(id: number, answering: readonly Answering[], mark: Mark): void {
    const waiting = this.#waitingIn(id);
    for (const step of answering) {
      for (const input of waiting[step]) {
        const known = this.inputs.get(input);
        if (known !== undefined) known[step] = mark;
      }
      waiting[step].clear();
    }
    this.#forgetIfNone(id, waiting);
  }

  /** The few go to the many: what is merged again and again is not moved each time. */
  #merge(from: number, to: number): void {
    const [left, joined] = [this.#waitingIn(from), this.#waitingIn(to)];
    for (const step of steps) {
      const [few, many] = left[step].size < joined[step].size ? [left[step], joined[step]] : [joined[step], left[step]];
      for (const input of few) many.add(input);
      [left[step], joined[step]] = [new Set(), many];
    }
    this.#forgetIfNone(from, left);
  }

  #split(from: number, inputs: readonly number[], to: number): void {
    const [left, joined] = [this.#waitingIn(from), this.#waitingIn(to)];
    for (const step of steps) for (const input of inputs) if (left[step].delete(input)) joined[step].add(input);
  }

  /** Cases in which nobody waits are most of an old record. */
  #forgetIfNone(id: number, waiting: Waiting): void {
    if (steps.every((step) => waiting[step].size === 0)) this.#waiting.delete(id);
  }

  #waitingIn(id: number): Waiting {
    const known = this.#waiting.get(id);
    if (known !== undefined) return known;
    const none = { acknowledged: new Set<number>(), answered: new Set<number>(), decided: new Set<number>() };
    this.#waiting.set(id, none);
    return none;
  }
}
