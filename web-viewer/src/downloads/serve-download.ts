/** `/downloads/<table>.<form>`: a whole table, made while it is sent. */
import type { RequestHandler } from 'express';
import { PAGE_CACHE } from '../headers.ts';
import { PageError } from '../page-error.ts';
import type { PublicRecord } from '../record.ts';
import { columnsOf, SIZE_COLUMN, tableNames, type TableName } from './columns.ts';
import { formatHead, formatRow, formNames, forms, type Form } from './format.ts';
import { sendLines, type StreamLimits } from './slow-stream.ts';
import { tables, type Source } from './tables.ts';

export interface DownloadLimits extends StreamLimits {
  /** How many are made at the same time. */
  readonly atOnce: number;
}

export const LIMITS: DownloadLimits = { atOnce: 2, stallMs: 30_000, wholeMs: 30 * 60_000 };
/** After so many seconds it is worth asking again. */
export const BUSY_S = 60;
/** Changes whenever columns do. */
const VERSION = 1;
/** What is in them depends on the clock as well. */
const CLOCKED: ReadonlySet<TableName> = new Set(['obligations', 'takedowns']);

export interface DownloadsOptions {
  readonly record: PublicRecord;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly limits?: DownloadLimits | undefined;
}

export function serveDownload({ record, now, limits = LIMITS }: DownloadsOptions): RequestHandler<{ name: string }> {
  let running = 0;
  return async (request, response) => {
    const { table, form } = parseName(request.params.name);
    if (running >= limits.atOnce) throw new PageError('downloads-busy');
    running++;
    await using held = new AsyncDisposableStack();
    held.defer(() => void running--);
    const { size, record: of } = held.use(await record.snapshot());
    const { origin } = await record.info();
    // Texts are as they are at that moment, so not every byte is promised.
    if (!CLOCKED.has(table)) response.set('ETag', `W/"${table}-${form}-${size}-${VERSION}"`);
    response.set({
      'Cache-Control': PAGE_CACHE,
      'Content-Type': forms[form],
      'Content-Disposition': `attachment; filename="${origin.replace(/[^a-z0-9.-]/g, '-')}-${table}-${size}.${form}"`,
      'Counterfoil-Record-Size': String(size),
    });
    if (request.fresh || request.method === 'HEAD') {
      await held.disposeAsync();
      response.status(request.fresh ? 304 : 200).end();
    } else await sendLines(response, freeing(held, linesOf({ record: of, size, nowMs: now() }, table, form)), limits);
  };
}

/** Whoever has got all of it may ask for the next table: the place of this one is free by then. */
async function* freeing(held: AsyncDisposable, lines: AsyncIterable<string>): AsyncGenerator<string> {
  try {
    yield* lines;
  } finally {
    await held[Symbol.asyncDispose]();
  }
}

async function* linesOf(source: Source, table: TableName, form: Form): AsyncGenerator<string> {
  const columns = columnsOf(table);
  yield formatHead(form, columns);
  for await (const row of tables[table](source)) yield formatRow(form, columns, { ...row, [SIZE_COLUMN]: source.size });
}

/** @throws PageError `page-unknown`. */
function parseName(name: string): { readonly table: TableName; readonly form: Form } {
  const [, tableName, formName] = /^([a-z]+)\.([a-z]+)$/.exec(name) ?? [];
  const table = tableNames.find((known) => known === tableName);
  const form = formNames.find((known) => known === formName);
  if (table === undefined || form === undefined) throw new PageError('page-unknown');
  return { table, form };
}
