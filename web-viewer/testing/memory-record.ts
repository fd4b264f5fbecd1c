/**
 * The public record over a ledger in memory, computed as a mirror would compute it: by replaying the rulebook from the first
 * entry on. It follows the ledger as it grows.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { AccountBook, accountFor } from '@counterfoil/ledger/accountability';
import { base64 } from '@counterfoil/ledger/bytes';
import type { Content } from '@counterfoil/ledger/content';
import { parseEntry } from '@counterfoil/ledger/entry';
import type { LedgerInfo } from '@counterfoil/ledger/ledger-info';
import { admit, checkLink } from '@counterfoil/ledger/rulebook';
import {
  caseObligations,
  clockActs,
  matterObligation,
  officesFor,
  textObligation,
} from '@counterfoil/ledger/obligations';
import { reasonHash } from '@counterfoil/ledger/reason';
import { inEnglish } from '@counterfoil/ledger/say';
import type { SelfCheckInfo } from '@counterfoil/ledger/self-check';
import { MemoryState, type Register, type StateKind, type StateShapes } from '@counterfoil/ledger/state';
import { caseOf, contentRefs, openEnvelope, type Statement } from '@counterfoil/ledger/statement';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import type { Hash, TreeNode } from '@counterfoil/ledger/tree';
import { tellFigures, type AskedFigures, type ToldFigures } from '../src/accountability/told.ts';
import { compareOwed, type OwedQuery, type OwedStep } from '../src/owed-steps.ts';
import {
  ACTS_AHEAD,
  MATTERS_AHEAD,
  STEPS_AHEAD,
  type About,
  type CaseAhead,
  type PublicRecord,
  type RegisterEntry,
  type Snapshot,
  type StoredFile,
} from '../src/record.ts';
import { MOST_COUNTED, statusesOf, type Find, type SearchAnswer, type SearchQuery } from '../src/search.ts';
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
  readonly #book = new AccountBook();
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

  async newestAbout(about: About, limit: number, before = Infinity): ReturnType<PublicRecord['newestAbout']> {
    await this.#replay();
    const concerned = new Set<number>();
    for (const [index, { caseId, statement }] of this.#replayed.entries()) {
      if ('case' in about) {
        if (caseId === about.case) concerned.add(index);
        continue;
      }
      if ('process' in about) {
        if ((await this.state('case', String(caseId)))?.process === about.process) concerned.add(index);
        continue;
      }
      if ('area' in about) {
        if (caseId !== undefined && this.#areaOf(caseId) === about.area) concerned.add(index);
        continue;
      }
      const [act, matter] = [await this.state('act', String(index)), await this.state('matter', String(index))];
      const offices = [...(act?.offices ?? []), ...(matter?.offices ?? [])];
      if (offices.includes(about.office) || (statement.kind === 'referral' && statement.to === about.office))
        concerned.add(index);
    }
    const found = (await this.#indexes((_, index) => concerned.has(index) && index < before)).reverse();
    const indexes = found.slice(0, limit);
    return { indexes, next: found.length > limit ? indexes.at(-1) : undefined };
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

  async caseAhead(wanted: number, after: number): Promise<CaseAhead> {
    const [steps, acts, matters] = await Promise.all([
      this.caseSteps(wanted, STEPS_AHEAD, after),
      this.caseActs(wanted, ACTS_AHEAD),
      this.matters(wanted, MATTERS_AHEAD),
    ]);
    const keys = steps.flatMap((index) => (['act', 'input', 'matter'] as const).map((kind) => [kind, index] as const));
    const states = new Map<string, unknown>();
    for (const [kind, id] of [['case', wanted] as const, ...keys]) {
      const value = await this.state(kind, String(id));
      if (value !== undefined) states.set(`${kind} ${id}`, value);
    }
    return { steps, acts, matters, entries: await this.entries([...new Set([wanted, ...steps])]), states };
  }

  async cases({ open, process, area, before = Infinity, limit }: CasesQuery): Promise<readonly number[]> {
    return (await this.#all('case'))
      .filter(([, of]) => open !== true || (of.decided === null && of.merged === null))
      .filter(([, of]) => open !== false || of.decided !== null)
      .filter(([, of]) => process === undefined || of.process === process)
      .map(([id]) => Number(id))
      .filter((id) => area === undefined || this.#areaOf(id) === area)
      .filter((id) => id < before)
      .sort((a, b) => b - a)
      .slice(0, limit);
  }

  #areaOf(id: number): string | undefined {
    const statement = this.#replayed[id]?.statement;
    return statement?.kind === 'input-received' ? statement.area : undefined;
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

  async obligations({
    state,
    now,
    office,
    case: wanted,
    after,
    latestFirst,
    limit,
  }: OwedQuery): Promise<readonly OwedStep[]> {
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
    const compare = compareOwed({ state, ...(latestFirst && { latestFirst }) });
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

  /** Words as they are, without endings: enough for pages to have something to show. */
  async search({ words, now, after, limit, ...filters }: SearchQuery): Promise<SearchAnswer> {
    await this.#replay();
    const wanted: readonly string[] = words.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    const finds: Find[] = [];
    for (const [entry, { caseId, statement, time }] of this.#replayed.entries()) {
      const of = caseId === undefined ? undefined : await this.#state.get('case', String(caseId));
      if (statement.kind === 'figure-reply' && wanted.length > 0) {
        const { from = '', before, ...narrowing } = filters;
        const isNarrowed = Object.values(narrowing).some((filter) => filter !== undefined);
        if (!isNarrowed && time >= from && (before === undefined || time < before))
          finds.push(...(await this.#findWords(statement, wanted, { entry, case: null })));
      }
      if (caseId === undefined || of === undefined) continue;
      const opening = this.#replayed[caseId]?.statement;
      const { category, area } = opening?.kind === 'input-received' ? opening : {};
      const rules = await this.#state.get('rules', `${of.process}/${of.version}`);
      const fits =
        (filters.status === undefined || statusesOf(of, now).includes(filters.status)) &&
        (filters.process === undefined || filters.process === of.process) &&
        (filters.category === undefined || filters.category === category) &&
        (filters.area === undefined || filters.area === area) &&
        (filters.office === undefined ||
          (rules !== undefined && officesFor(of, rules, clockActs.respond).includes(filters.office))) &&
        time >= (filters.from ?? '') &&
        (filters.before === undefined || time < filters.before);
      if (!fits) continue;
      if (words === '' && caseId === entry)
        finds.push({ entry, case: caseId, digest: null, place: null, spellings: [] });
      if (wanted.length > 0) finds.push(...(await this.#findWords(statement, wanted, { entry, case: caseId })));
    }
    const place = ({ entry, digest }: Pick<Find, 'entry' | 'digest'>): string =>
      `${String(entry).padStart(12, '0')} ${digest ?? ''}`;
    finds.sort((a, b) => (place(a) < place(b) ? 1 : -1));
    return {
      finds: finds.filter((find) => after === undefined || place(find) < place(after)).slice(0, limit),
      count: Math.min(finds.length, MOST_COUNTED),
      isMore: finds.length > MOST_COUNTED,
      size: this.#replayed.length,
      refused: words !== '' && wanted.length === 0 ? 'too-common' : null,
    };
  }

  async #findWords(
    statement: Statement,
    wanted: readonly string[],
    of: Pick<Find, 'entry' | 'case'>,
  ): Promise<readonly Find[]> {
    const finds: Find[] = [];
    const parts = contentRefs(statement).map(({ digest }) => ({ digest, place: null }));
    const where = statement.kind === 'input-received' ? statement.place?.digest : undefined;
    const there = await this.contents(parts.map(({ digest }) => digest));
    const isWhole = where !== undefined && there.every((content) => content !== undefined);
    for (const { digest, place } of isWhole ? [{ digest: parts[0]?.digest ?? '', place: where }] : parts) {
      const texts = await this.contents(place === null ? [digest] : [digest, place]);
      const spelt = texts.flatMap((content) => content?.text.match(/[\p{L}\p{N}]+/gu) ?? []);
      const spellings = spelt.filter((spelling) => wanted.includes(spelling.toLowerCase()));
      const has = new Set(spellings.map((spelling) => spelling.toLowerCase()));
      if (wanted.every((word) => has.has(word))) finds.push({ ...of, digest, place, spellings });
    }
    return finds;
  }

  async accountability(asked: AskedFigures): Promise<ToldFigures> {
    await this.#replay();
    const [book, state, now] = [this.#book, this.#state, this.#replayed.at(-1)?.time ?? ''];
    const wordsOf = (digest: string): string | undefined => {
      const isPublic = state.find('content', digest)?.state === 'public';
      const words = isPublic ? this.#ledger.contents.get(digest) : undefined;
      return words && reasonHash(words.text);
    };
    const figures = accountFor({ book, state, now, selection: asked.selection, wordsOf });
    return tellFigures(figures, this.#replayed.length, asked);
  }

  async categories(limit: number): Promise<readonly string[]> {
    await this.#replay();
    const all = this.#replayed.flatMap(({ statement }) =>
      statement.kind === 'input-received' && statement.category !== undefined ? [statement.category] : [],
    );
    return [...new Set(all)].sort().slice(0, limit);
  }

  /** The ledger keeps them all, as a mirror may that has not yet been told. */
  contents(digests: readonly string[]): Promise<readonly (Content | undefined)[]> {
    return Promise.all(
      digests.map(async (digest) => {
        const state = await this.state('content', digest);
        return state === undefined || state.state === 'public' ? this.#ledger.contents.get(digest) : undefined;
      }),
    );
  }

  async file(digest: string): Promise<StoredFile | undefined> {
    const [state, kept] = [await this.state('content', digest), this.#ledger.attached.get(digest)];
    if (kept === undefined || (state !== undefined && state.state !== 'public')) return undefined;
    const { salt, bytes, mediaType } = kept;
    return { salt, bytes: bytes.length, mediaType, parts: () => Readable.from([bytes]) };
  }

  readonly hashes = (nodes: readonly TreeNode[]): Promise<readonly Hash[]> =>
    Promise.resolve(nodes.map(({ level, index }) => this.#ledger.node(level, index)));

  async snapshot(): Promise<Snapshot> {
    await this.#replay();
    return { record: this, size: this.#replayed.length, [Symbol.asyncDispose]: () => Promise.resolve() };
  }

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
        throw new Error(
          `Entry ${index} breaks the rule ${refused?.code ?? ''}: ${refused === undefined ? '' : inEnglish(refused.detail)}`,
        );
      this.#state.apply(admission.changes);
      this.#book.note({ index, time: entry.time, statement });
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
    caseAhead: (caseId, after) => record.caseAhead(caseId, after),
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
    search: (query) => record.search(query),
    accountability: (asked) => record.accountability(asked),
    categories: (limit) => record.categories(limit),
    contents: (digests) => record.contents(digests),
    file: (digest) => record.file(digest),
    hashes: record.hashes,
    newestAbout: (about, limit, before) => record.newestAbout(about, limit, before),
    snapshot: () => record.snapshot(),
    ...changes,
  };
}
