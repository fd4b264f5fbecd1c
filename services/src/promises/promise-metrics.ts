import { Gauge } from 'prom-client';
import type { Promises } from './promises.ts';

export function promiseMetrics(promises: Pick<Promises, 'figures'>): Gauge {
  return new Gauge({
    name: 'counterfoil_promises',
    help: 'Promised submissions that are not recorded yet; refused, overdue and damaged ones need somebody to look at them.',
    labelNames: ['state'],
    registers: [],
    collect() {
      const { figures } = promises;
      for (const state of ['waiting', 'refused', 'overdue', 'damaged'] as const) this.set({ state }, figures[state]);
    },
  });
}
