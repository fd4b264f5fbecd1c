/** What writes: files and texts beside the log, the clearing of what was taken away, the recorder. */
import type { Logger } from 'pino';
import { Clearing } from '../content/clearing.ts';
import { FileStore } from '../files/file-store.ts';
import type { Publishing } from '../publishing/publishing.ts';
import { Fork } from '../recorder/fork.ts';
import type { SignCheckpoint } from '../recorder/newest-checkpoint.ts';
import { Recorder } from '../recorder/recorder.ts';
import { startSignatureThread } from '../recorder/signature-thread.ts';
import { keepEvidence } from '../second-place/evidence.ts';
import type { Given } from './given.ts';
import type { Ground } from './ground.ts';

/** How long clearing waits for texts to be gone from where the record is published, before it says so and tries again. */
const WITHDRAWN_TIMEOUT_MS = 30_000;

export type Recording = Awaited<ReturnType<typeof startRecording>>;

/** @throws Error when going on from what the database holds would make a second history. */
export async function startRecording(given: Given, ground: Ground, starting: AsyncDisposableStack) {
  const { config, log, now, ports } = given;
  const { databaseUrl: url, pool, db, keys, platform, secondPlace, stages, vault } = ground;
  const later = new LaterPublishing();
  const clearing = starting.adopt(
    new Clearing({
      ...{ url, rewriteBytes: config.rewriteBytes, db, log },
      withdrawn: async () => (await later.started)?.withdrawn(WITHDRAWN_TIMEOUT_MS),
    }),
    (started) => started.close(),
  );
  starting.defer(() => later.giveUp());
  clearing.wake();
  const files = starting.adopt(await FileStore.start({ db, vault, now, log }), (started) => started.close());
  const onTakenAway = (): void => {
    clearing.wake();
    later.publishing?.wake();
  };
  const keeping: Promise<void>[] = [];
  starting.defer(async () => void (await Promise.all(keeping)));
  const onStop = (error: Error): void => void keeping.push(keepFork(config.dataFolder, error, now(), log));
  const bySigning: SignCheckpoint = (text, vkey) => stages.time('sign', () => keys.log.sign(text, vkey));
  const signatures = starting.adopt(startSignatureThread(), (started) => started.close());
  const recorder = starting.adopt(
    await Recorder.start({
      ...{ pool, origin: config.origin, keys, platform, secondPlace, vault, files, stages, now, log },
      ...{ sign: ports.sign?.(bySigning) ?? bySigning, clockBehindMs: config.clockBehindMs, onTakenAway, onStop },
      verifyEd25519: signatures.verifyEd25519,
    }),
    (started) => started.close(),
  );
  return { later, files, onTakenAway, recorder };
}

/** Made last, of what needs it: whoever has to know of it before waits, or does without. */
class LaterPublishing {
  readonly #started = Promise.withResolvers<Publishing | undefined>();
  /** Undefined until it is there, and where the record is published nowhere else. */
  publishing: Publishing | undefined;

  constructor() {
    this.started.catch(() => undefined);
  }

  /** Rejects where the service stops before. */
  get started(): Promise<Publishing | undefined> {
    return this.#started.promise;
  }

  start(publishing: Publishing | undefined): void {
    this.publishing = publishing;
    this.#started.resolve(publishing);
  }

  /** Nobody waits for what never came to be. */
  giveUp(): void {
    this.#started.reject(new Error('The service stops.'));
  }
}

/** What was found stays on file, whatever becomes of this process. */
async function keepFork(folder: string, error: Error, timeMs: number, log: Logger): Promise<void> {
  if (!(error instanceof Fork)) return;
  try {
    const kept = await keepEvidence(folder, error, timeMs);
    log.fatal({ reason: error.reason, kept }, 'What the service found is kept in files.');
  } catch (failed) {
    log.error({ err: failed, reason: error.reason }, 'What the service found could not be kept in files.');
  }
}
