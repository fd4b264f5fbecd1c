/** The rules in force as they were last seen, to judge by, and to draw the form by, while the database is away. */
import type { PublicRecord } from '@counterfoil/web-viewer/record';
import type { StateShapes } from '@counterfoil/ledger/state';
import type { Logger } from 'pino';

export interface KnownProcess {
  readonly version: number;
  readonly rules: StateShapes['rules'];
}

const LOOK_MS = 2000;

export class RulesMemory {
  readonly #record: Pick<PublicRecord, 'info' | 'processes' | 'states'>;
  readonly #size: () => number;
  readonly #log: Pick<Logger, 'debug'>;
  readonly #timer: NodeJS.Timeout;
  #known: ReadonlyMap<string, KnownProcess> | undefined;
  #knownAt = -1;
  #looking: Promise<void> | undefined;

  /** @param size entries published so far: where none came, nothing has changed. */
  constructor(
    record: Pick<PublicRecord, 'info' | 'processes' | 'states'>,
    size: () => number,
    log: Pick<Logger, 'debug'>,
  ) {
    this.#record = record;
    this.#size = size;
    this.#log = log;
    this.#timer = setInterval(() => void this.look(), LOOK_MS).unref();
  }

  /** Undefined while nothing has been read yet. */
  get known(): ReadonlyMap<string, KnownProcess> | undefined {
    return this.#known;
  }

  /** Reads them again where entries came since; without the database they stay as they are. */
  async look(): Promise<void> {
    if (this.#size() === this.#knownAt) return;
    this.#looking ??= this.#read()
      .catch((error: unknown) => this.#log.debug({ err: error }, 'The rules in force could not be read.'))
      .finally(() => (this.#looking = undefined));
    await this.#looking;
  }

  /** What is being read is of no use any more. */
  close(): void {
    clearInterval(this.#timer);
  }

  async #read(): Promise<void> {
    const size = this.#size();
    // What pages bear at their head the record remembers by itself, once it was asked after the ledger was opened.
    await this.#record.info();
    const processes = await this.#record.processes();
    const rules = await this.#record.states(
      'rules',
      processes.map(({ id, version }) => `${id}/${version}`),
    );
    this.#known = new Map(
      processes.flatMap(({ id, version }, i) => {
        const known = rules[i];
        return known === undefined ? [] : [[id, { version, rules: known }] as const];
      }),
    );
    this.#knownAt = size;
  }
}
