/** What shows the record to others: the self-check, the witnesses, the record as readers see it, publishing. */
import { openStore } from '../objects/open-store.ts';
import { PgRecord } from '../pg-record.ts';
import { ChangingFiles } from '../publishing/changing-files.ts';
import { Publishing } from '../publishing/publishing.ts';
import { startWitnesses } from '../recorder/witnesses-start.ts';
import { Redactions } from '../redactions.ts';
import { startReadingOn } from '../search/reading-on.ts';
import { SelfCheck } from '../self-check/self-check.ts';
import type { Given } from './given.ts';
import type { Ground } from './ground.ts';
import type { Recording } from './recording.ts';

const DAY_MS = 86_400_000;

export type Showing = Awaited<ReturnType<typeof startShowing>>;

/** @throws Error in a sentence for operators. */
export async function startShowing(
  { config, log, now }: Given,
  { databaseUrl: url, db, keys, platform, vault }: Ground,
  { later, recorder, files }: Recording,
  starting: AsyncDisposableStack,
) {
  const { origin } = config;
  const { publisher } = recorder;
  const selfCheck = starting.adopt(
    await SelfCheck.start({
      ...{ url, perSecond: config.selfCheckPerSecond, platform, vault, files, now, log },
      checkpoint: () => publisher.note,
      published: () => {
        const { publishing } = later;
        return publishing && { size: publishing.figures.size, readBack: (path) => publishing.readBack(path) };
      },
      onRecordDamaged: (error) => publisher.stop(error),
    }),
    (started) => started.close(),
  );
  const witnesses = await startWitnesses({ config, db, publisher, logKeys: keys.log, platform, now, log });
  starting.defer(async () => witnesses?.close());
  const record = new PgRecord({
    ...{ db, witnesses, postQuantumVkey: keys.log.postQuantumVkey, selfCheck, publisher, origin, platform, files },
    takedownsUntil: () => {
      const days = config.takedownDelayDays;
      return days === 0 ? undefined : new Date(now() - days * DAY_MS).toISOString();
    },
  });
  starting.defer(() => record.close());
  void record.countAhead();
  starting.adopt(startReadingOn({ db, size: () => publisher.size, log }), (started) => started.close());
  const redactions = new Redactions({ db, origin, size: () => publisher.size, sign: (text) => recorder.sign(text) });
  const checkpoint = (): Promise<string> => witnesses?.checkpoint() ?? record.checkpoint();
  if (config.publish !== undefined) {
    const store = await openStore({ address: config.publish, credentials: config.bucketCredentials });
    const changing = new ChangingFiles({
      info: () => record.info(),
      selfCheck: () => record.selfCheck(),
      redactions: (page) => redactions.page(page),
    });
    const publishing = await Publishing.start({
      ...{ store, url, origin, logKeys: keys.log, platform, files, log, checkpoint, changing },
      ...{ pauseMs: config.publishPauseMs, onFork: (error) => publisher.stop(error) },
    });
    later.start(starting.adopt(publishing, (started) => started.close()));
  } else later.start(undefined);
  return { selfCheck, witnesses, record, redactions, checkpoint, publishing: later.publishing };
}
