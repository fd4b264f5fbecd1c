/**
 * Every history of the vectors in which a rule is broken, told to its end by somebody who holds the log key and makes whoever
 * signs in it sign: published in good order, and found out by the rule.
 */
import { readFileSync } from 'node:fs';
import { base64, parseBase64, parseUtf8 } from '@counterfoil/ledger/bytes';
import { formatEntry } from '@counterfoil/ledger/entry';
import type { Envelope } from '@counterfoil/ledger/envelope';
import { formatLedgerInfo } from '@counterfoil/ledger/ledger-info';
import { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { leafHash } from '@counterfoil/ledger/tree';
import { logNamed, signedCheckpoint, treeFiles, type Files, type Log } from './forger.ts';
import type { TamperCase } from './run.ts';

interface HistoryRow {
  readonly name: string;
  readonly after: string | null;
  readonly steps: readonly StepRow[];
}
interface StepRow {
  readonly name: string;
  readonly time: string;
  readonly envelope: Envelope;
  readonly refused: string | null;
}

const VECTORS = new URL('../../../../ledger/vectors/histories.json', import.meta.url);

/** Steps that one rule refuses of one history: beyond these they are alike. */
const MAX_ALIKE = 4;

export async function ruleCases(): Promise<readonly TamperCase[]> {
  const histories = JSON.parse(readFileSync(VECTORS, 'utf8')) as readonly HistoryRow[];
  const ledger = await LedgerBuilder.create();
  const logs = await Promise.all(['log', 'log, second key', 'the next log'].map((name) => logNamed(ledger, name)));
  const ends = new Map<string | null, readonly StepRow[]>([[null, []]]);
  const cases: TamperCase[] = [];
  for (const { name, after, steps } of histories) {
    const told: StepRow[] = [...(ends.get(after) ?? [])];
    const alike = new Map<string, number>();
    for (const step of steps) {
      if (step.refused === null) {
        told.push(step);
        continue;
      }
      const count = (alike.get(step.refused) ?? 0) + 1;
      alike.set(step.refused, count);
      if (count > MAX_ALIKE) continue;
      const published = [...told, step];
      const log = inForce(told, logs);
      cases.push({
        ...{ group: 'rules', name: `${name}: ${step.name}`, vkey: log.vkey, level: 'rules' },
        ...{ entry: told.length, code: step.refused },
        make(): Files {
          const entries: Uint8Array[] = [];
          for (const [index, { time, envelope }] of published.entries()) {
            const before = entries[index - 1];
            const prev = before === undefined ? null : base64(leafHash(before));
            entries.push(formatEntry({ index, time, prev, envelope }));
          }
          const { files, root } = treeFiles(entries);
          const info = { origin: log.origin, logKey: log.vkey, authority: { name: 'City of Rivermouth', lang: 'en' } };
          files.set('ledger.json', formatLedgerInfo({ ...info, licence: 'CC-BY-4.0', links: {} }));
          return files.set('checkpoint', signedCheckpoint(log, entries.length, root));
        },
      });
    }
    ends.set(name, told);
  }
  return cases;
}

/** Under the key that the newest rotation names. */
function inForce(told: readonly StepRow[], logs: readonly Log[]): Log {
  let [log] = logs;
  for (const { envelope } of told) {
    const said = JSON.parse(parseUtf8(parseBase64(envelope.payload))) as {
      readonly kind: string;
      readonly logKey?: string;
    };
    if (said.kind === 'log-key-rotated') log = logs.find(({ vkey }) => vkey === said.logKey) ?? log;
  }
  if (log === undefined) throw new RangeError('There is no log.');
  return log;
}
