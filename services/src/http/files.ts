/** The public files, exactly as C2SP tlog-tiles lays them out, and the texts: what a mirror copies and any static host could serve. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Router, type Request, type Response } from 'express';
import { parseTilePath, TILE_WIDTH } from '@counterfoil/ledger/tile';
import { formatContent } from '@counterfoil/ledger/content';
import { formatLedgerInfo } from '@counterfoil/ledger/ledger-info';
import { formatSelfCheck } from '@counterfoil/ledger/self-check';
import { say } from '@counterfoil/ledger/say';
import type { PublicRecord } from '@counterfoil/web-viewer/record';
import type { Db } from '../database/connect.ts';
import { Problem } from '../problem.ts';
import { readBundle } from '../publishing/files-of-tree.ts';
import { sendSalted } from './file-uploads.ts';
import { NOT_KEPT, publicHeaders } from '../publishing/public-headers.ts';
import type { Redactions } from '../redactions.ts';
import { readTile } from '../recorder/tree-store.ts';

const pack = promisify(gzip);
/** Of entries, the fastest level leaves as little as the slowest: most of what is left are hashes and signatures. */
const PACKED = { level: 1 };
/** Smaller answers are sent as they are. */
const WORTH_PACKING_BYTES = 1400;

const PUBLIC = ['/ledger.json', '/self-check.json', '/checkpoint', '/tile', '/content', '/file', '/redactions'];

export function createFiles({
  db,
  record,
  redactions,
  size,
  checkpoint,
}: {
  readonly db: Db;
  readonly record: PublicRecord;
  readonly redactions: Pick<Redactions, 'page'>;
  readonly size: () => number;
  /** The newest that readers are to have, with the cosignatures of witnesses. */
  readonly checkpoint: () => Promise<string>;
}): Router {
  const files = Router();
  // Anyone may read from anywhere, pages of other sites included; what comes after these files is another matter.
  files.use(PUBLIC, (_request, response, next) => {
    response.set('Access-Control-Allow-Origin', '*');
    next();
  });
  files.use(['/tile', '/content', '/file'], (_request, response, next) => {
    // Until there is something to keep: what is not there may be a moment later, and caches keep that as well.
    response.set('Cache-Control', NOT_KEPT);
    next();
  });

  files.get('/ledger.json', async (request, response) => {
    send(request, response, formatLedgerInfo(await record.info()));
  });

  files.get('/self-check.json', async (request, response) => {
    const info = await record.selfCheck();
    if (info === undefined) throw new Problem('not-found');
    send(request, response, formatSelfCheck(info));
  });

  files.get('/checkpoint', async (request, response) => {
    send(request, response, new TextEncoder().encode(await checkpoint()));
  });

  files.get('/tile/*path', async (request, response) => {
    const tile = parseTilePath(request.path.slice(1));
    if (tile === undefined)
      throw new Problem('not-found', say`There is no such tile: see c2sp.org/tlog-tiles for the addresses.`);
    const { level, index, width } = tile;
    // Served only under a checkpoint (SPEC M31): what is durable and not signed yet is nobody's business.
    const leavesEach = level === 'entries' ? 1 : TILE_WIDTH ** level;
    if ((index * TILE_WIDTH + width) * leavesEach > size())
      throw new Problem('not-found', say`The ledger does not reach as far as this tile yet.`);
    if (level === 'entries') await sendPacked(request, response, await readBundle(db, index, width));
    else send(request, response, await readTile(db, level, index, width));
  });

  files.get('/redactions/:page', async (request, response) => {
    const { page } = request.params;
    const note = /^(?:0|[1-9]\d{0,8})$/.test(page) ? await redactions.page(Number(page)) : undefined;
    if (note === undefined) throw new Problem('not-found', say`There is no such page of redactions yet.`);
    send(request, response, new TextEncoder().encode(note));
  });

  files.get('/content/:digest', async (request, response) => {
    const { digest } = request.params;
    const content = /^[0-9a-f]{64}$/.test(digest) ? (await record.contents([digest]))[0] : undefined;
    if (content === undefined) throw new Problem('content-unknown');
    send(request, response, formatContent(content));
  });

  files.get('/file/:digest', async (request, response) => {
    const { digest } = request.params;
    const file = /^[0-9a-f]{64}$/.test(digest) ? await record.file(digest) : undefined;
    if (file !== undefined) response.set('Cache-Control', publicHeaders(request.path.slice(1)).cacheControl);
    await sendSalted(response, file);
  });

  return files;
}

function send({ path }: Request, response: Response, bytes: Uint8Array): void {
  const { contentType, cacheControl } = publicHeaders(path.slice(1));
  response
    .set({ 'Content-Type': contentType, 'Cache-Control': cacheControl })
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

/** Entries are text; hashes are not. C2SP tlog-tiles: bundles should be compressed. */
async function sendPacked(request: Request, response: Response, bytes: Uint8Array): Promise<void> {
  response.vary('Accept-Encoding');
  if (bytes.length < WORTH_PACKING_BYTES || request.acceptsEncodings('gzip', 'identity') !== 'gzip')
    return send(request, response, bytes);
  const packed = await pack(bytes, PACKED);
  response.set('Content-Encoding', 'gzip');
  send(request, response, packed);
}
