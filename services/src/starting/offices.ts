/** Those whom people and officials meet: promises, letters, following up, the tray, and who may do what. */
import * as crypto from 'node:crypto';
import { createVerifier } from '@counterfoil/ledger/signature';
import { startLetters } from '../contacts/start.ts';
import { createFollowOffice } from '../http/follow-office.ts';
import { startPromises } from '../promises/start.ts';
import { admitHolder } from '../tray/access.ts';
import { mandatesOf } from '../tray/mandates.ts';
import type { Holder, ReadState } from '../tray/parties.ts';
import { Tray } from '../tray/tray.ts';
import type { Given } from './given.ts';
import type { Ground } from './ground.ts';
import type { Recording } from './recording.ts';
import type { Showing } from './showing.ts';

/** @throws Error in a sentence for operators. */
export async function openOffices(
  { config, log, now }: Given,
  { pool, db, keys, platform, vault, openingToken }: Ground,
  { recorder, onTakenAway }: Recording,
  { record }: Showing,
  starting: AsyncDisposableStack,
) {
  const promises = starting.use(
    await startPromises(config, { pool, recorder, record, vault, intakeKey: keys.intake, platform, now, log }),
  );
  const read: ReadState = (kind, id) => record.state(kind, id);
  const letters = starting.adopt(
    startLetters({
      ...{ db, vault, record, read, now, log, onErased: onTakenAway, size: () => recorder.publisher.size },
      ...{ smtpUrl: config.smtpUrl, from: config.mailFrom, site: config.publicAddress },
    }),
    (started) => started.close(),
  );
  const follow = createFollowOffice({ db, vault, recorder, contacts: letters.contacts });
  const tray = starting.adopt(Tray.start({ db, recorder, read, now, log }), (started) => started.close());
  const verifier = createVerifier(platform);
  const access = { read, mandatesOf: mandatesOf(db), origin: config.origin, verifier, now };
  return {
    ...{ promises, follow, tray, verifier },
    admitHolder: (authorization: string | undefined): Promise<Holder> => admitHolder(authorization, access),
    mayOpen: holds(`Bearer ${openingToken}`),
  };
}

/** Whether the header is this secret; how long the answer takes tells nothing of it. */
function holds(secret: string): (header: string | undefined) => boolean {
  const hashOf = (text: string): Buffer => crypto.hash('sha256', text, 'buffer');
  const wanted = hashOf(secret);
  return (header) => header !== undefined && crypto.timingSafeEqual(hashOf(header), wanted);
}
