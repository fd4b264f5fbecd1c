/**
 * The public pages: server-rendered, without scripts, over nothing but the public record.
 *
 * The router answers every path that reaches it, if only to say that there is no such page: mount it at `/`, last.
 */
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Router } from 'express';
import { FormatError } from '@counterfoil/ledger/error';
import { ASSETS_PATH, viewerAssets } from './assets.ts';
import { allowDesk, allowLocalScripts, allowScripts, FORM_CACHE, PAGE_CACHE, securityHeaders } from './headers.ts';
import type { FormDoor } from './form-door.ts';
import { createInputHandler, type ShowForm, type ShowPromise, type ShowReceipt } from './input-handler.ts';
import { PageError } from './page-error.ts';
import { buildAbout } from './pages/about.ts';
import { buildCase, parseCaseQuery } from './pages/case.ts';
import { buildCases, findCase, parseCasesQuery } from './pages/cases.ts';
import { buildDesk } from './pages/desk.ts';
import { buildEntry } from './pages/entry.ts';
import { buildHome } from './pages/home.ts';
import { buildChoose, buildInput, parseTarget } from './pages/input.ts';
import { buildObligations, parseObligationsQuery } from './pages/obligations.ts';
import { buildProcess } from './pages/process.ts';
import { buildPromise, buildPromiseState, type PromiseLookup } from './pages/promise.ts';
import { buildReceipt, buildReceiptFile, parseReceiptQuery } from './pages/receipt.ts';
import { buildReceiptCheck } from './pages/receipt-check.ts';
import { buildRegisters } from './pages/registers.ts';
import { buildTakedowns, parseTakedownsQuery } from './pages/takedowns.ts';
import { parseIndex } from './parameters.ts';
import type { LastKnown } from './last-known.ts';
import { Reading } from './reading.ts';
import { receiptFileName } from '@counterfoil/ledger/receipt';
import { createFollowHandlers } from './follow/follow-handler.ts';
import { createLettersHandlers } from './follow/letters-handler.ts';
import type { FollowOffice } from './follow/office.ts';
import type { PublicRecord, SubmitInput } from './record.ts';
import { createRender } from './render.ts';
import { serveFile, serveOwnFile } from './serve-file.ts';
import type { Show } from './show.ts';
import type { Uploads } from './uploads.ts';
import { describeSite, siteAddress } from './site.ts';
import { errorWords } from './words/errors.ts';
import { inputWords } from './words/input.ts';

export interface ViewerOptions {
  readonly record: PublicRecord;
  readonly submitInput: SubmitInput;
  /** What became of a promise; without it none is known. */
  readonly promiseState?: PromiseLookup;
  /** For whoever comes back by a code. */
  readonly follow: FollowOffice;
  /** Whether forms are taken; without one all of them are. */
  readonly door?: FormDoor | undefined;
  /** Takes files in; without it the form has no field for them. */
  readonly uploads?: Uploads | undefined;
  /** Days until a takedown is listed; none where left out. */
  readonly takedownDelayDays?: number;
  /** For the time when the record cannot be read; without it every failure is an error of our own. */
  readonly lastKnown?: LastKnown;
  /** Milliseconds since 1970, such as `Date.now`. */
  readonly now: () => number;
  /** Told of what went wrong on our side, for the log; the reader sees no more than a code. */
  readonly onError?: (error: unknown) => void;
}

/** @throws Error when `npm run build` has not run. */
export function createViewer({
  record,
  submitInput,
  promiseState = () => Promise.resolve(undefined),
  follow,
  door,
  uploads,
  takedownDelayDays = 0,
  lastKnown,
  now,
  onError = () => undefined,
}: ViewerOptions): Router {
  const assets = viewerAssets();
  const render = createRender();
  const read = (): Reading => new Reading(record, now(), lastKnown);

  const show: Show = async (request, response, template, section, page, status = 200) => {
    const site = describeSite(request, await record.info(), assets, section);
    if (!response.hasHeader('Cache-Control')) response.set('Cache-Control', PAGE_CACHE);
    response
      .status(status)
      .type('html')
      .send(render(template, site, page));
  };

  const showForm: ShowForm = async (request, response, page, status) => {
    const scripts = { script: assets.href('say.js'), worker: assets.href('say-work.js') };
    const isBusy = door?.challenge() !== undefined;
    const takesMail = follow.contacts !== undefined;
    await show(
      request,
      response,
      'input',
      'say',
      { ...page, ...scripts, isBusy, takesMail, takesFiles: uploads !== undefined },
      status,
    );
  };

  const router = express.Router({ caseSensitive: true });
  router.use(securityHeaders);
  router.use(ASSETS_PATH, assets.router);

  router.get('/about', async (request, response) => {
    await show(request, response, 'about', 'about', await buildAbout(read()));
  });
  router.use(openLedgerOnly(record, show));

  router.get('/', async (request, response) => {
    await show(request, response, 'home', 'home', await buildHome(read()));
  });

  router.get('/cases', async (request, response) => {
    const query = queryOf(request);
    const reading = read();
    const number = query.get('number');
    if (number === null) {
      await show(request, response, 'cases', 'cases', await buildCases(reading, parseCasesQuery(query)));
      return;
    }
    const found = await findCase(reading, number);
    if ('href' in found) {
      response.redirect(303, found.href);
      return;
    }
    const page = await buildCases(reading, parseCasesQuery(query), { value: number, error: found.error });
    await show(request, response, 'cases', 'cases', page, 404);
  });
  router.get('/cases/:id', async (request, response) => {
    const id = parseIndex(request.params.id, 'case-unknown');
    await show(request, response, 'case', 'cases', await buildCase(read(), id, parseCaseQuery(queryOf(request))));
  });

  router.get('/obligations', async (request, response) => {
    const page = await buildObligations(read(), parseObligationsQuery(queryOf(request)));
    await show(request, response, 'obligations', 'owed', page);
  });
  router.get('/registers', async (request, response) => {
    await show(request, response, 'registers', 'none', await buildRegisters(read()));
  });
  router.get('/takedowns', async (request, response) => {
    const page = await buildTakedowns(read(), parseTakedownsQuery(queryOf(request)));
    await show(request, response, 'takedowns', 'none', { ...page, delayDays: takedownDelayDays });
  });
  router.get('/processes/:id/:version', async (request, response) => {
    await show(request, response, 'process', 'none', await buildProcess(read(), request.params));
  });

  router.get('/entries/:index', async (request, response) => {
    const index = parseIndex(request.params.index, 'entry-unknown');
    await show(request, response, 'entry', 'none', await buildEntry(read(), index));
  });

  router.get('/desk', allowDesk, async (request, response) => {
    await show(request, response, 'desk', 'none', buildDesk(assets));
  });

  router.get('/inputs/new', allowScripts, async (request, response) => {
    const target = parseTarget(queryOf(request));
    const reading = read();
    response.set('Cache-Control', FORM_CACHE);
    if (target === undefined) await show(request, response, 'choose', 'say', await buildChoose(reading));
    else await showForm(request, response, await buildInput(reading, target));
  });
  const showReceipt: ShowReceipt = async (request, response, index, own, code) => {
    const address = siteAddress(request, await record.info());
    const page = await buildReceipt(read(), index, {}, address, own, code);
    await show(request, response, 'receipt', 'none', { ...page, slipScript: assets.href('slip.js') });
  };
  const showPromise: ShowPromise = async (request, response, file, lang, more) => {
    const address = siteAddress(request, await record.info());
    const page = buildPromise(read(), file, address, lang);
    await show(request, response, 'promise', 'none', { ...page, ...more }, 202);
  };
  const handled = {
    ...{ read, submitInput, contacts: follow.contacts, door, uploads, onError },
    ...{ show: showForm, showReceipt, showPromise },
  };
  router.post('/inputs/new', allowScripts, createInputHandler(handled));
  // Asked by the page's script when the form is sent; a challenge given out earlier would have expired.
  router.get('/inputs/challenge', (_request, response) => {
    response.set('Cache-Control', FORM_CACHE).json({ challenge: door?.challenge() ?? null });
  });

  router.get('/files/:digest', serveFile(read));
  router.post('/files/:digest', serveOwnFile(read, uploads));
  router.get('/promises/:digest', async (request, response) => {
    const page = await buildPromiseState(read(), promiseState, request.params.digest);
    await show(request, response, 'promise-state', 'none', page);
  });
  router.get('/receipts/:index.json', async (request, response) => {
    const index = parseIndex(request.params.index, 'receipt-unknown');
    const file = await buildReceiptFile(read(), index);
    response.attachment(receiptFileName(index)).type('json').set('Cache-Control', PAGE_CACHE).send(Buffer.from(file));
  });
  router.get('/receipts/:index', allowLocalScripts, async (request, response) => {
    const index = parseIndex(request.params['index'], 'receipt-unknown');
    const query = parseReceiptQuery(queryOf(request));
    const address = siteAddress(request, await record.info());
    const page = await buildReceipt(read(), index, query, address);
    await show(request, response, 'receipt', 'none', { ...page, slipScript: assets.href('slip.js') });
  });

  const scripts = { script: assets.href('follow.js'), worker: assets.href('say-work.js') };
  const back = createFollowHandlers({ read, office: follow, door, show, showReceipt, scripts, onError });
  router.get('/follow', allowScripts, back.page);
  router.get('/follow/:key', allowScripts, back.view);
  router.post('/follow', allowScripts, ...back.post);
  const letters = createLettersHandlers({ contacts: follow.contacts, show });
  router.get('/letters/:token', letters.page);
  router.post('/letters/:token', ...letters.post);

  router.get('/receipt-check', allowScripts, async (request, response) => {
    await show(request, response, 'receipt-check', 'none', await buildReceiptCheck(read(), assets));
  });

  router.use(() => {
    throw new PageError('page-unknown');
  });
  router.use(answerErrors(show, onError, lastKnown));
  return router;
}

/** Until the first entry is written there is one page: the one that says so. */
function openLedgerOnly(record: PublicRecord, show: Show): RequestHandler {
  return async (request, response, next) => {
    if ((await record.info()).authority !== null) next();
    else if (request.path === '/') await show(request, response, 'opening', 'home', {});
    else throw new PageError('ledger-not-opened');
  };
}

function answerErrors(
  show: Show,
  onError: (error: unknown) => void,
  lastKnown: LastKnown | undefined,
): ErrorRequestHandler {
  return async (error: unknown, request, response, next) => {
    const problem = asPageError(error, lastKnown);
    if (OURS.has(problem.code)) onError(error);
    if (response.headersSent) {
      next(error);
      return;
    }
    const { status, ...words } = errorWords[problem.code];
    response.removeHeader('Content-Disposition');
    response.set('Cache-Control', FORM_CACHE);
    if (problem.code === 'record-away') response.set('Retry-After', String(AWAY_S));
    const page = { code: problem.code, ...words, instead: problem.instead };
    try {
      await show(request, response, 'error', 'none', page, status);
    } catch (worse) {
      // Not even the frame of a page can be made: the record cannot be read at all.
      onError(worse);
      response
        .status(problem.code === 'record-away' ? status : 500)
        .type('text')
        .send(`${words.title}. ${words.message} ${words.advice} (${problem.code})\n`);
    }
  };
}

/** What the operator has to hear of. */
const OURS: ReadonlySet<string> = new Set(['internal-error', 'record-damaged', 'record-away']);
/** After so many seconds it is worth asking again. */
const AWAY_S = 30;

function asPageError(error: unknown, lastKnown: LastKnown | undefined): PageError {
  if (error instanceof PageError) return error;
  if (lastKnown?.isAway(error) === true)
    return new PageError('record-away', {
      cause: error,
      instead: { href: '/inputs/new', text: inputWords.title },
    });
  if (error instanceof FormatError) return new PageError('record-damaged', { cause: error });
  // Express, for an address with escapes that make no text.
  if (error instanceof URIError) return new PageError('page-unknown', { cause: error });
  return new PageError('internal-error', { cause: error });
}

function queryOf(request: Request): URLSearchParams {
  const start = request.url.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : request.url.slice(start));
}
