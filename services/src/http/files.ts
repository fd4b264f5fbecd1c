/** The public files, exactly as C2SP tlog-tiles lays them out, and the texts: what a mirror copies and any static host could serve. */
import { Router, type Response } from 'express';
import { formatBundle, parseTilePath, TILE_WIDTH } from '@counterfoil/ledger/tile';
import { formatContent } from '@counterfoil/ledger/content';
import { formatLedgerInfo } from '@counterfoil/ledger/ledger-info';
import { formatSelfCheck } from '@counterfoil/ledger/self-check';
import type { PublicRecord } from '@counterfoil/web-viewer/record';
import type { Db } from '../database/connect.ts';
import { Problem } from '../problem.ts';
import { readTile } from '../recorder/tree-store.ts';

const IMMUTABLE = 'public, max-age=31536000, immutable';

export function createFiles({
  db,
  record,
  size,
}: {
  readonly db: Db;
  readonly record: PublicRecord;
  readonly size: () => number;
}): Router {
  const files = Router();
  // Anyone may read from anywhere, pages of other sites included.
  files.use((_request, response, next) => {
    response.set('Access-Control-Allow-Origin', '*');
    next();
  });

  files.get('/ledger.json', async (_request, response) => {
    send(response, 'application/json', 'no-cache', formatLedgerInfo(await record.info()));
  });

  files.get('/self-check.json', async (_request, response) => {
    const info = await record.selfCheck();
    if (info === undefined) throw new Problem('not-found');
    send(response, 'application/json', 'no-cache', formatSelfCheck(info));
  });

  files.get('/checkpoint', async (_request, response) => {
    send(response, 'text/plain; charset=utf-8', 'no-cache', new TextEncoder().encode(await record.checkpoint()));
  });

  files.get('/tile/*path', async (request, response) => {
    const tile = parseTilePath(request.path.slice(1));
    if (tile === undefined)
      throw new Problem('not-found', 'There is no such tile: see c2sp.org/tlog-tiles for the addresses.');
    const { level, index, width } = tile;
    // Served only under a checkpoint (SPEC M31): what is durable and not signed yet is nobody's business.
    const leavesEach = level === 'entries' ? 1 : TILE_WIDTH ** level;
    if ((index * TILE_WIDTH + width) * leavesEach > size())
      throw new Problem('not-found', 'The ledger does not reach as far as this tile yet.');
    const bytes = level === 'entries' ? await readBundle(db, index, width) : await readTile(db, level, index, width);
    send(response, 'application/octet-stream', IMMUTABLE, bytes);
  });

  files.get('/content/:digest', async (request, response) => {
    const { digest } = request.params;
    const content = /^[0-9a-f]{64}$/.test(digest) ? await record.content(digest) : undefined;
    if (content === undefined) throw new Problem('content-unknown');
    // Texts can be taken down: nobody keeps them for long unasked.
    send(response, 'application/json', 'public, max-age=60', formatContent(content));
  });

  return files;
}

function send(response: Response, type: string, cacheControl: string, bytes: Uint8Array): void {
  response
    .set({ 'Content-Type': type, 'Cache-Control': cacheControl })
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

async function readBundle(db: Db, index: number, width: number): Promise<Uint8Array> {
  const from = index * TILE_WIDTH;
  const rows = await db
    .selectFrom('entries')
    .select('bytes')
    .where('index', '>=', from)
    .where('index', '<', from + width)
    .orderBy('index')
    .execute();
  return formatBundle(rows.map((row) => row.bytes));
}
