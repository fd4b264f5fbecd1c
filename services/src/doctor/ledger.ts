/** Whether keys, database and second place belong together, and whether one of them is behind. Changes nothing. */
import { join } from 'node:path';
import { equalBytes } from '@counterfoil/ledger/bytes';
import type { Platform } from '@counterfoil/ledger/signature';
import type { StateShapes } from '@counterfoil/ledger/state';
import type { Connection, Db } from '../database/connect.ts';
import { Fork } from '../recorder/fork.ts';
import { readPrivateKey } from '../recorder/keys.ts';
import { LogKeys } from '../recorder/log-keys.ts';
import { requireOwn } from '../recorder/newest-checkpoint.ts';
import { readFrontier } from '../recorder/tree-store.ts';
import type { SecondPlace } from '../second-place/second-place.ts';
import { entries, look, ok, wrong, type Finding } from './finding.ts';

interface Head {
  readonly size: number;
  readonly time: string;
}

export async function readHead(connection: Connection): Promise<Head | undefined> {
  const [there] = await connection<{ there: boolean }[]>`select to_regclass('head') is not null as there`;
  if (there?.there !== true) return undefined;
  const [head] = await connection<Head[]>`select size, time from head`;
  return head;
}

export async function checkKeysFit(connection: Connection, folder: string, origin: string): Promise<Finding[]> {
  const [row] = await connection<{ value: StateShapes['ledger'] }[]>`
    select value from state where kind = 'ledger' and id = 'opened'`;
  if (row === undefined) return [look('The ledger has not been opened yet.', 'npm run open -- --help says how.')];
  const findings: Finding[] = [];
  const { logKey, intakeKey } = row.value;
  if (!logKey.startsWith(`${origin}+`))
    findings.push(
      wrong(
        `The ledger in this database is named ${logKey.slice(0, logKey.indexOf('+'))}, not ${origin}.`,
        'Set COUNTERFOIL_ORIGIN, DATABASE_URL and COUNTERFOIL_DATA to those of one ledger.',
      ),
    );
  else if ((await LogKeys.read(join(folder, 'keys'), origin)).find(logKey) === undefined)
    findings.push(
      wrong(
        'The log key in force is not in the data folder.',
        'Put it back from your copy. Without it nobody can sign for this ledger again.',
      ),
    );
  else findings.push(ok('The log key in force is in the data folder.'));
  const intake = await readPrivateKey(join(folder, 'keys', 'intake.pem')).catch(() => undefined);
  if (intake?.keyid === intakeKey) findings.push(ok('The intake key is the one that the ledger knows.'));
  else
    findings.push(
      wrong(
        'The intake key is not the one that the ledger knows: what people send is refused.',
        'Put the right one back, or let the registrars replace it: services/README.md, "Keys and where they live".',
      ),
    );
  return findings;
}

export interface PlaceOptions {
  readonly place: SecondPlace;
  readonly db: Db;
  readonly head: Head;
  readonly platform: Platform;
  readonly origin: string;
  readonly dataFolder: string;
  /** Whether it lies where the database lies, so that one accident takes both. */
  readonly isBeside: boolean;
}

export async function checkSecondPlace(options: PlaceOptions): Promise<Finding[]> {
  const { place, db, head, platform, origin, dataFolder, isBeside } = options;
  const kept = await place.read();
  const logKeys = await LogKeys.read(join(dataFolder, 'keys'), origin);
  const foreign = kept && (await requireOwn(kept, { origin, logKeys, secondPlace: place, platform }).catch(forkOnly));
  if (foreign !== undefined)
    return [wrong(foreign.message, 'No service starts before that: services/README.md, "What each alarm means".')];
  const findings: Finding[] = [];
  if (kept === undefined) {
    if (head.size > 0)
      findings.push(
        wrong(
          `The second place, ${place.name}, is empty, and the database holds ${entries(head.size)}.`,
          'Put it back where COUNTERFOIL_SECOND_PLACE says: services/README.md, "Second place".',
        ),
      );
  } else {
    const { size, root } = kept.checkpoint;
    if (size > head.size)
      findings.push(
        wrong(
          `The database holds ${entries(head.size)}; a checkpoint over ${size} was published. It is an old copy.`,
          'Do not start on it. services/README.md, "Put back a backup".',
        ),
      );
    else if (!equalBytes((await readFrontier(db, size, platform.sha256)).root(), root))
      findings.push(
        wrong(
          `The database holds another history than the checkpoint over ${entries(size)} that was published.`,
          'Keep database and second place as evidence, and verify a mirror: services/README.md, "What each alarm means".',
        ),
      );
    else findings.push(ok(`The database goes on from the newest published checkpoint, over ${entries(size)}.`));
  }
  findings.push(
    isBeside
      ? look(
          `The second place lies beside the database (${place.name}): whoever puts back both, by a snapshot of the machine for instance, is not warned.`,
          'Set COUNTERFOIL_SECOND_PLACE to a folder on another disk, a bucket, or a database elsewhere.',
        )
      : ok(`The second place lies elsewhere: ${place.name}.`),
  );
  return findings;
}

function forkOnly(error: unknown): Fork {
  if (error instanceof Fork) return error;
  throw error;
}

/** @param nowMs milliseconds since 1970. */
export function checkNewest(head: Head, nowMs: number): Finding[] {
  if (head.size === 0) return [];
  const aheadMs = Date.parse(head.time) - nowMs;
  if (aheadMs > 60_000)
    return [
      wrong(
        `The newest entry was recorded at ${head.time}, which the clock of this machine has not reached.`,
        'Set the clock right (NTP) before the service goes on: times never go backwards.',
      ),
    ];
  return [ok(`${entries(head.size)}, the newest of ${head.time}.`)];
}
