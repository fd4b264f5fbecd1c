/** Figures about publishing, for operators. */
import { Gauge, type Metric } from 'prom-client';
import type { PublishingFigures } from './publishing.ts';

/** In a process that does not publish, the size stays out: another one has it. */
export function publishingMetrics(figures: () => PublishingFigures): readonly Metric[] {
  return [
    new Gauge({
      name: 'counterfoil_published_entries',
      help: 'Entries under the checkpoint that lies where the record is published, in the process that publishes.',
      registers: [],
      collect() {
        this.reset();
        const { size } = figures();
        if (size === undefined) this.remove();
        else this.set(size);
      },
    }),
    new Gauge({
      name: 'counterfoil_publishing_failing',
      help: '1 while the record cannot be published.',
      registers: [],
      collect() {
        this.set(figures().failing === undefined ? 0 : 1);
      },
    }),
  ];
}
