/**
 * The public pages: server-rendered, without scripts, over nothing but the public record.
 *
 * The router answers every path that reaches it, if only to say that there is no such page: mount it at `/`, last.
 */
import express, { type ErrorRequestHandler, type RequestHandler, type Response, type Router } from 'express';
import { FormatError } from '@counterfoil/ledger/error';
import { ASSETS_PATH, sentencesHref, viewerAssets, type ViewerAssets } from './assets.ts';
import type { ApiDescription } from './api-description.ts';
import { formatDataCard } from './downloads/data-card.ts';
import { BUSY_S, LIMITS, serveDownload, type DownloadLimits } from './downloads/serve-download.ts';
import { describeCopy, readOnly, toOriginal, type Copy } from './copy.ts';
import { createFeeds } from './feeds/feed-handler.ts';
import {
  allowDesk,
  allowLocalScripts,
  allowScripts,
  allowSources,
  FORM_CACHE,
  PAGE_CACHE,
  securityHeaders,
} from './headers.ts';
import type { FormDoor } from './form-door.ts';
import { createInputHandler, type ShowForm, type ShowPromise, type ShowReceipt } from './input-handler.ts';
import { errorStatuses, PageError } from './page-error.ts';
import { serveFigureCsv } from './accountability/serve-csv.ts';
import { buildAbout } from './pages/about.ts';
import { buildAccountability, parseAccountabilityQuery } from './pages/accountability.ts';
import { buildCase, findPageBefore, parseCaseQuery } from './pages/case.ts';
import { buildCheck, parseCheckQuery } from './pages/check.ts';
import { buildCases, findCase, parseCasesQuery } from './pages/cases.ts';
import { buildDesk } from './pages/desk.ts';
import { buildDownloads } from './pages/downloads.ts';
import { buildEntry } from './pages/entry.ts';
import { buildHome } from './pages/home.ts';
import { buildChoose, buildInput, parseTarget } from './pages/input.ts';
import { buildObligations, parseObligationsQuery } from './pages/obligations.ts';
import { buildProcess } from './pages/process.ts';
import { buildPromise, buildPromiseState, type PromiseLookup } from './pages/promise.ts';
import { buildReceipt, buildReceiptFile, parseReceiptQuery, type ReceiptPage } from './pages/receipt.ts';
import { buildReceiptCheck } from './pages/receipt-check.ts';
import { buildRecord } from './pages/record.ts';
import { buildReference } from './pages/reference.ts';
import { buildRegisters } from './pages/registers.ts';
import { buildSearch, parseSearchQuery } from './pages/search.ts';
import { buildTakedowns, parseTakedownsQuery } from './pages/takedowns.ts';
import { parseIndex } from './parameters.ts';
import { addressIn } from './language-links.ts';
import type { Language } from './language.ts';
import { languageOf, languages, preferredLanguage } from './languages.ts';
import type { LastKnown } from './last-known.ts';
import { Looks } from './looks.ts';
import { PackedText } from './packed-text.ts';
import { Reading } from './reading.ts';
import { MAX_TEXT_BYTES } from '@counterfoil/ledger/content';
import { receiptFileName } from '@counterfoil/ledger/receipt';
import { createFollowHandlers } from './follow/follow-handler.ts';
import { createLettersHandlers } from './follow/letters-handler.ts';
import type { FollowOffice } from './follow/office.ts';
import { readRecordState } from './record-state.ts';
import { queryOf } from './query-of.ts';
import type { PublicRecord, SubmitInput } from './record.ts';
import { createRender, type Template } from './render.ts';
import { resolveReference } from './search-reference.ts';
import { serveFile, serveOwnFile } from './serve-file.ts';
import type { Show } from './show.ts';
import type { Uploads } from './uploads.ts';
import { describeSite, siteAddress, type Section } from './site.ts';

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
  /** The interface for programs; without it there is no page about it. */
  readonly api?: ApiDescription;
  /** How whole tables are handed out, where not as usual. */
  readonly downloads?: DownloadLimits | undefined;
  /** Where these are the pages of a copy: forms are not here then, and nothing is taken in. */
  readonly copy?: (() => Copy) | undefined;
  /** Whether all was known here, when a request came, that had been published anywhere; without it nothing is shared between pages. See `Looks`. */
  readonly isCurrent?: (response: Response) => boolean;
  /** Milliseconds since 1970, such as `Date.now`. */
  readonly now: () => number;
  /** Told of what went wrong on our side, for the log; the reader sees no more than a code. */
  readonly onError?: (error: unknown) => void;
}

/**
 * The pages in the authority's own language, and in each language behind its code, such as `/nl/cases/7`.
 * @throws Error when `npm run build` has not run.
 */
export function createViewer(options: ViewerOptions): Router {
  const assets = viewerAssets();
  const pagesIn = (language: Language, prefix: string): Router => createPages({ ...options, assets, language, prefix });

  const router = express.Router({ caseSensitive: true });
  router.use(securityHeaders);
  // The policy of a worker is that of its own file; some load more of our scripts.
  router.use(ASSETS_PATH, allowLocalScripts, assets.router);
  for (const language of languages.values()) router.use(`/${language.code}`, pagesIn(language, `/${language.code}`));
  const own = new Map([...languages.values()].map((language) => [language, pagesIn(language, '')]));
  let last = languageOf(undefined);
  router.use(async (request, response, next) => {
    // Where the record cannot be read, the page that is asked for says so itself.
    const info = await options.record.info().catch(() => undefined);
    if (info !== undefined) last = languageOf(info.authority?.lang);
    own.get(last)?.(request, response, next);
  });
  return router;
}

interface PagesOptions extends ViewerOptions {
  readonly assets: ViewerAssets;
  readonly language: Language;
  /** Of the addresses of these pages; empty for the authority's own language. */
  readonly prefix: string;
}

function createPages({
  record,
  submitInput,
  promiseState = () => Promise.resolve(undefined),
  follow,
  door,
  uploads,
  takedownDelayDays = 0,
  lastKnown,
  downloads,
  copy,
  isCurrent = () => false,
  now,
  onError = () => undefined,
  api,
  assets,
  language,
  prefix,
}: PagesOptions): Router {
  const render = createRender(language, prefix);
  const described = api && buildReference(language, api);
  const read = (): Reading => new Reading(record, now(), language, lastKnown);

  const looks = new Looks<PackedText>(read, () => record.checkpoint(), now);

  const make = async (
    request: express.Request,
    template: Template,
    section: Section,
    page: object,
  ): Promise<PackedText> => {
    const frame = { section, hasReference: described !== undefined, copy: copy && describeCopy(language, copy()) };
    const site = describeSite(request, await record.info(), assets, frame, language);
    const html = render(template, site, page);
    return new PackedText(site.copy === undefined ? html : toOriginal(html, site.copy.original));
  };
  const send = (request: express.Request, response: Response, made: PackedText): void => {
    if (!response.hasHeader('Cache-Control')) response.set('Cache-Control', PAGE_CACHE);
    made.send(request, response.type('html'));
  };
  const show: Show = async (request, response, template, section, page, status = 200) => {
    const made = await make(request, template, section, page);
    send(request, response.status(status), made);
  };
  /** A page that is the same for all who ask for this address. @param variant what else it depends on */
  const showShared = async (
    request: express.Request,
    response: Response,
    [template, section]: readonly [Template, Section],
    build: (reading: Reading) => Promise<object>,
    variant = '',
  ): Promise<void> => {
    const look = await looks.take(isCurrent(response));
    const key = `${siteAddress(request, await record.info())} ${request.url} ${variant}`;
    const made = await look.page(key, async () => make(request, template, section, await build(look.reading)));
    send(request, response, made);
  };

  const showForm: ShowForm = async (request, response, page, status) => {
    const scripts = {
      script: assets.href('say.js'),
      worker: assets.href('say-work.js'),
      phrases: ['hints-', 'input-send', 'work-'],
    };
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
  if (copy !== undefined) router.use(readOnly(copy, language));

  router.get('/about', async (request, response) => {
    await showShared(request, response, ['about', 'about'], buildAbout);
  });
  router.get('/reference', async (request, response) => {
    if (described === undefined) throw new PageError('page-unknown');
    await show(request, response, 'reference', 'none', described);
  });
  router.use(openLedgerOnly(record, show));

  const feeds = createFeeds({ read, prefix, isDelayed: takedownDelayDays > 0 });
  router.get('/feed.atom', feeds.record);
  router.get('/cases/:id/feed.atom', feeds.case);
  router.get('/processes/:id/feed.atom', feeds.process);
  router.get('/areas/:area/feed.atom', feeds.area);
  router.get('/offices/:office/feed.atom', feeds.office);
  router.get('/obligations/feed.atom', feeds.overdue);
  router.get('/takedowns/feed.atom', feeds.takedowns);

  router.get('/', async (request, response) => {
    // Pages are the same for everybody; this one offers readers their own language, where nobody has chosen one yet.
    const also = prefix === '' ? preferredLanguage(request, language) : undefined;
    if (prefix === '') response.vary('Accept-Language');
    const build = async (reading: Reading): Promise<object> => ({
      ...(await buildHome(reading)),
      also: also && { code: also.code, direction: also.direction, sentence: also.phrase('home-also') },
    });
    await showShared(request, response, ['home', 'home'], build, also?.code);
  });

  router.get('/cases', async (request, response) => {
    const query = queryOf(request);
    const number = query.get('number');
    if (number === null) {
      await showShared(request, response, ['cases', 'cases'], (reading) => buildCases(reading, parseCasesQuery(query)));
      return;
    }
    const reading = read();
    const found = await findCase(reading, number);
    if ('href' in found) {
      response.redirect(303, addressIn(prefix, found.href));
      return;
    }
    const page = await buildCases(reading, parseCasesQuery(query), { value: number, error: found.error });
    await show(request, response, 'cases', 'cases', page, 404);
  });
  router.get('/cases/:id', async (request, response) => {
    const id = parseIndex(request.params.id, 'case-unknown');
    const { from, before } = parseCaseQuery(queryOf(request));
    if (before !== undefined) {
      response.redirect(303, addressIn(prefix, await findPageBefore(read(), id, before)));
      return;
    }
    await showShared(request, response, ['case', 'cases'], (reading) => buildCase(reading, id, from));
  });

  // Words that somebody looks for are their own business: nobody keeps a copy of such a page.
  router.get('/search', async (request, response) => {
    const query = parseSearchQuery(queryOf(request));
    const reading = read();
    const reference = await resolveReference(reading, promiseState, query.q);
    if (reference?.href !== undefined) {
      response.redirect(303, addressIn(prefix, reference.href));
      return;
    }
    response.set('Cache-Control', FORM_CACHE);
    await show(request, response, 'search', 'none', await buildSearch(reading, query, reference));
  });
  router.get('/obligations', async (request, response) => {
    const query = parseObligationsQuery(queryOf(request));
    await showShared(request, response, ['obligations', 'owed'], (reading) => buildObligations(reading, query));
  });
  router.get('/accountability', async (request, response) => {
    const query = parseAccountabilityQuery(queryOf(request));
    const page = await buildAccountability(read(), query);
    if ('read' in page) await show(request, response, 'accountability-counting', 'none', page, 202);
    else await show(request, response, 'options' in page ? 'accountability-elsewhere' : 'accountability', 'none', page);
  });
  router.get('/accountability.csv', serveFigureCsv(read, downloads ?? LIMITS));
  router.get('/registers', async (request, response) => {
    await showShared(request, response, ['registers', 'none'], buildRegisters);
  });
  router.get('/takedowns', async (request, response) => {
    const query = parseTakedownsQuery(queryOf(request));
    await showShared(request, response, ['takedowns', 'none'], async (reading) => ({
      ...(await buildTakedowns(reading, query)),
      delayDays: takedownDelayDays,
    }));
  });
  router.get('/record', async (request, response) => {
    await showShared(request, response, ['record', 'none'], buildRecord);
  });
  router.get('/downloads', async (request, response) => {
    await showShared(request, response, ['downloads', 'none'], buildDownloads);
  });
  router.get('/downloads/README.txt', async (request, response) => {
    const address = siteAddress(request, await record.info());
    const card = formatDataCard(language, await readRecordState(read()), address);
    response.set('Cache-Control', PAGE_CACHE).type('text').send(card);
  });
  router.get('/downloads/:name', serveDownload({ record, now, limits: downloads }));

  router.get('/processes/:id/:version', async (request, response) => {
    const { params } = request;
    await showShared(request, response, ['process', 'none'], (reading) => buildProcess(reading, params));
  });

  router.get('/entries/:index', async (request, response) => {
    const index = parseIndex(request.params.index, 'entry-unknown');
    await showShared(request, response, ['entry', 'none'], (reading) => buildEntry(reading, index));
  });

  router.get('/desk', allowDesk, async (request, response) => {
    await show(request, response, 'desk', 'none', buildDesk(assets, language));
  });

  router.get('/inputs/new', allowScripts, async (request, response) => {
    const target = parseTarget(queryOf(request));
    const reading = read();
    response.set('Cache-Control', FORM_CACHE);
    if (target === undefined) await show(request, response, 'choose', 'say', await buildChoose(reading));
    else await showForm(request, response, await buildInput(reading, target));
  });
  /** With a slash at its end: what is printed leads back to pages in the same language. */
  const pagesAddress = async (request: express.Request): Promise<string> =>
    `${siteAddress(request, await record.info()).slice(0, -1)}${prefix}/`;
  /** A code that the browser itself has made is shown by a script. */
  const withSlip = (page: ReceiptPage): object =>
    page.followKey === undefined || page.slip !== undefined
      ? page
      : { ...page, script: assets.href('slip.js'), phrases: ['slip-'] };
  const showReceipt: ShowReceipt = async (request, response, index, own, code) => {
    const page = await buildReceipt(read(), index, {}, await pagesAddress(request), own, code);
    await show(request, response, 'receipt', 'none', withSlip(page));
  };
  const showPromise: ShowPromise = async (request, response, file, lang, more) => {
    const page = buildPromise(read(), file, await pagesAddress(request), lang);
    await show(request, response, 'promise', 'none', { ...page, ...more }, 202);
  };
  const handled = {
    ...{ read, language, submitInput, contacts: follow.contacts, door, uploads, onError },
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
    const page = await buildReceipt(read(), index, query, await pagesAddress(request));
    await show(request, response, 'receipt', 'none', withSlip(page));
  });

  const scripts = {
    script: assets.href('follow.js'),
    hold: assets.href('follow-hold.js'),
    worker: assets.href('say-work.js'),
    sentences: sentencesHref(assets, language, 'refusals'),
  };
  const back = createFollowHandlers({ read, language, office: follow, door, show, showReceipt, scripts, onError });
  router.get('/follow', allowScripts, back.page);
  router.get('/follow/:key', allowScripts, back.view);
  router.post('/follow', allowScripts, ...back.post);
  const letters = createLettersHandlers({ contacts: follow.contacts, show });
  router.get('/letters/:token', letters.page);
  router.post('/letters/:token', ...letters.post);

  router.get('/check', allowSources, async (request, response) => {
    const query = parseCheckQuery(queryOf(request));
    await showShared(request, response, ['check', 'none'], (reading) => buildCheck(reading, query, assets));
  });
  router.get('/receipt-check', allowScripts, async (request, response) => {
    await show(request, response, 'receipt-check', 'none', await buildReceiptCheck(read(), assets));
  });

  router.use(() => {
    throw new PageError('page-unknown');
  });
  router.use(answerErrors(language, show, onError, lastKnown));
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
  language: Language,
  show: Show,
  onError: (error: unknown) => void,
  lastKnown: LastKnown | undefined,
): ErrorRequestHandler {
  return async (error: unknown, request, response, next) => {
    const problem = asPageError(error, language, lastKnown);
    if (OURS.has(problem.code)) onError(error);
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = errorStatuses[problem.code];
    const words = {
      title: language.phrase(`error-${problem.code}-title`),
      message: language.phrase(`error-${problem.code}-message`),
      advice: language.phrase(`error-${problem.code}-advice`, { most: MAX_TEXT_BYTES }),
    };
    response.removeHeader('Content-Disposition');
    response.set('Cache-Control', FORM_CACHE);
    if (problem.code === 'record-away') response.set('Retry-After', String(AWAY_S));
    if (problem.code === 'downloads-busy' || problem.code === 'figures-counting')
      response.set('Retry-After', String(BUSY_S));
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

function asPageError(error: unknown, language: Language, lastKnown: LastKnown | undefined): PageError {
  if (error instanceof PageError) return error;
  if (lastKnown?.isAway(error) === true)
    return new PageError('record-away', {
      cause: error,
      instead: { href: '/inputs/new', text: language.phrase('input-title') },
    });
  if (error instanceof FormatError) return new PageError('record-damaged', { cause: error });
  // Express, for an address with escapes that make no text.
  if (error instanceof URIError) return new PageError('page-unknown', { cause: error });
  return new PageError('internal-error', { cause: error });
}
