/** The web server of a copy: the pages and files of the original, and nothing that writes. */
import express, { type Express } from 'express';
import type { Copy } from '@counterfoil/web-viewer/copy';
import type { PublicRecord } from '@counterfoil/web-viewer/record';
import { createViewer } from '@counterfoil/web-viewer/viewer';
import type { Logger } from 'pino';
import { say } from '@counterfoil/ledger/say';
import type { Db } from '../database/connect.ts';
import { answerProblem } from '../http/app.ts';
import { createDirectory } from '../http/directory.ts';
import { createFiles } from '../http/files.ts';
import { openapi } from '../http/openapi.ts';
import { createReading, type ReadingOptions } from '../http/reading.ts';
import { createReasons } from '../http/reasons.ts';
import { createRetention } from '../http/retention.ts';
import { Problem } from '../problem.ts';
import { Reasons } from '../reasons.ts';
import type { RedactionPages } from './redaction-pages.ts';

export interface CopyAppOptions extends ReadingOptions {
  readonly db: Db;
  readonly record: PublicRecord;
  readonly redactions: RedactionPages;
  readonly copy: () => Copy;
  /** Proxies of one's own in front. */
  readonly proxies: number;
  readonly log: Logger;
}

/** Addresses of programs, which get problem documents; everything else is pages. */
const PROGRAMS = ['/api', '/tile', '/content', '/file', '/redactions', '/health'];

export function createCopyApp(options: CopyAppOptions): Express {
  const { db, record, publisher, redactions, copy, proxies, now, log } = options;
  const size = (): number => publisher.size;
  const refuse = (): Problem =>
    new Problem('method-not-allowed', say`This is a copy, which takes nothing in. Send it to ${copy().original}`);
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', 'strong');
  app.set('trust proxy', proxies);
  app.use(PROGRAMS, (request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') return next();
    response.set('Allow', 'GET, HEAD');
    next(refuse());
  });
  app.use('/api/v1', createReading(options));
  app.use('/api/v1', createRetention({ db, record, size }));
  app.use('/api/v1', createReasons(new Reasons(db, size)));
  app.use('/api/v1', createDirectory({ db, size }));
  app.use(createFiles({ db, record, redactions, size, checkpoint: () => record.checkpoint() }));
  app.get('/openapi.json', (_request, response) => void response.json(openapi));
  app.get('/health/live', (_request, response) => void response.json({ live: true }));
  app.use(PROGRAMS, (_request, _response, next) =>
    next(new Problem('not-found', say`Nothing is at this address of a copy. The original is at ${copy().original}`)),
  );
  app.use(answerProblem(log));
  app.use(
    createViewer({
      ...{ record, now, copy, api: openapi },
      onError: (error) => log.error({ err: error }, 'A page could not be made.'),
      // What would ask for these was refused before.
      submitInput: () => Promise.reject(refuse()),
      follow: {
        hiddenTexts: () => Promise.reject(refuse()),
        record: () => Promise.reject(refuse()),
        contacts: undefined,
      },
    }),
  );
  app.use(answerProblem(log));
  return app;
}
