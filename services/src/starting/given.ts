/** What a service starts from, given by whoever starts it. */
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { SignCheckpoint } from '../recorder/newest-checkpoint.ts';
import type { SecondPlace } from '../second-place/second-place.ts';

/** What may stand between the service and the world: for whoever makes it fail on purpose. */
export interface Ports {
  readonly secondPlace?: (real: SecondPlace) => SecondPlace;
  readonly sign?: (real: SignCheckpoint) => SignCheckpoint;
  /** By which is counted how much is sent: milliseconds of a clock that never goes back. */
  readonly doorMs?: () => number;
}

export interface Given {
  readonly config: Config;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly ports: Ports;
}
