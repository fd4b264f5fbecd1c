/**
 * One round of a monitor after the other: what the sources show, what is new in it, what holds now and did not before.
 *
 * What a round gives has to be told before its state is kept. A round whose state was not kept is told again, under the same ids.
 */
import type { AuditFinding, AuditResult } from '@counterfoil/ledger/audit';
import { overdueSteps } from '@counterfoil/ledger/audit/standing';
import { sayTime } from '@counterfoil/ledger/audit/words';
import { rules } from '@counterfoil/ledger/rules';
import { formatVerifierKey } from '@counterfoil/ledger/note';
import type { Shown } from './compare-records.ts';
import type { Memory } from './memory.ts';
import { WatchAudit, type AuditOrder, type Listener } from './monitor-audit.ts';
import { draftsOf, officeName } from './monitor-entries.ts';
import {
  compareShown,
  lostCondition,
  seeSources,
  shortenedCondition,
  showBefore,
  type Compared,
  type Condition,
  type SeenSource,
} from './monitor-sources.ts';
import type { MonitorState, Standing } from './monitor-state.ts';
import { sizeOf, tell, type News, type Told } from './monitor-tell.ts';
import { factDraft, findingCondition, overdueCondition } from './monitor-conditions.ts';

export interface WatchOrder extends AuditOrder {
  readonly addresses: readonly string[];
  readonly memory: Memory | undefined;
  readonly evidenceFolder: string;
  /** Whether every entry is told. */
  readonly each: boolean;
  /** The first entry to tell of; undefined for those recorded after the first round. */
  readonly from: number | undefined;
  readonly silentAfterMs: number;
  /** After so long everything is read again from the first entry. */
  readonly anewAfterMs: number;
  /** UTC, milliseconds since 1970. */
  readonly now: () => number;
}

export type Verdict = 'verified' | 'wrong' | 'unchecked';

export interface Round extends Told {
  readonly verdict: Verdict;
}

/** A record that was found to be wrong is read again after so long at the earliest. */
const AGAIN_MS = 3_600_000;
/** Of one round. */
const MAX_FINDINGS = 1000;

/** What the audits of one source have found. */
interface Found {
  /** By name. */
  readonly conditions: Map<string, Condition>;
  /** Whether that is all there is to find. */
  isWhole: boolean;
  verdict: Verdict;
  /** Before that it is not read from the first entry again. */
  notBeforeMs: number;
}

export class Watch {
  readonly #order: WatchOrder;
  readonly #audit: WatchAudit;
  #anewAtMs = 0;
  /** Entries that were checked and not told yet, in their order. */
  #news: News[] = [];
  readonly #found: ReadonlyMap<string, Found>;

  constructor(order: WatchOrder) {
    this.#order = order;
    this.#audit = new WatchAudit(order);
    const nothing = (): Found => ({ conditions: new Map(), isWhole: false, verdict: 'unchecked', notBeforeMs: 0 });
    this.#found = new Map(order.addresses.map((address) => [address, nothing()]));
  }

  /** @param room how many events can be taken now; what finds no room is told in a later round. */
  async round(state: MonitorState, room = Infinity): Promise<Round> {
    const { pinnedKey, evidenceFolder } = this.#order;
    const given = pinnedKey === undefined ? [] : [formatVerifierKey(pinnedKey.name, pinnedKey.publicKey)];
    const before = { ...state, keys: [...new Set([...given, ...state.keys])] };
    const { seen, conditions } = await seeSources({ ...this.#order, verifier: this.#audit.verifier }, before);
    const kept = await showBefore(before, this.#audit.tree, this.#audit.verifier);
    const { lead, result, others } = await this.#auditLead(seen, kept, state, conditions);

    const sizes = { ...state.sizes };
    for (const { one, outcome } of others) {
      const compared = lead && (await compareShown(lead.shown, one, evidenceFolder));
      if (compared?.condition !== undefined) conditions.push(compared.condition);
      const isUnknown = outcome === 'unknown' && compared === undefined;
      const largest = new Map(Object.entries(sizes)).get(one.address) ?? 0;
      if (one.shown.checkpoint.size < largest)
        conditions.push(await shortenedCondition(one, isUnknown ? kept : undefined, largest, evidenceFolder));
    }
    for (const { address, shown } of seen)
      sizes[address] = Math.max(new Map(Object.entries(sizes)).get(address) ?? 0, shown.checkpoint.size);

    const next = { ...state, sizes, ...(lead && result ? progressOf(result, state) : {}) };
    const now = new Date(Math.max(this.#order.now(), Date.parse(next.newest ?? '') || 0)).toISOString();
    const isOwingKnown = sizeOf(next) !== null && this.#audit.tree?.size === sizeOf(next);
    for (const { conditions: found } of this.#found.values()) conditions.push(...found.values());
    conditions.push(...this.#silence(next, now), ...(isOwingKnown ? this.#overdue(now) : []));
    const mayEnd = ({ kind, address }: Standing): boolean => {
      if (kind === 'two-histories') return false;
      if (kind === 'step-overdue') return isOwingKnown;
      if (kind === 'log-shortened') return seen.some((one) => one.address === address);
      return kind !== 'finding' || this.#found.get(address ?? '')?.isWhole !== false;
    };
    const { from } = this.#order;
    const told = tell({ before: state, next, now, room, conditions, news: this.#news, mayEnd, from });
    this.#news = this.#news.filter(({ index }) => index >= (told.state.told ?? 0));
    return { ...told, verdict: this.#judge(conditions, told.state, lead !== undefined) };
  }

  /** Tries those that show most first: a source that shows a record which does not hold keeps nobody from reading another. */
  async #auditLead(
    seen: readonly SeenSource[],
    kept: Shown | undefined,
    state: MonitorState,
    conditions: Condition[],
  ): Promise<{
    readonly lead: SeenSource | undefined;
    readonly result: AuditResult | undefined;
    readonly others: readonly { readonly one: SeenSource; readonly outcome: Compared | undefined }[];
  }> {
    const others: { one: SeenSource; outcome: Compared | undefined }[] = [];
    let [lead, result]: [SeenSource | undefined, AuditResult | undefined] = [undefined, undefined];
    const sizeOfOne = ({ shown }: SeenSource): number => shown.checkpoint.size;
    for (const one of seen.toSorted((a, b) => sizeOfOne(b) - sizeOfOne(a))) {
      this.#forgetHead(one.address);
      const compared = kept && one.isKnownKey ? await compareShown(kept, one, this.#order.evidenceFolder) : undefined;
      if (compared?.condition !== undefined) conditions.push(compared.condition);
      const outcome = compared?.outcome;
      if (outcome === 'parted' || outcome === 'lost') continue;
      if (lead !== undefined || outcome === 'behind' || outcome === 'unknown') {
        others.push({ one, outcome });
        continue;
      }
      const ran = await this.#run(one, state);
      if (ran?.goesOn === true) [lead, result] = [one, ran];
      else if (ran?.verdict === 'unchecked') conditions.push(lostCondition(one.address, whyUnchecked(ran)));
    }
    return { lead, result, others };
  }

  /** Undefined where it is not time to read everything again. */
  async #run(one: SeenSource, state: MonitorState): Promise<AuditResult | undefined> {
    const { address } = one;
    const found = this.#found.get(address);
    const nowMs = this.#order.now();
    const mustBegin = this.#audit.tree === undefined || !(one.isKnownKey || state.checkpoint === null);
    const isTooEarly = nowMs < (found?.notBeforeMs ?? 0);
    if (found === undefined || (mustBegin && isTooEarly)) return undefined;
    const anew = mustBegin || (nowMs >= this.#anewAtMs && !isTooEarly);

    const from = state.told ?? this.#order.from ?? Infinity;
    const news: News[] = [];
    let findings: AuditFinding[] = [];
    const listener: Listener = {
      onAdmitted: (candidate, at) => {
        if (candidate.index < from) return;
        const drafts = draftsOf(candidate, at, this.#order.each);
        if (drafts.length > 0) news.push({ index: candidate.index, drafts });
      },
      onFinding: (finding) => {
        const { severity, entry = -1 } = finding;
        if (severity !== 'fact') findings.push(finding);
        else if (entry >= from && isRuleFact(finding)) news.push({ index: entry, drafts: [factDraft(finding)] });
      },
    };
    let result = await this.#audit.run(one, anew, await this.#remembered(one, state), listener);
    if (result.goesOn && result.codes.has('content-missing')) {
      // It may have been taken out while the record was being read: a newer checkpoint then says so.
      findings = findings.filter(({ code }) => code !== 'content-missing');
      result = await this.#audit.run(one, false, [], listener);
    }
    if (!anew) this.#news.push(...news);
    else if (result.goesOn) this.#news = news;
    if (this.#audit.tree === undefined) this.#news = [];
    this.#news.sort((a, b) => a.index - b.index);

    this.#take(found, address, result, findings, anew);
    if (anew && result.goesOn) this.#anewAtMs = nowMs + this.#order.anewAfterMs;
    found.notBeforeMs = anew && !result.goesOn && result.verdict === 'wrong' ? nowMs + AGAIN_MS : 0;
    if (result.goesOn && result.held !== undefined && result.verdict !== 'wrong')
      await this.#order.memory?.remember(result.held.origin, result.held.note).catch(() => undefined);
    return result;
  }

  async #remembered({ shown }: SeenSource, { checkpoint }: MonitorState): Promise<readonly string[]> {
    const { memory } = this.#order;
    const recalled = (await memory?.recall(shown.checkpoint.origin).catch(() => [])) ?? [];
    return checkpoint === null ? recalled : [checkpoint, ...recalled];
  }

  /** What is said of an entry is found again only when everything is read again. */
  #take(found: Found, address: string, result: AuditResult, findings: readonly AuditFinding[], anew: boolean): void {
    const isSeen = result.held !== undefined && result.counts.unseen === 0;
    if (anew && isSeen) found.conditions.clear();
    if (anew) found.isWhole = isSeen;
    for (const finding of findings) {
      if (found.conditions.size >= MAX_FINDINGS) break;
      const condition = findingCondition(finding, address);
      // That something could not be read is said once, of the source.
      if (finding.severity !== 'unseen' || result.goesOn) found.conditions.set(condition.name, condition);
    }
    const isWrong = [...found.conditions.values()].some(({ severity }) => severity === 'failure');
    found.verdict = isWrong ? 'wrong' : result.verdict;
  }

  /** What is said of the checkpoint is found again whenever there is something to find. */
  #forgetHead(address: string): void {
    const { conditions } = this.#found.get(address) ?? {};
    for (const [name, { entry, file }] of conditions ?? [])
      if (entry === undefined && (file === undefined || file === 'checkpoint' || file === 'ledger.json'))
        conditions?.delete(name);
  }

  #silence({ newest }: MonitorState, now: string): Condition[] {
    if (newest === null || Date.parse(now) - Date.parse(newest) < this.#order.silentAfterMs) return [];
    const sentence = `Nothing has been recorded since ${sayTime(newest)}, or newer checkpoints are not shown.`;
    return [{ kind: 'log-silent', name: 'log-silent', key: [newest], since: newest, sentence }];
  }

  *#overdue(now: string): Generator<Condition> {
    const { state, openEnds } = this.#audit;
    if (state === undefined || openEnds === undefined) return;
    for (const step of overdueSteps(openEnds, state, now)) {
      const names = step.offices.map((office) => officeName(office, state)).join(' or ');
      yield overdueCondition(step, names, now);
    }
  }

  #judge(conditions: readonly Condition[], { standing }: MonitorState, isAudited: boolean): Verdict {
    const isParted = Object.values(standing).some(({ kind }) => kind === 'two-histories');
    const alarms = conditions.some(({ kind }) => kind === 'two-histories' || kind === 'log-shortened');
    const verdicts = [...this.#found.values()].map(({ verdict }) => verdict);
    if (isParted || alarms || verdicts.includes('wrong')) return 'wrong';
    const isLost = conditions.some(({ kind, severity }) => kind === 'source-lost' || severity === 'unseen');
    return isLost || !isAudited ? 'unchecked' : 'verified';
  }
}

function whyUnchecked({ findings }: AuditResult): string {
  return findings.find(({ severity }) => severity === 'unseen')?.sentence ?? 'It was not read to the end.';
}

function isRuleFact({ code }: AuditFinding): boolean {
  return Object.hasOwn(rules, code);
}

function progressOf({ held, tally }: AuditResult, { keys, newest }: MonitorState): Partial<MonitorState> {
  if (held === undefined) return {};
  return {
    origin: held.origin,
    keys: [...new Set([...keys, held.key])],
    checkpoint: held.note,
    newest: tally.newest ?? newest,
  };
}
