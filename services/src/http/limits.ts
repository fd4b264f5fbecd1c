/**
 * The door as Express and the form see it. Whoever carries the operator's token is let in: imports and benchmarks are the
 * operator's own doing. No address is stored, logged or counted by.
 */
import type { Request, RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { FormDoor } from '@counterfoil/web-viewer/form-door';
import type { WorkRoute } from '@counterfoil/web-viewer/work';
import { say } from '@counterfoil/ledger/say';
import type { Config } from '../config.ts';
import { Door, WorkDoor, type Refusal } from '../door/door.ts';
import { networkOf } from '../door/network.ts';
import type { Rate } from '../door/token-bucket.ts';
import { Problem } from '../problem.ts';

export interface LimitsOptions {
  readonly limits: Config['limits'];
  /** Shared by all processes of the ledger. */
  readonly challengeKey: Uint8Array;
  readonly isOperator: (authorization: string | undefined) => boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly clockMs?: (() => number) | undefined;
  readonly log: Pick<Logger, 'warn'>;
}

export interface Limits {
  /** For what people say through the API. */
  spoken(route: Exclude<WorkRoute, 'form'>): RequestHandler;
  /** For what comes signed: statements, proposals, signatures. */
  readonly signed: RequestHandler;
  /** For a file that comes by itself; what refers to it is counted as well. */
  readonly file: RequestHandler;
  /** For the form; undefined where there is no limit. */
  readonly form: FormDoor | undefined;
}

/** How many minutes' worth may come at once. */
const BURST_MINUTES = 3;
/** Where a program puts its solution. */
export const WORK_HEADER = 'Counterfoil-Work';

export function createLimits({
  limits,
  challengeKey,
  isOperator,
  now,
  clockMs = monotonicMs,
  log,
}: LimitsOptions): Limits {
  if (!limits.on) return { spoken: () => letIn, signed: letIn, file: letIn, form: undefined };
  const said = new WorkDoor({
    perNetwork: rate(limits.inputsPerMinute),
    total: rate(limits.inputsPerMinuteTotal),
    clockMs,
    now,
    challengeKey,
    onScarce: (isScarce) =>
      log.warn(
        isScarce
          ? 'More is being sent than this service takes: senders are asked for proof of work.'
          : 'Proof of work is no longer asked for.',
      ),
  });
  const signed = new Door({
    perNetwork: rate(limits.statementsPerMinute),
    total: rate(limits.statementsPerMinuteTotal),
    clockMs,
  });
  const sent = new Door({
    perNetwork: rate(limits.inputsPerMinute),
    total: rate(limits.inputsPerMinuteTotal),
    clockMs,
  });
  const guard = (admit: (request: Request) => Refusal | undefined): RequestHandler => {
    return (request, _response, next) => {
      if (isOperator(request.get('authorization'))) return next();
      const refusal = admit(request);
      next(refusal === undefined ? undefined : problemOf(refusal));
    };
  };
  return {
    spoken: (route) =>
      guard((request) => said.admit({ network: networkOf(request.ip), route, work: request.get(WORK_HEADER) })),
    signed: guard((request) => signed.admit(networkOf(request.ip))),
    file: guard((request) => sent.admit(networkOf(request.ip))),
    form: {
      admitFile: (request) => sent.admit(networkOf(request.ip)),
      challenge: () => said.challenge('form'),
      admit: (request, work) => said.admit({ network: networkOf(request.ip), route: 'form', work }),
    },
  };
}

const letIn: RequestHandler = (_request, _response, next) => next();

function monotonicMs(): number {
  return performance.now();
}

function rate(perMinute: number): Rate {
  return { perMinute, burst: perMinute * BURST_MINUTES };
}

function problemOf(refusal: Refusal): Problem {
  const { code, retryAfterS } = refusal;
  if (code !== 'too-many') return new Problem(code, undefined, { retryAfterS, challenge: refusal.challenge });
  const wait = { count: retryAfterS };
  return new Problem(
    code,
    refusal.from === 'network'
      ? say`More was sent from your network than this address takes in so short a time. Nothing of it was kept: send it again after ${wait} seconds.`
      : say`More was sent by everybody together than this address takes in so short a time. Nothing of it was kept: send it again after ${wait} seconds.`,
    { retryAfterS },
  );
}
