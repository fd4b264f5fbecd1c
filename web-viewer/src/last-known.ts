/** What whoever mounts the viewer remembers for the time when the record cannot be read. */
import type { StateShapes } from '@counterfoil/ledger/state';

export interface LastKnown {
  /** Whether an error says that the record cannot be read just now, rather than that something is wrong with it. */
  isAway(error: unknown): boolean;
  /** As they were read last; undefined where they never were. */
  rulesInForce(): readonly RulesInForce[] | undefined;
}

/** A process that a new case can be opened under, in the version in force. */
export interface RulesInForce {
  readonly id: string;
  readonly version: number;
  readonly rules: StateShapes['rules'];
}
