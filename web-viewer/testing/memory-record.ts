/**
 * The public record over a ledger in memory, computed as a mirror would compute it: by replaying the rulebook from the first
 * entry on. It follows the ledger as it grows.
 */
import { createHash } from 'node:crypto';
import { base64 } from '@counterfoil/ledger/bytes';
import type { Content } from '@counterfoil/ledger/content';
import { parseEntry } from '@counterfoil/ledger/entry';
import type { LedgerInfo } from '@counterfoil/ledger/ledger-info';
import { admit, checkLink } from '@counterfoil/ledger/rulebook';
import { MemoryState, type StateKind, type StateShapes } from '@counterfoil/ledger/state';
import { caseOf, openEnvelope, type Statement } from '@counterfoil/ledger/statement';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import type { Hash, TreeNode } from '@counterfoil/ledger/tree';
import type { PublicRecord } from '../src/record.ts';

type CasesQuery = Parameters<PublicRecord['cases']>[0];

export class MemoryRecord implements PublicRecord {
  readonly #ledger: LedgerBuilder;
  readonly #state: MemoryState;
  readonly #replayed: { readonly caseId: number | undefined; readonly statement: Statement }[] = [];
  readonly #processes = new Set<string>();
  #opened: Pick<LedgerInfo, 'authority' | 'licence'> = { authority: null, licence: null };
  #replaying: Promise<void> = Promise.resolve();

  constructor(ledger: LedgerBuilder) {
    this.#ledger = ledger;
    this.#state = new MemoryState((size) => Promise.resolve(ledger.rootAt(size)));
  }

  async info(): Promise<LedgerInfo> {
    await this.#replay();
    return { origin: this.#ledger.origin, logKey: this.#ledger.vkey, ...this.#opened, links: {} };
  }

  checkpoint(): Promise<string> {
    return this.#ledger.checkpoint();
  }

  entry(index: number): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.#ledger.entries[index]);
  }

  entries(indexes: readonly number[]): Promise<readonly { index: number; bytes: Uint8Array }[]> {
    const found = indexes.flatMap((index) => {
      const bytes = this.#ledger.entries[index];
      return bytes === undefined ? [] : [{ index, bytes }];
    });
    return Promise.resolve(found);
  }

  async newestSteps(limit: number, before = Infinity): Promise<readonly number[]> {
    const steps = await this.#indexes(({ caseId }, index) => caseId !== undefined && index < before);
    return steps.reverse().slice(0, limit);
  }

  async caseSteps(wanted: number, limit: number, after = -1): Promise<readonly number[]> {
    const steps = await this.#indexes(({ caseId }, index) => caseId === wanted && index > after);
    return steps.slice(0, limit);
  }

  async caseActs(wanted: number, limit: number): Promise<readonly number[]> {
    const acts = await this.#indexes(
      ({ caseId, statement }) => caseId === wanted && statement.kind !== 'input-received',
    );
    return acts.slice(0, limit);
  }

  async cases({ open, process, before = Infinity, limit }: CasesQuery): Promise<readonly number[]> {
    const all = await this.#indexes(({ caseId }, index) => caseId === index && index < before);
    const fitting: number[] = [];
    for (const index of all.reverse()) {
      const of = await this.state('case', String(index));
      if (of === undefined || (open !== undefined && (of.decided === null) !== open)) continue;
      if (process === undefined || of.process === process) fitting.push(index);
      if (fitting.length === limit) break;
    }
    return fitting;
  }

  async counts(): ReturnType<PublicRecord['counts']> {
    const cases = await this.#indexes(({ caseId }, index) => caseId === index);
    const inputs = await this.#indexes(({ statement }) => statement.kind === 'input-received');
    const decided = await this.#indexes(({ statement }) => statement.kind === 'decision');
    return {
      entries: this.#replayed.length,
      cases: cases.length,
      decided: decided.length,
      inputs: inputs.length,
    };
  }

  async state<K extends StateKind>(kind: K, id: string): Promise<StateShapes[K] | undefined> {
    await this.#replay();
    return this.#state.get(kind, id);
  }

  async processes(): Promise<readonly { id: string; version: number }[]> {
    const found = await Promise.all(
      [...this.#processes].map(async (id) => ({ id, version: (await this.state('process', id))?.version ?? 0 })),
    );
    return found;
  }

  content(digest: string): Promise<Content | undefined> {
    return Promise.resolve(this.#ledger.contents.get(digest));
  }

  readonly hashes = (nodes: readonly TreeNode[]): Promise<readonly Hash[]> =>
    Promise.resolve(nodes.map(({ level, index }) => this.#ledger.node(level, index)));

  async #indexes(fits: (entry: { caseId: number | undefined; statement: Statement }, index: number) => boolean) {
    await this.#replay();
    return this.#replayed.flatMap((entry, index) => (fits(entry, index) ? [index] : []));
  }

  #replay(): Promise<void> {
    this.#replaying = this.#replaying.then(() => this.#catchUp());
    return this.#replaying;
  }

  async #catchUp(): Promise<void> {
    const { entries, leaves } = this.#ledger;
    for (let index = this.#replayed.length; index < entries.length; index++) {
      const entry = parseEntry(entries[index] as Uint8Array);
      const { statement, payload } = openEnvelope(entry.envelope);
      const before = leaves[index - 1];
      const timeBefore = index === 0 ? undefined : parseEntry(entries[index - 1] as Uint8Array).time;
      const link = before === undefined ? undefined : { leaf: base64(before), time: timeBefore ?? '' };
      const broken = checkLink(link, entry, index);
      const admission = await admit(this.#state, {
        index,
        time: entry.time,
        statement,
        digest: createHash('sha256').update(payload).digest('hex'),
        signers: entry.envelope.signatures.map(({ keyid }) => keyid),
      });
      const refused = broken ?? ('refused' in admission ? admission.refused : undefined);
      if (refused !== undefined || 'refused' in admission)
        throw new Error(`Entry ${index} breaks the rule ${refused?.code ?? ''}: ${refused?.detail ?? ''}`);
      this.#state.apply(admission.changes);
      this.#replayed.push({ caseId: caseOf(statement, index), statement });
      if (statement.kind === 'process-published') this.#processes.add(statement.process);
      if (statement.kind === 'ledger-opened')
        this.#opened = { authority: statement.authority, licence: statement.licence };
    }
  }
}

/** A record of which some answers are others: for what happens when it fails or lies. */
export function overlay(record: PublicRecord, changes: Partial<PublicRecord>): PublicRecord {
  return {
    info: () => record.info(),
    checkpoint: () => record.checkpoint(),
    entry: (index) => record.entry(index),
    entries: (indexes) => record.entries(indexes),
    newestSteps: (limit, before) => record.newestSteps(limit, before),
    caseSteps: (caseId, limit, after) => record.caseSteps(caseId, limit, after),
    caseActs: (caseId, limit) => record.caseActs(caseId, limit),
    cases: (query) => record.cases(query),
    counts: () => record.counts(),
    state: (kind, id) => record.state(kind, id),
    processes: () => record.processes(),
    content: (digest) => record.content(digest),
    hashes: record.hashes,
    ...changes,
  };
}
