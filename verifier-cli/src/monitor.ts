/** `monitor <address> …`: keeps watching a ledger and tells what is new, what is late, and what is wrong. */
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { VerifierKey } from '@counterfoil/ledger/note';
import type { Policy } from '@counterfoil/ledger/policy';
import { openAddress } from './address.ts';
import { called } from './called-as.ts';
import { writing } from './cannot-write.ts';
import { resolvePath, secondsOption } from './command.ts';
import { parseKey } from './file-arguments.ts';
import { defaultMemoryFolder, folderMemory } from './memory.ts';
import type { MonitorEvent } from './monitor-events.ts';
import { appendLines, eventLine } from './monitor-outputs.ts';
import { emptyState, lockState, readState, TOLD_AGAIN, writeState, type MonitorState } from './monitor-state.ts';
import { Watch, type Verdict, type WatchOrder } from './monitor-watch.ts';
import { Webhook } from './monitor-webhook.ts';
import { logKeyFor, parsePostQuantumKey, readPolicy } from './policy.ts';
import { count } from './sentence.ts';
import { styleOf } from './style.ts';
import { UsageError } from './usage-error.ts';

export const monitorUsage = `Keeps watching a ledger. It checks every new entry and tells what is new, what is overdue, which keys and rules changed, which texts were taken out, and whatever is wrong. Several addresses of the same ledger are held against each other.

  ${called('monitor')} <address or folder> [<address or folder> …] [options]

  --every <s>          how often to look, in seconds (default: 60)
  --once               look once and end: for a timetable of your own
  --each               tell every entry, and not only how many there are
  --from <entry>       tell of entries from that one on (default: those recorded after the first look)
  --jsonl <file>       write every event to the end of that file, as a line of JSON
  --webhook <address>  send every event there, as JSON; what cannot be sent is kept and sent later
  --state <file>       where to keep what was told, so that nothing is left out after a restart
  --evidence <folder>  where to write evidence for others (default: beside the state)
  --silent-after <h>   hours without a new entry before that is told (default: 72)
  --anew-after <h>     hours after which everything is read again from the first entry (default: 24)
  --key <key>          as with "verify", and so are the others:
  --policy <file>
  --post-quantum-key <key>
  --memory <folder>
  --no-memory
  --no-texts
  --timeout <s>

Exit code of --once: 0: nothing is wrong. 1: something is wrong. 2: it could not be checked.
`;

const EXIT_CODES = { verified: 0, wrong: 1, unchecked: 2 } as const;
const HOUR_MS = 3_600_000;
const LONGEST_HOURS = 24 * 366;
/** Events that may wait for the webhook; with more, entries are told later. */
const MAX_QUEUE = 10_000;
/** For handing over what waits, where there is no next round that would do it. */
const LAST_DELIVERY_MS = 20_000;
const LEAST_DELIVERY_MS = 1000;
/** Events; once so many were taken it is kept that they were. */
const BATCH = 100;

/** Gives the exit code. @throws UsageError */
export async function monitor(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      every: { type: 'string', default: '60' },
      once: { type: 'boolean', default: false },
      each: { type: 'boolean', default: false },
      from: { type: 'string' },
      jsonl: { type: 'string' },
      webhook: { type: 'string' },
      state: { type: 'string' },
      evidence: { type: 'string' },
      'silent-after': { type: 'string', default: '72' },
      'anew-after': { type: 'string', default: '24' },
      key: { type: 'string' },
      policy: { type: 'string' },
      'post-quantum-key': { type: 'string' },
      memory: { type: 'string' },
      'no-memory': { type: 'boolean', default: false },
      'no-texts': { type: 'boolean', default: false },
      timeout: { type: 'string', default: '20' },
    },
  });
  if (positionals.length === 0) throw new UsageError('Give the address of a ledger, or several of the same one.');
  if (new Set(positionals).size < positionals.length) throw new UsageError('One address is given twice.');
  const timeoutMs = secondsOption('--timeout', values.timeout) * 1000;
  const memoryFolder = values.memory === undefined ? defaultMemoryFolder(process.env) : resolvePath(values.memory);
  const stateFile = values.state === undefined ? join(memoryFolder, stateName(positionals)) : resolvePath(values.state);
  const policy = values.policy === undefined ? undefined : readPolicy(values.policy);
  const quantumKey = values['post-quantum-key'];
  const order: WatchOrder = {
    addresses: positionals,
    timeoutMs,
    pinnedKey: values.key === undefined ? await keyOfPolicy(policy, positionals, timeoutMs) : parseKey(values.key),
    policy,
    postQuantumKey: quantumKey === undefined ? undefined : parsePostQuantumKey(quantumKey),
    level: values['no-texts'] ? 'rules' : 'all',
    memory: values['no-memory'] ? undefined : folderMemory(memoryFolder),
    evidenceFolder: values.evidence === undefined ? dirname(stateFile) : resolvePath(values.evidence),
    each: values.each,
    from: values.from === undefined ? undefined : entryOption(values.from),
    silentAfterMs: hoursOption('--silent-after', values['silent-after']) * HOUR_MS,
    anewAfterMs: hoursOption('--anew-after', values['anew-after']) * HOUR_MS,
    now: () => Date.now(),
  };
  for (const address of positionals) openAddress(address, { timeoutMs });
  return watch(order, {
    stateFile,
    everyMs: secondsOption('--every', values.every) * 1000,
    once: values.once,
    jsonl: values.jsonl === undefined ? undefined : resolvePath(values.jsonl),
    webhook: values.webhook === undefined ? undefined : new Webhook(values.webhook),
  });
}

interface Outputs {
  readonly stateFile: string;
  readonly everyMs: number;
  readonly once: boolean;
  readonly jsonl: string | undefined;
  readonly webhook: Webhook | undefined;
}

/** Until it is told to end, or once. Gives the exit code. */
async function watch(order: WatchOrder, { stateFile, everyMs, once, jsonl, webhook }: Outputs): Promise<number> {
  const release = await lockState(stateFile);
  const stop = new AbortController();
  const end = (): void => stop.abort();
  // Whenever it ends, what was not kept as told is told again: a second signal need not wait.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  const style = styleOf(process.stdout, process.env);
  const keeper = new Keeper(stateFile, webhook);
  try {
    let state = await keeper.begin();
    if (!once) process.stderr.write(`Looking every ${everyMs / 1000} seconds; what was told is kept in ${stateFile}\n`);
    const rounds = new Watch(order);
    let verdict: Verdict = 'unchecked';
    while (!stop.signal.aborted) {
      const begunMs = performance.now();
      const nextMs = begunMs + everyMs;
      const room = webhook === undefined ? Infinity : MAX_QUEUE - state.queue.length;
      const round = await rounds.round(state, room);
      verdict = round.verdict;
      for (const event of round.events) process.stdout.write(eventLine(event, style));
      if (jsonl !== undefined) {
        const events = { what: 'Events', file: jsonl, advice: TOLD_AGAIN };
        await writing(events, () => appendLines(jsonl, round.events));
      }
      state = await keeper.keep(round.state, webhook === undefined ? [] : round.events);
      if (once) {
        await keeper.deliver(performance.now() + LAST_DELIVERY_MS, stop.signal);
        break;
      }
      // Rounds that take longer than they should leave some time all the same.
      state = await keeper.deliver(Math.max(nextMs, performance.now() + LEAST_DELIVERY_MS), stop.signal);
      await pause(nextMs - performance.now(), stop.signal);
    }
    return once ? EXIT_CODES[verdict] : 0;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, end);
    await release();
  }
}

/** The state on disk, and the line before the webhook that is a part of it. */
class Keeper {
  readonly #file: string;
  readonly #webhook: Webhook | undefined;
  #state = emptyState('');
  #isDown = false;

  constructor(file: string, webhook: Webhook | undefined) {
    this.#file = file;
    this.#webhook = webhook;
  }

  async begin(): Promise<MonitorState> {
    const known = await readState(this.#file);
    this.#state = known ?? emptyState(new Date().toISOString());
    // Before anything is told: the ids of what begins and ends depend on when this was made.
    if (known === undefined) await writeState(this.#file, this.#state);
    return this.#state;
  }

  async keep(state: MonitorState, told: readonly MonitorEvent[]): Promise<MonitorState> {
    this.#state = { ...state, queue: [...this.#state.queue, ...told] };
    await writeState(this.#file, this.#state);
    return this.#state;
  }

  /** Hands over what waits, trying again until then. */
  async deliver(untilMs: number, signal: AbortSignal): Promise<MonitorState> {
    const webhook = this.#webhook;
    if (webhook === undefined) return this.#state;
    while (this.#state.queue.length > 0 && !signal.aborted) {
      // A timer may run a moment early.
      await pause(Math.min(webhook.notBeforeMs, untilMs) - performance.now() + 1, signal);
      if (performance.now() >= untilMs) break;
      const { taken, failure } = await webhook.deliver(this.#state.queue.slice(0, BATCH), untilMs);
      if (taken > 0) {
        this.#state = { ...this.#state, queue: this.#state.queue.slice(taken) };
        await writeState(this.#file, this.#state);
      }
      if (failure !== undefined || taken > 0) this.#sayDown(failure);
    }
    return this.#state;
  }

  /** Once when it begins, once when it ends. */
  #sayDown(failure: string | undefined): void {
    const waiting = count(this.#state.queue.length, 'event waits', 'events wait');
    if (failure !== undefined && !this.#isDown)
      process.stderr.write(`The webhook does not take events: ${failure}. ${waiting}; nothing is lost.\n`);
    if (failure === undefined && this.#isDown) process.stderr.write('The webhook takes events again.\n');
    this.#isDown = failure !== undefined;
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await delay(ms, undefined, { signal }).catch(() => undefined);
}

/** One for each list of addresses. */
function stateName(addresses: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(addresses)).digest('hex').slice(0, 12);
  const [first = ''] = addresses;
  const name = first.replaceAll(/^https?:\/\//gi, '').replaceAll(/[^A-Za-z0-9.-]+/g, '-');
  return `monitor-${name.slice(-60)}-${hash}.json`;
}

/** The log key that the policy gives for the first of the sources that answers. */
async function keyOfPolicy(
  policy: Policy | undefined,
  addresses: readonly string[],
  timeoutMs: number,
): Promise<VerifierKey | undefined> {
  if (policy === undefined) return undefined;
  const [first = ''] = addresses;
  return logKeyFor(policy, openAddress(first, { timeoutMs }));
}

/** @throws UsageError */
function hoursOption(name: string, text: string): number {
  const hours = Number(text);
  if (!(hours > 0 && hours <= LONGEST_HOURS)) throw new UsageError(`${name} takes a number of hours, up to a year.`);
  return hours;
}

/** @throws UsageError */
function entryOption(text: string): number {
  const entry = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(entry)) throw new UsageError('--from takes the number of an entry.');
  return entry;
}
