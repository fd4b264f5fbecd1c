/**
 * The public record over a ledger in memory, computed as a mirror would compute it: by replaying the rulebook from the first
 * entry on. It follows the ledger as it grows.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { base64 } from '@counterfoil/ledger/bytes';
import type { Content } from '@counterfoil/ledger/content';
import { parseEntry } from '@counterfoil/ledger/entry';
import type { LedgerInfo } from '@counterfoil/ledger/ledger-info';
import { admit, checkLink } from '@counterfoil/ledger/rulebook';
import { caseObligations, matterObligation, textObligation } from '@counterfoil/ledger/obligations';
import type { SelfCheckInfo } from '@counterfoil/ledger/self-check';
import { MemoryState, type Register, type StateKind, type StateShapes } from '@counterfoil/ledger/state';
import { caseOf, openEnvelope, type Statement } from '@counterfoil/ledger/statement';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import type { Hash, TreeNode } from '@counterfoil/ledger/tree';
import { compareOwed, type OwedQuery, type OwedStep } from '../src/owed-steps.ts';
import type { PublicRecord, RegisterEntry, StoredFile } from '../src/record.ts';
import { isTakedown, TakedownCounter, type TakedownCount } from '../src/takedown-counts.ts';

interface Replayed {
  readonly caseId: number | undefined;
  readonly statement: Statement;
  readonly time: string;
}

type CasesQuery = Parameters<PublicRecord['cases']>[0];

export class MemoryRecord implements PublicRecord {
  readonly #ledger: LedgerBuilder;
  readonly #state: MemoryState;
  readonly #replayed: Replayed[] = [];
  /** Identifiers of the values there are, by kind. */
  readonly #ids = new Map<StateKind, Set<string>>();
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

  selfCheck(): Promise<SelfCheckInfo | undefined> {
    return Promise.resolve(undefined);
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
    const acts = (await this.#all('act')).filter(([, act]) => act.case === wanted);
    return acts
      .map(([index]) => Number(index))
      .sort((a, b) => a - b)
      .slice(0, limit);
  }

  async cases({ open, process, before = Infinity, limit }: CasesQuery): Promise<readonly number[]> {
    return (await this.#all('case'))
      .filter(([, of]) => open !== true || (of.decided === null && of.merged === null))
      .filter(([, of]) => open !== false || of.decided !== null)
      .filter(([, of]) => process === undefined || of.process === process)
      .map(([id]) => Number(id))
      .filter((id) => id < before)
      .sort((a, b) => b - a)
      .slice(0, limit);
  }

  async counts(): ReturnType<PublicRecord['counts']> {
    const cases = await this.#all('case');
    const inputs = await this.#indexes(({ statement }) => statement.kind === 'input-received');
    const decided = cases.filter(([, of]) => of.decided !== null);
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

  states<K extends StateKind>(kind: K, ids: readonly (string | number)[]): Promise<(StateShapes[K] | undefined)[]> {
    return Promise.all(ids.map((id) => this.state(kind, String(id))));
  }

  async obligations({ state, now, office, case: wanted, after, limit }: OwedQuery): Promise<readonly OwedStep[]> {
    const owed: OwedStep[] = [];
    for (const [id, of] of await this.#all('case')) {
      const rules = await this.state('rules', `${of.process}/${of.version}`);
      if (rules === undefined) continue;
      for (const step of caseObligations(of, rules, now)) owed.push({ case: Number(id), ...step });
    }
    for (const [entry, matter] of await this.#all('matter'))
      owed.push({ case: matter.case, ...matterObligation(Number(entry), matter, now) });
    const looks = new Map<number, OwedStep>();
    for (const [, content] of await this.#all('content')) {
      const id = content.case ?? -1;
      const of = await this.state('case', String(id));
      const rules = of === undefined ? undefined : await this.state('rules', `${of.process}/${of.version}`);
      const look = rules === undefined ? undefined : textObligation(content, rules, now);
      if (look !== undefined) looks.set(content.entry, { case: id, ...look });
    }
    owed.push(...looks.values());
    const compare = compareOwed(state);
    return owed
      .filter((step) => (state === 'met' ? step.met !== null : step.met === null && (state === 'open' || step.overdue)))
      .filter((step) => office === undefined || step.offices.includes(office))
      .filter((step) => wanted === undefined || step.case === wanted)
      .filter((step) => after === undefined || compare(step, after) > 0)
      .sort(compare)
      .slice(0, limit);
  }

  async matters(caseId: number, limit: number): Promise<readonly number[]> {
    const of = (await this.#all('matter')).filter(([, matter]) => matter.case === caseId);
    return of
      .map(([entry]) => Number(entry))
      .sort((a, b) => a - b)
      .slice(0, limit);
  }

  async registers(): Promise<readonly RegisterEntry[]> {
    const all = await this.#all('register');
    return all
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, value]) => {
        const [register = '', code = ''] = id.split('/');
        return { register: register as Register, code, ...value };
      });
  }

  async registerVersions(register: Register, code: string, limit: number): Promise<readonly number[]> {
    const all = await this.#all('registered');
    return all
      .filter(([, value]) => value.register === register && value.code === code)
      .map(([entry]) => Number(entry))
      .sort((a, b) => a - b)
      .slice(0, limit);
  }

  async offices(): Promise<readonly { office: string; title: string }[]> {
    const all = await this.#all('office');
    return all.map(([office, { title }]) => ({ office, title })).sort((a, b) => (a.office < b.office ? -1 : 1));
  }

  async processes(): Promise<readonly { id: string; version: number }[]> {
    return (await this.#all('process')).map(([id, { version }]) => ({ id, version }));
  }

  async #all<K extends StateKind>(kind: K): Promise<[id: string, value: StateShapes[K]][]> {
    await this.#replay();
    const found: [string, StateShapes[K]][] = [];
    for (const id of this.#ids.get(kind) ?? []) {
      const value = await this.#state.get(kind, id);
      if (value !== undefined) found.push([id, value]);
    }
    return found;
  }

  async spokenBy(keyid: string, limit: number): Promise<readonly number[]> {
    const speakers = (await this.#all('speaker')).filter(([, { key }]) => key === keyid);
    return speakers
      .map(([index]) => Number(index))
      .sort((a, b) => a - b)
      .slice(0, limit);
  }

  async takedowns(limit: number, before = Infinity): Promise<readonly number[]> {
    const acts = await this.#indexes(({ statement }, index) => isTakedown(statement) && index < before);
    return acts.reverse().slice(0, limit);
  }

  async takedownCounts(): Promise<readonly TakedownCount[]> {
    const counter = new TakedownCounter();
    for (const index of (await this.takedowns(Infinity)).toReversed()) {
      const { caseId, statement, time } = this.#replayed[index] as Replayed;
      const of = await this.#state.get('case', String(caseId));
      if ((of !== undefined || caseId === undefined) && isTakedown(statement)) counter.add(statement, time, of);
    }
    return counter.counts();
  }

  /** The ledger keeps them all, as a mirror may that has not yet been told. */
  async content(digest: string): Promise<Content | undefined> {
    const state = await this.state('content', digest);
    return state === undefined || state.state === 'public' ? this.#ledger.contents.get(digest) : undefined;
  }

  async file(digest: string): Promise<StoredFile | undefined> {
    const [state, kept] = [await this.state('content', digest), this.#ledger.attached.get(digest)];
    if (kept === undefined || (state !== undefined && state.state !== 'public')) return undefined;
    const { salt, bytes, mediaType } = kept;
    return { salt, bytes: bytes.length, mediaType, parts: () => Readable.from([bytes]) };
  }

  readonly hashes = (nodes: readonly TreeNode[]): Promise<readonly Hash[]> =>
    Promise.resolve(nodes.map(({ level, index }) => this.#ledger.node(level, index)));

  async #indexes(fits: (entry: Replayed, index: number) => boolean) {
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
      this.#replayed.push({ caseId: caseOf(statement, index), statement, time: entry.time });
      for (const { kind, id } of admission.changes) {
        const ids = this.#ids.get(kind) ?? new Set();
        this.#ids.set(kind, ids.add(id));
      }
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
    selfCheck: () => record.selfCheck(),
    entry: (index) => record.entry(index),
    entries: (indexes) => record.entries(indexes),
    newestSteps: (limit, before) => record.newestSteps(limit, before),
    caseSteps: (caseId, limit, after) => record.caseSteps(caseId, limit, after),
    caseActs: (caseId, limit) => record.caseActs(caseId, limit),
    cases: (query) => record.cases(query),
    counts: () => record.counts(),
    state: (kind, id) => record.state(kind, id),
    states: (kind, ids) => record.states(kind, ids),
    obligations: (query) => record.obligations(query),
    matters: (caseId, limit) => record.matters(caseId, limit),
    registers: () => record.registers(),
    registerVersions: (register, code, limit) => record.registerVersions(register, code, limit),
    offices: () => record.offices(),
    processes: () => record.processes(),
    spokenBy: (keyid, limit) => record.spokenBy(keyid, limit),
    takedowns: (limit, before) => record.takedowns(limit, before),
    takedownCounts: () => record.takedownCounts(),
    content: (digest) => record.content(digest),
    file: (digest) => record.file(digest),
    hashes: record.hashes,
    ...changes,
  };
}
