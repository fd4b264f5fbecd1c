/** Promises of a whole service: their folder, the rules in memory, and the loop that keeps them. */
import type { Platform, Signer } from '@counterfoil/ledger/signature';
import type { PublicRecord } from '@counterfoil/web-viewer/record';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Vault } from '../content/vault.ts';
import type { Pool } from '../database/connect.ts';
import type { Recorder } from '../recorder/recorder.ts';
import { Journal } from './journal.ts';
import { Promises } from './promises.ts';
import { Replay } from './replay.ts';
import { RulesMemory } from './rules-memory.ts';

export interface PromisesParts {
  readonly pool: Pool;
  readonly recorder: Recorder;
  readonly record: Pick<PublicRecord, 'info' | 'processes' | 'states'>;
  readonly vault: Vault;
  readonly intakeKey: Signer;
  readonly platform: Pick<Platform, 'sha256'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
}

/** @throws Error when the folder cannot be read or made. */
export async function startPromises(
  config: Pick<Config, 'dataFolder' | 'origin' | 'promiseMs' | 'patienceMs'>,
  { pool, recorder, record, vault, intakeKey, platform, now, log }: PromisesParts,
): Promise<Promises & AsyncDisposable> {
  await using starting = new AsyncDisposableStack();
  const rules = starting.adopt(new RulesMemory(record, () => recorder.publisher.size, log), (started) =>
    started.close(),
  );
  await rules.look();
  const promises = await Promises.start({
    ...{ recorder, rules, intakeKey, now, log, origin: config.origin, sha256: platform.sha256 },
    journal: await Journal.open(config.dataFolder, vault),
    replay: new Replay(pool, recorder),
    ...{ runsMs: config.promiseMs, patienceMs: config.patienceMs },
  });
  const running = starting.move();
  return Object.assign(promises, {
    async [Symbol.asyncDispose]() {
      await promises.close();
      await running.disposeAsync();
    },
  });
}
