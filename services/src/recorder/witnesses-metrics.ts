/** Figures on witnesses for operators. Their names are those of the policy: few, and known beforehand. */
import { Counter, Gauge, type Metric } from 'prom-client';
import type { Witnesses } from './witnesses.ts';

/** None where there are no witnesses. */
export function witnessMetrics(witnesses: Witnesses | undefined): readonly Metric[] {
  if (witnesses === undefined) return [];
  const registers: [] = [];
  return [
    new Gauge({
      name: 'counterfoil_cosigned_entries',
      help: 'Entries under the newest checkpoint that enough witnesses have cosigned.',
      registers,
      collect() {
        this.set(witnesses.cosignedSize);
      },
    }),
    new Gauge({
      name: 'counterfoil_witness_entries',
      help: 'Entries under the newest checkpoint that a witness has cosigned, as far as is known.',
      labelNames: ['witness'],
      registers,
      collect() {
        for (const { name, size } of witnesses.status) this.set({ witness: name }, size);
      },
    }),
    new Gauge({
      name: 'counterfoil_witness_ok',
      help: '1 for a witness whose last answer was a cosignature, or that has not been asked yet.',
      labelNames: ['witness'],
      registers,
      collect() {
        for (const { name, state } of witnesses.status) this.set({ witness: name }, state === 'ok' ? 1 : 0);
      },
    }),
    new Counter({
      name: 'counterfoil_witness_failures_total',
      help: 'Answers of a witness that were no cosignature, by reason.',
      labelNames: ['witness', 'reason'],
      registers,
      collect() {
        this.reset();
        for (const { name, failures } of witnesses.status)
          for (const [reason, count] of Object.entries(failures)) this.inc({ witness: name, reason }, count);
      },
    }),
    new Counter({
      name: 'counterfoil_witness_alarms_total',
      help: 'Answers of a witness that say that a checkpoint does not follow from what it has seen.',
      labelNames: ['witness'],
      registers,
      collect() {
        this.reset();
        for (const { name, alarms } of witnesses.status) this.inc({ witness: name }, alarms);
      },
    }),
  ];
}
