/** How many texts were taken out of public view, by month, kind of act and ground: counted entry by entry, in their order. */
import type { CaseState } from '@counterfoil/ledger/state';
import type { Statement } from '@counterfoil/ledger/statement';

export const takedownKinds = ['content-withheld', 'content-redacted', 'retention-applied', 'content-restored'] as const;
export type TakedownKind = (typeof takedownKinds)[number];
export type Takedown = Extract<Statement, { readonly kind: TakedownKind }>;

export function isTakedown(statement: Statement): statement is Takedown {
  const kinds: readonly string[] = takedownKinds;
  return kinds.includes(statement.kind);
}

export interface TakedownCount {
  /** `2026-03`, UTC, of the time of recording. */
  readonly month: string;
  readonly kind: TakedownKind;
  /** Of the process, whose rules say what the ground means; of what registrars do, one of their own. */
  readonly ground: string | null;
  /** Null where registrars took it out, outside any case. */
  readonly process: string | null;
  readonly version: number;
  readonly texts: number;
}

export class TakedownCounter {
  readonly #counts = new Map<string, TakedownCount>();

  /** @param time of recording @param of the case; undefined where registrars took it out */
  add(statement: Takedown, time: string, of: Pick<CaseState, 'process' | 'version'> | undefined): void {
    const { process, version } = of ?? { process: null, version: 0 };
    const { kind } = statement;
    const month = time.slice(0, 7);
    const ground = 'ground' in statement ? statement.ground : null;
    const key = [month, kind, ground ?? '', process ?? '', version].join('/');
    const texts = (this.#counts.get(key)?.texts ?? 0) + ('items' in statement ? statement.items.length : 1);
    this.#counts.set(key, { month, kind, ground, process, version, texts });
  }

  /** Newest month first. */
  counts(): readonly TakedownCount[] {
    return [...this.#counts.values()].sort((a, b) => (a.month < b.month ? 1 : a.month > b.month ? -1 : 0));
  }
}
