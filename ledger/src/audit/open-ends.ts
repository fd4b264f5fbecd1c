/**
 * What of a state has to be looked at when the last entry has been seen, counted or listed while it goes by: so that nobody walks
 * through a million values to find the few that are late or out of view.
 */
import type { Change, MemoryState, StateShapes } from '../state.ts';

/** As it is kept between visits. */
export interface KeptOpenEnds {
  readonly counts: OpenEnds['counts'];
  readonly cases: readonly (readonly [string, string])[];
  readonly matters: readonly string[];
  readonly waiting: readonly string[];
  readonly hidden: readonly string[];
}

export class OpenEnds {
  /** Inputs without a disposition: in cases that are owed an answer, in those of them that have been decided, in cases copied from a data set. */
  readonly counts = { unaccounted: 0, passedOver: 0, copied: 0 };
  /** Cases that are owed a step, with the instant at which the earliest is late. */
  readonly cases: Map<string, string>;
  /** Matters with a term that nobody has met. */
  readonly matters: Set<string>;
  /** Digests of texts and files that wait to be looked at. */
  readonly waiting: Set<string>;
  /** Digests of texts and files that are not in public view. */
  readonly hidden: Set<string>;

  constructor(kept?: KeptOpenEnds) {
    if (kept !== undefined) Object.assign(this.counts, kept.counts);
    this.cases = new Map(kept?.cases);
    this.matters = new Set(kept?.matters);
    this.waiting = new Set(kept?.waiting);
    this.hidden = new Set(kept?.hidden);
  }

  static of(state: MemoryState): OpenEnds {
    const ends = new OpenEnds();
    for (const [id, value] of state.all('case')) ends.note({ kind: 'case', id, value }, undefined);
    for (const [id, value] of state.all('matter')) ends.note({ kind: 'matter', id, value }, undefined);
    for (const [id, value] of state.all('content')) ends.note({ kind: 'content', id, value }, undefined);
    return ends;
  }

  keep(): KeptOpenEnds {
    const [matters, waiting, hidden] = [[...this.matters], [...this.waiting], [...this.hidden]];
    return { counts: this.counts, cases: [...this.cases], matters, waiting, hidden };
  }

  /** @param before the case as it was, where it is one that changes. */
  note({ kind, id, value }: Change, before: StateShapes['case'] | undefined): void {
    if (kind === 'case') {
      if (before !== undefined) this.#count(before, -1);
      this.#count(value, 1);
      if (value.nextDue === null) this.cases.delete(id);
      else this.cases.set(id, value.nextDue);
    } else if (kind === 'matter') hold(this.matters, id, value.met === null && value.due !== null);
    else if (kind === 'content') {
      hold(this.waiting, id, value.waits !== null && value.case !== null);
      hold(this.hidden, id, value.state !== 'public');
    }
  }

  #count({ owed, decided, unaccounted }: StateShapes['case'], sign: 1 | -1): void {
    this.counts[owed ? 'unaccounted' : 'copied'] += sign * unaccounted;
    if (owed && decided !== null) this.counts.passedOver += sign * unaccounted;
  }
}

function hold(ids: Set<string>, id: string, isOpen: boolean): void {
  if (isOpen) ids.add(id);
  else ids.delete(id);
}
