/** Visits to a record, each of which keeps what the next one goes on from, however small the record is. */
import type { AuditResult, Level } from '@counterfoil/ledger/audit';
import { parseVerifierKey } from '@counterfoil/ledger/note';
import { mapSource } from '@counterfoil/ledger/testing/map-source';
import { auditOnDisk, type Audited } from '../audit-on-disk.ts';
import { folderMemory } from '../memory.ts';
import { auditShowing, type Order } from '../verify-audit.ts';

export interface Visited extends Pick<Audited, 'result' | 'resumed' | 'anew'> {
  readonly unkept: string | undefined;
}

type Files = ReadonlyMap<string, Uint8Array>;

export interface VisitOptions {
  readonly all?: boolean;
  readonly level?: Level;
  /** Values in memory at least. */
  readonly cached?: number;
  /** Ends before anything is kept. */
  readonly interrupted?: boolean;
}

function orderFor(files: Files, folder: string, vkey: string, level: Level = 'all'): Order {
  const given = { address: 'copy', timeoutMs: 1000, pinnedKey: parseVerifierKey(vkey) };
  const source = mapSource(files);
  return { ...given, level, source, policy: undefined, postQuantumKey: undefined, memory: folderMemory(folder) };
}

/** As `counterfoil verify --key` does it. */
export async function visit(files: Files, folder: string, vkey: string, options: VisitOptions = {}): Promise<Visited> {
  const { all = false, level, cached = 5, interrupted = false } = options;
  const order = orderFor(files, folder, vkey, level);
  const audited = await auditOnDisk({ ...order, all, sizes: { worthKeeping: 1, cached } });
  const { result, resumed, anew } = audited;
  let unkept: string | undefined;
  if (result.verdict === 'verified' && result.held !== undefined && !interrupted) {
    await order.memory?.remember(result.held.origin, result.held.note);
    unkept = await audited.keep();
  }
  audited.close();
  return { result, resumed, anew, unkept };
}

/** What a visit says that looks at everything, with the state in memory. */
export function lookAtAll(files: Files, folder: string, vkey: string): Promise<AuditResult> {
  return auditShowing(orderFor(files, folder, vkey));
}

/** Said of a text that is not there: one that was there on an earlier visit is not looked for again. */
const OF_TEXTS: ReadonlySet<string> = new Set(['content-pending', 'content-withheld', 'content-erased']);

/** All but what differs by nature: how many files of hashes were read, and which texts were there when they were looked at. */
export function saying({ tally, findings, codes, counts, ...result }: AuditResult): unknown {
  const ofTexts = [...codes].reduce((all, [code, count]) => all + (OF_TEXTS.has(code) ? count : 0), 0);
  return {
    ...result,
    findings: findings.filter(({ code }) => !OF_TEXTS.has(code)),
    codes: [...codes].filter(([code]) => !OF_TEXTS.has(code)),
    counts: { ...counts, fact: counts.fact - ofTexts },
    tally: { ...tally, tiles: 0, texts: 0 },
  };
}
