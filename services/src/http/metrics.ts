/**
 * Figures for operators (`/metrics`). Labels are few and known beforehand: addresses appear by their pattern, never as asked for; no
 * personal data, no index of anybody's case.
 */
import { selfCheckSentences, type SelfCheckFault } from '@counterfoil/ledger/self-check';
import { Counter, Gauge, Histogram, Registry, type Metric } from 'prom-client';
import type { Request, RequestHandler } from 'express';
import type { SelfCheckFigures } from '../self-check/self-check.ts';

export interface MetricsOptions {
  /** Entries under the newest checkpoint. */
  readonly size: () => number;
  readonly stopped: () => boolean;
  /** Statements that wait for their batch. */
  readonly queued: () => number;
  readonly selfCheck: () => SelfCheckFigures;
  /** What the parts of the service count themselves. */
  readonly others: readonly Metric[];
}

export interface Metrics {
  readonly registry: Registry;
  /** Counts and times each request. */
  readonly middleware: RequestHandler;
}

export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  for (const metric of options.others) registry.registerMetric(metric);
  const gauge = (name: string, help: string, read: () => number): void =>
    void new Gauge({
      ...{ name, help, registers: [registry] },
      collect() {
        this.set(read());
      },
    });
  gauge('counterfoil_entries', 'Entries under the newest checkpoint.', options.size);
  gauge('counterfoil_stopped', '1 when the service stopped writing to protect the record.', () =>
    options.stopped() ? 1 : 0,
  );
  gauge('counterfoil_queue_statements', 'Statements that wait for their batch.', options.queued);
  gauge('counterfoil_memory_bytes', 'Memory of this process (RSS).', () => process.memoryUsage.rss());
  gauge('counterfoil_cpu_seconds', 'Processor time of this process since its start.', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  addSelfCheck(registry, gauge, options.selfCheck);
  return { registry, middleware: watchRequests(registry) };
}

function addSelfCheck(
  registry: Registry,
  gauge: (name: string, help: string, read: () => number) => void,
  figures: MetricsOptions['selfCheck'],
): void {
  gauge('counterfoil_self_check_on', '1 where this process takes part in the self-check.', () =>
    figures().isOn ? 1 : 0,
  );
  gauge(
    'counterfoil_self_check_position',
    'Entries looked at in the self-check under way.',
    () => figures().info.position,
  );
  gauge(
    'counterfoil_self_check_size',
    'Entries that the newest whole self-check looked at.',
    () => figures().info.checked?.size ?? 0,
  );
  gauge(
    'counterfoil_self_check_time_seconds',
    'When that came to its end (seconds since 1970), 0 before the first.',
    () => Date.parse(figures().info.checked?.time ?? '1970-01-01T00:00:00.000Z') / 1000,
  );
  gauge('counterfoil_self_check_read', 'Entries and texts that this process has looked at.', () => figures().count);
  gauge('counterfoil_self_check_seconds', 'Time that this process has taken to look at them.', () => figures().seconds);
  new Gauge({
    name: 'counterfoil_self_check_damaged',
    help: 'What the self-check found damaged, by kind; the list ends at 100.',
    labelNames: ['what'],
    registers: [registry],
    collect() {
      for (const what of Object.keys(selfCheckSentences) as SelfCheckFault[])
        this.set({ what }, figures().info.damaged.filter((damage) => damage.what === what).length);
    },
  });
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']);

function watchRequests(registry: Registry): RequestHandler {
  const registers = [registry];
  const seconds = new Histogram({
    name: 'counterfoil_http_request_seconds',
    help: 'Time to answer a request.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.06, 0.1, 0.25, 1, 5],
    registers,
  });
  const refused = new Counter({
    name: 'counterfoil_http_refused_total',
    help: 'Requests answered with a 4xx or 5xx status.',
    labelNames: ['status'],
    registers,
  });
  const underWay = new Gauge({ name: 'counterfoil_http_under_way', help: 'Requests being answered.', registers });
  return (request, response, next) => {
    const end = seconds.startTimer();
    underWay.inc();
    response.once('close', () => underWay.dec());
    response.once('finish', () => {
      const status = String(response.statusCode);
      const method = METHODS.has(request.method) ? request.method : 'other';
      end({ method, route: routeOf(request), status });
      if (response.statusCode >= 400) refused.inc({ status });
    });
    next();
  };
}

/** The pattern that the address fits, as the program spells it: there are as many as there are routes. */
function routeOf(request: Request): string {
  const route = request.route as { readonly path?: unknown } | undefined;
  const path: unknown = Array.isArray(route?.path) ? route.path[0] : route?.path;
  return typeof path === 'string' ? path : 'other';
}
