/**
 * Pages as readers ask for them: so many a second, whether or not the answers before have come, each timed from the moment it was due, so that
 * a queue counts. The record has one case with very many inputs and an office with very many cases.
 */
import { Agent, get } from 'node:http';
import { stderr } from 'node:process';
import { BenchLedger, COMMON_WORD } from './bench-ledger.ts';
import { inserts } from './limits.ts';
import type { Figures } from './figures.ts';
import { at, load } from './load.ts';
import { processorTimeMs } from './processor-time.ts';

export interface PagesOptions {
  readonly seconds: number;
  readonly perSecond: number;
  /** On record before the measurement. */
  readonly entries: number;
  readonly machine: Readonly<Record<string, string>>;
}

/** Of all entries: inputs that open cases, and inputs to one of them; the others are answers. */
const [CASES_SHARE, CROWD_SHARE] = [0.5, 0.1];
const FILLING_CLIENTS = 64;
const AT_ONCE = 10_000;

export async function benchPages({ seconds, perSecond, entries, machine }: PagesOptions): Promise<Figures> {
  const ledger = await BenchLedger.open();
  try {
    const { settings, single } = await inserts(ledger.databaseUrl);
    await ledger.start({ recorders: 1, witnesses: false, selfCheckPerSecond: 200 });
    const [recorder] = ledger.recorders;
    if (recorder === undefined) throw new Error('No recorder runs.');
    const { first, crowd } = await fill(ledger, entries);
    const cases = Math.round(entries * CASES_SHARE);
    const some = (): number => first + Math.floor(Math.random() * cases);
    const further = await furtherOn(recorder.address);
    const pages: Readonly<Record<string, () => string>> = {
      'a case': () => `/cases/${some()}`,
      'the case with very many inputs': () => `/cases/${crowd}`,
      'the same, somewhere in the middle': () =>
        `/cases/${crowd}?from=${first + cases + Math.floor((Math.random() * entries) / 20)}`,
      'an entry': () => `/entries/${some()}`,
      'what the office owes': () => '/obligations?office=desk',
      'the same, further on': () => `/obligations?office=desk&after=${further}`,
      'a word of all inputs, in cases that are decided': () => `/search?q=${COMMON_WORD}&status=decided`,
      'the newest cases': () => '/cases',
      'the first page': () => '/',
    };
    const rows = [];
    for (const [page, path] of Object.entries(pages)) {
      stderr.write(`${page} …\n`);
      await read(recorder.address, path, { perSecond: 20, seconds: 2 });
      const before = await processorTimeMs(recorder.process.pid ?? NaN, { withChildren: false });
      const database = await processorTimeMs(ledger.databasePid, { withChildren: true });
      const { latencies, bytes } = await read(recorder.address, path, { perSecond, seconds });
      const answers = latencies.length;
      rows.push({
        page,
        answers,
        'p50 ms': at(latencies, 0.5),
        'p99 ms': at(latencies, 0.99),
        'service CPU ms':
          ((await processorTimeMs(recorder.process.pid ?? NaN, { withChildren: false })) - before) / answers,
        'database CPU ms': ((await processorTimeMs(ledger.databasePid, { withChildren: true })) - database) / answers,
        'kB sent': bytes / answers / 1000,
      });
    }
    return {
      title: `Pages, ${perSecond} a second`,
      settings: {
        ...machine,
        ...settings,
        entries,
        'cases of the office': cases,
        'inputs of the largest case': Math.round(entries * CROWD_SHARE),
        'seconds per row': seconds,
        encoding: 'as a browser accepts it',
      },
      limits: { 'durable inserts, one by one': single },
      rows,
    };
  } finally {
    await ledger.close();
  }
}

/** Where the second page of what the office owes begins. */
async function furtherOn(address: string): Promise<string> {
  const response = await fetch(new URL('/api/v1/obligations?office=desk', address));
  const { next } = (await response.json()) as { next: string };
  return next;
}

/** @returns the first of the cases, and the one with very many inputs. */
async function fill(ledger: BenchLedger, entries: number): Promise<{ first: number; crowd: number }> {
  const first = await ledger.size();
  const cases = Math.round(entries * CASES_SHARE);
  const crowd = first;
  await put(ledger, cases, (count) => Promise.resolve(ledger.prepareInputs(count)));
  await put(ledger, Math.round(entries * CROWD_SHARE), (count) => Promise.resolve(ledger.prepareInputs(count, crowd)));
  let answered = 0;
  await put(ledger, entries - (await ledger.size()), (count) =>
    ledger.prepare(count, () => first + 1 + (answered++ % (cases - 1))),
  );
  return { first, crowd };
}

async function put(ledger: BenchLedger, count: number, prepare: (count: number) => Promise<string[]>): Promise<void> {
  for (let missing = count; missing > 0; missing -= AT_ONCE) {
    stderr.write(`\r${missing.toLocaleString('en')} entries to go before the next step …   `);
    const bodies = await prepare(Math.min(missing, AT_ONCE));
    const targets = bodies[0]?.includes('"envelope"') === true ? ledger.targets : ledger.inputTargets;
    await load(targets, () => bodies.pop(), { clients: Math.min(FILLING_CLIENTS, bodies.length), seconds: Infinity });
  }
  stderr.write('\n');
}

/** Sorted latencies, and bytes of all bodies as they came over the wire. */
async function read(
  address: string,
  path: () => string,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<{ latencies: number[]; bytes: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const latencies: number[] = [];
  let bytes = 0;
  const begun = performance.now();
  const asked = Array.from({ length: perSecond * seconds }, async (_, i) => {
    const due = begun + (i * 1000) / perSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    const received = await fetchPage(new URL(path(), address), agent);
    bytes += received;
    latencies.push(performance.now() - due);
  });
  try {
    await Promise.all(asked);
  } finally {
    agent.destroy();
  }
  return { latencies: latencies.toSorted((a, b) => a - b), bytes };
}

function fetchPage(url: URL, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(bytes);
        else reject(new Error(`${url.pathname} was answered with ${response.statusCode}.`));
      });
    });
    request.on('error', reject);
  });
}
