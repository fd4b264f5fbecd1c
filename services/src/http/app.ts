/** The web server, with its order in sight. */
import express, { type ErrorRequestHandler, type Express, type Response } from 'express';
import { createViewer } from '@counterfoil/web-viewer/viewer';
import type { FollowOffice } from '@counterfoil/web-viewer/follow/office';
import type { PublicRecord } from '@counterfoil/web-viewer/record';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import { say } from '@counterfoil/ledger/say';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { FileStore } from '../files/file-store.ts';
import type { Vault } from '../content/vault.ts';
import type { Db } from '../database/connect.ts';
import { isUnreachable } from '../database/unreachable.ts';
import { asProblem, Problem } from '../problem.ts';
import { Reasons } from '../reasons.ts';
import type { Publishing } from '../publishing/publishing.ts';
import { publishingMetrics } from '../publishing/publishing-metrics.ts';
import type { Redactions } from '../redactions.ts';
import { createLookup } from '../promises/lookup.ts';
import { promiseMetrics } from '../promises/promise-metrics.ts';
import type { Promises } from '../promises/promises.ts';
import type { Recorder } from '../recorder/recorder.ts';
import type { Stages } from '../recorder/stages.ts';
import type { Witnesses } from '../recorder/witnesses.ts';
import { witnessMetrics } from '../recorder/witnesses-metrics.ts';
import type { SelfCheck } from '../self-check/self-check.ts';
import { createApi, type ApiOptions } from './api.ts';
import { createDirectory } from './directory.ts';
import { createFiles } from './files.ts';
import { createFollow } from './follow.ts';
import { createUploads } from './file-uploads.ts';
import { formUploads } from './form-uploads.ts';
import { createLimits } from './limits.ts';
import { createMetrics } from './metrics.ts';
import { openapi } from './openapi.ts';
import { createPending } from './pending.ts';
import { createPromises } from './promises.ts';
import { createProposals, type ProposalsOptions } from './proposals.ts';
import { createReasons } from './reasons.ts';
import { createRetention } from './retention.ts';
import { createSearch } from './search.ts';
import { createTogether, isCurrent } from './together.ts';

export interface AppOptions extends Pick<ApiOptions, 'mayOpen' | 'now'>, ProposalsOptions {
  readonly db: Db;
  /** For whoever comes back by a code. */
  readonly follow: FollowOffice;
  readonly verifier: SignatureVerifier;
  readonly recorder: Recorder;
  /** Takes in what people say. */
  readonly promises: Promises;
  readonly record: PublicRecord;
  readonly redactions: Redactions;
  /** The newest that readers are to have, with the cosignatures of witnesses. */
  readonly checkpoint: () => Promise<string>;
  readonly selfCheck: SelfCheck;
  /** Undefined where the record is published nowhere else. */
  readonly publishing: Publishing | undefined;
  /** How long recording takes. */
  readonly stages: Stages;
  readonly files: FileStore;
  /** Undefined where none are asked. */
  readonly witnesses: Witnesses | undefined;
  /** Opens what is not in public view. */
  readonly vault: Vault;
  readonly log: Logger;
  readonly config: Pick<Config, 'limits' | 'proxies' | 'origin' | 'takedownDelayDays'>;
  /** By which is counted how much is sent: milliseconds of a clock that never goes back; undefined for the machine's own. */
  readonly doorMs: (() => number) | undefined;
  /** Secret that all processes of the ledger share: see door/challenges.ts. */
  readonly challengeKey: Uint8Array;
  /** Whether it has been asked to end, and others are to be asked instead. */
  readonly isStopping: () => boolean;
}

export function createApp(options: AppOptions): Express {
  const {
    db,
    recorder,
    promises,
    record,
    redactions,
    checkpoint,
    selfCheck,
    publishing,
    stages,
    witnesses,
    files,
    vault,
    log,
    mayOpen,
    now,
    config,
    doorMs,
    admitHolder,
    challengeKey,
    isStopping,
    follow,
    verifier,
  } = options;
  const { publisher } = recorder;
  const size = (): number => publisher.size;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', 'strong');
  // A number of our own proxies, never "true": anybody can write the header.
  app.set('trust proxy', config.proxies);
  const metrics = createMetrics({
    size,
    stopped: () => publisher.stopped !== undefined,
    queued: () => recorder.queued,
    selfCheck: () => selfCheck.figures,
    others: [
      stages.histogram,
      promiseMetrics(promises),
      ...(publishing === undefined ? [] : publishingMetrics(() => publishing.figures)),
      ...witnessMetrics(witnesses),
    ],
  });
  app.use(metrics.middleware);

  app.use(createTogether({ publisher, isStopping }));

  // Before anything of the body is read.
  const limits = createLimits({
    ...{ limits: config.limits, challengeKey, isOperator: mayOpen, now, log },
    clockMs: doorMs,
  });
  app.post('/api/v1/inputs', limits.spoken('inputs'));
  app.post('/api/v1/voices', limits.spoken('voices'));
  app.post('/api/v1/follow', limits.spoken('follow'));
  app.put('/api/v1/follow/:key/contact', limits.spoken('follow'));
  app.post(['/api/v1/statements', '/api/v1/proposals', '/api/v1/proposals/:id/signatures'], limits.signed);

  // First of all, since most requests are for it.
  app.use('/api/v1', createApi({ recorder, promises, record, now, mayOpen }));
  app.post('/api/v1/files', limits.file);
  app.use('/api/v1', createUploads({ files, record, now, admitHolder }));
  app.use('/api/v1/proposals', createProposals(options));
  const lookup = createLookup(record, promises);
  app.use('/api/v1', createPromises(lookup));
  app.use('/api/v1', createFollow({ recorder, record, office: follow, origin: config.origin, verifier, now }));
  app.use('/api/v1', createPending({ db, record, vault, size, now, admitHolder }));
  app.use('/api/v1', createSearch({ record, now }));
  app.use('/api/v1', createRetention({ db, record, size }));
  app.use('/api/v1', createReasons(new Reasons(db, size)));
  app.use('/api/v1', createDirectory({ db, size }));
  app.use(createFiles({ db, record, redactions, size, checkpoint }));
  app.get('/api/v1/intake-key', (_request, response) => void response.json({ intakeKey: recorder.intakeKeyid }));
  app.get('/openapi.json', (_request, response) => void response.json(openapi));
  app.get('/health/live', (_request, response) => void response.json({ live: true }));
  app.get('/health/ready', async (_request, response) => {
    // Asked for all the time, and nothing that the operator's log has to hear of.
    if (isStopping()) return sendProblem(response, new Problem('stopping'));
    if (publisher.stopped !== undefined) throw new Problem('service-stopped');
    try {
      await db.selectFrom('head').select('size').execute();
    } catch (error) {
      if (isUnreachable(error)) return sendProblem(response, away(error));
      throw error;
    }
    if (publisher.isFailing) return sendProblem(response, new Problem('not-signed'));
    response.json({ ready: true });
  });
  app.get('/metrics', async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  // Programs get problem documents below these addresses; everything else is pages.
  app.use(['/api', '/tile', '/content', '/file', '/redactions', '/health'], (_request, _response, next) =>
    next(new Problem('not-found')),
  );
  app.use(answerProblem(log));

  app.use(
    createViewer({
      record,
      takedownDelayDays: config.takedownDelayDays,
      api: openapi,
      isCurrent,
      now,
      follow,
      door: limits.form,
      uploads: formUploads(files),
      onError: (error) => log.error({ err: error }, 'A page could not be made.'),
      promiseState: lookup,
      lastKnown: {
        isAway: isUnreachable,
        rulesInForce: () =>
          promises.rules && [...promises.rules].map(([id, { version, rules }]) => ({ id, version, rules })),
      },
      submitInput: async (input) => {
        try {
          const answer = await promises.receive({ ...input, channel: 'web' });
          return 'promise' in answer ? { promised: answer } : answer;
        } catch (error) {
          if (error instanceof Problem && error.status < 500)
            return { refused: { code: error.code, said: error.said } };
          throw error;
        }
      },
    }),
  );
  app.use(answerProblem(log));
  return app;
}

/** Says to the client what its doing was, and to the operator what was ours; never what the client sent. */
export function answerProblem(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const problem = toProblem(error);
    // Why it stopped has been said once; whoever asks on would bury it.
    if (problem.status >= 500 && problem.code !== 'service-stopped')
      log.error({ err: problem.cause ?? error, code: problem.code, method: request.method }, 'A request failed.');
    sendProblem(response, problem);
  };
}

/** After so many seconds it is worth asking a record again that was away. */
const AWAY_S = 30;

function sendProblem(response: Response, problem: Problem): void {
  const { code, retryAfterS = code === 'record-away' ? AWAY_S : undefined } = problem;
  if (retryAfterS !== undefined) response.set('Retry-After', String(retryAfterS));
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

function away(cause: unknown): Problem {
  return new Problem('record-away', undefined, { cause });
}

function toProblem(error: unknown): Problem {
  const known = asProblem(error);
  if (known instanceof Problem) return known;
  // What express and its body reader throw carries a status; its message may quote what was sent, so it stays here.
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  if (status === 413) return new Problem('body-too-large');
  if (status === 415)
    return new Problem('media-type', say`This address takes bodies as they are, neither packed nor encoded.`);
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new Problem('request-malformed', say`The request could not be read.`);
  return isUnreachable(error) ? away(error) : new Problem('internal', undefined, { cause: error });
}
