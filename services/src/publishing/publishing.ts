/**
 * The public files of the record, kept up to date in a folder or a bucket, so that readers need neither this service nor its database.
 * SPEC 10, M85, M86.
 *
 * Of several processes one publishes. It asks the place itself how far it is, by the checkpoint that lies there, so that what was
 * interrupted is finished by the code that always runs. Connections of its own: recording never waits for it.
 */
import { CHECKPOINT_PATH } from '@counterfoil/ledger/audit/source';
import { equalBytes, utf8 } from '@counterfoil/ledger/bytes';
import { parseCheckpoint, type Checkpoint } from '@counterfoil/ledger/checkpoint';
import { formatVerifierKey, parseNote, type Note } from '@counterfoil/ledger/note';
import type { Platform } from '@counterfoil/ledger/signature';
import type { Logger } from 'pino';
import { connectForLong, type Connection, type Db, type Pool } from '../database/connect.ts';
import type { ObjectStore } from '../objects/store.ts';
import { readFrontier } from '../recorder/tree-store.ts';
import { Conflict } from './conflict.ts';
import { copyTree, createSame, inTurns } from './copy-tree.ts';
import { PartialTiles } from './partial-tiles.ts';
import { publicHeaders } from './public-headers.ts';
import { readBack, type ReadBack } from './read-back.ts';
import { sweepTexts } from './sweep.ts';
import { countWithdrawals, endWithdrawals, forgetRestored, newTexts, readText, readWithdrawals } from './texts.ts';

/** A small file that changes, such as ledger.json; published whenever its bytes are others, before the checkpoint. */
export interface ChangingFile {
  readonly path: string;
  /** Undefined while there is none. */
  readonly read: () => Promise<Uint8Array | undefined>;
}
