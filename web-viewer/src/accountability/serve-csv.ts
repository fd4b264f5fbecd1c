/** `/accountability.csv?figure=…`: the entries behind one figure, made while they are sent. */
import type { RequestHandler } from 'express';
import type { DownloadLimits } from '../downloads/serve-download.ts';
import { forms } from '../downloads/format.ts';
import { sendLines } from '../downloads/slow-stream.ts';
import { PAGE_CACHE } from '../headers.ts';
import { PageError } from '../page-error.ts';
import { parseAccountabilityFile, readFigures } from '../pages/accountability.ts';
import { queryOf } from '../query-of.ts';
import type { Reading } from '../reading.ts';
import { siteAddress } from '../site.ts';
import { csvOf } from './csv.ts';

export function serveFigureCsv(read: () => Reading, limits: DownloadLimits): RequestHandler {
  let running = 0;
  return async (request, response) => {
    const query = parseAccountabilityFile(queryOf(request));
    if (running >= limits.atOnce) throw new PageError('downloads-busy');
    running++;
    try {
      const reading = read();
      const info = await reading.record.info();
      const told = await readFigures(reading, query);
      if (told === 'too-large') {
        const instead = { href: '/accountability', text: reading.language.phrase('account-title') };
        throw new PageError('figures-too-large', { instead });
      }
      if (!('figures' in told)) throw new PageError('figures-counting');
      const { size, figures } = told;
      const ledger = info.origin.replace(/[^a-z0-9.-]/g, '-');
      response.set({
        'Cache-Control': PAGE_CACHE,
        'Content-Type': forms.csv,
        'Content-Disposition': `attachment; filename="${ledger}-${query.figure}-${query.by}-${size}.csv"`,
        'Counterfoil-Record-Size': String(size),
      });
      if (request.method === 'HEAD') response.end();
      else
        await sendLines(
          response,
          lines(csvOf(figures, query.figure, { size, site: siteAddress(request, info) })),
          limits,
        );
    } finally {
      running--;
    }
  };
}

/** As they are asked for. */
async function* lines(all: Iterable<string>): AsyncGenerator<string> {
  for (const line of all) yield line;
}
