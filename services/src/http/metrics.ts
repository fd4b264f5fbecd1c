/** Figures for operators. Addresses appear by their pattern, never as asked for: no personal data, no index of anybody's case. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { RequestHandler } from 'express';
import type { Spent } from '../recorder/sequencer.ts';

export interface Metrics {
  readonly registry: Registry;
  /** Counts and times each request. */
  readonly middleware: RequestHandler;
}

export function createMetrics(size: () => number, stopped: () => boolean, spent: () => Spent): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const seconds = new Histogram({
    name: 'counterfoil_http_request_seconds',
    help: 'Time to answer a request.',
    labelNames: ['method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.06, 0.1, 0.25, 1, 5],
    registers,
  });
  const refused = new Counter({
    name: 'counterfoil_http_refused_total',
    help: 'Requests answered with a 4xx or 5xx status.',
    labelNames: ['status'],
    registers,
  });
  new Gauge({
    name: 'counterfoil_entries',
    help: 'Entries under the newest checkpoint.',
    registers,
    collect() {
      this.set(size());
    },
  });
  new Gauge({
    name: 'counterfoil_stopped',
    help: '1 when the service stopped writing to protect the record.',
    registers,
    collect() {
      this.set(stopped() ? 1 : 0);
    },
  });
  new Counter({
    name: 'counterfoil_recording_seconds_total',
    help: 'Time taken by batches from beginning to commit, and within them by reading and by the rulebook.',
    labelNames: ['part'],
    registers,
    collect() {
      this.reset();
      const { batches, reading, rules } = spent();
      this.inc({ part: 'batches' }, batches);
      this.inc({ part: 'reading' }, reading);
      this.inc({ part: 'rules' }, rules);
    },
  });
  return {
    registry,
    middleware(request, response, next) {
      const end = seconds.startTimer();
      response.once('finish', () => {
        end({ method: request.method, status: String(response.statusCode) });
        if (response.statusCode >= 400) refused.inc({ status: String(response.statusCode) });
      });
      next();
    },
  };
}
