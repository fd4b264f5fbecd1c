/** The rulebook under histories that nobody thought of. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyStatement } from '../testing/any-statement.ts';
import { openCouncil, phrases, processes } from '../testing/council.ts';
import { Log } from '../testing/log.ts';
import { base64 } from './bytes.ts';
import { ed25519Keyid } from './keyid.ts';
import { rules, type RuleCode } from './rules.ts';
import { LOW_ORDER_ENCODINGS } from './ed25519.ts';
import type { Statement } from './statement.ts';
import type { Said } from './testing/builder.ts';
import { tellCase, working } from './testing/city.ts';
import type { FileRef } from './file-content.ts';
import { commitContent, type ContentRef } from './content.ts';
import { inEnglish } from './say.ts';

const council = await openCouncil();
const { ledger, seat, cora, carl, aud } = council;
const say = phrases(council);
const opened = new Log();
await opened.follow(ledger.entries);
const TEXT: ContentRef = commitContent({ salt: new Uint8Array(32), text: 'Words.' }, 'en');
const FILE: FileRef = { digest: 'f'.repeat(64), bytes: 1, mediaType: 'image/png' };
const grounds = [{ code: 'granted', title: 'Granted' }];
const retention = { days: 1, archive: 'before' } as const;
const TIME = ledger.now;

const STAGES = ['collecting', 'weighing', 'deciding'] as const;
type Process = 'inquiry' | 'hearing' | 'planning';

type Command =
  | { readonly does: 'open'; readonly process: Process }
  | { readonly does: 'join'; readonly at: number }
  | { readonly does: 'dispose'; readonly at: number; readonly inputs: readonly (readonly number[])[] }
  | { readonly does: 'settle'; readonly at: number }
  | { readonly does: 'decide'; readonly at: number; readonly unseen: number }
  | { readonly does: 'merge'; readonly at: number; readonly into: number }
  | { readonly does: 'split'; readonly at: number; readonly inputs: readonly number[] }
  | { readonly does: 'stage'; readonly at: number; readonly stage: number };

const at = fc.nat(4);
const weighted = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
const does = <K extends Command['does']>(name: K) => fc.constant(name);
const command: fc.Arbitrary<Command> = fc.oneof(
  weighted(
    4,
    fc.record({ does: does('open'), process: fc.constantFrom<Process>('inquiry', 'hearing', 'hearing', 'planning') }),
  ),
  weighted(6, fc.record({ does: does('join'), at })),
  weighted(
    5,
    fc.record({
      does: does('dispose'),
      at,
      inputs: fc.array(fc.array(fc.nat(12), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 }),
    }),
  ),
  weighted(3, fc.record({ does: does('settle'), at })),
  weighted(2, fc.record({ does: does('decide'), at, unseen: fc.constantFrom(0, 0, 0, 1, 2, 4, 9) })),
  weighted(3, fc.record({ does: does('merge'), at, into: at })),
  weighted(3, fc.record({ does: does('split'), at, inputs: fc.array(fc.nat(12), { minLength: 1, maxLength: 3 }) })),
  weighted(3, fc.record({ does: does('stage'), at, stage: fc.constantFrom(1, 2, 2, 0) })),
);

/** What a case is, without any chain. */
interface Model {
  readonly id: number;
  readonly process: Process;
  /** In the order in which the case got them. */
  inputs: number[];
  /** Since which entry it has had each. */
  readonly since: Map<number, number>;
  stage: number;
  decided: boolean;
  mergedInto: number | null;
  links: number;
}

/** Inputs whose fate is on record, whatever case they are in. */
type Accounted = Set<number>;

interface Expected {
  readonly refused?: RuleCode;
  readonly facts?: readonly RuleCode[];
}

test('whatever order inputs, dispositions, mergers, splits, stages and decisions come in, a naive model says the same', async () => {
  const met = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 10, maxLength: 45, size: 'max' }), async (commands) => {
      const log = opened.fork();
      const cases: Model[] = [];
      const accounted: Accounted = new Set();
      for (const one of commands) {
        const turn = plan(one, cases, accounted, log);
        if (turn === undefined) continue;
        const { said, signers, expected, learn } = turn;
        const statement = { origin: ledger.origin, at: TIME, seen: log.seen(), ...said } as Statement;
        const admission = await log.hear(statement, TIME, signers);
        const outcome =
          'refused' in admission
            ? { refused: admission.refused.code }
            : { facts: admission.facts.map(({ code }) => code) };
        assert.deepEqual(outcome, expected);
        const word = [one.does, ...(expected.refused === undefined ? (expected.facts ?? []) : [expected.refused])];
        met.set(word.join(), (met.get(word.join()) ?? 0) + 1);
        if (!('refused' in admission)) learn();
        for (const model of cases) await compare(log, model, accounted);
      }
    }),
    { numRuns: 300 },
  );
  const words = [
    ...['open', 'join', 'dispose', 'settle', 'decide', 'merge', 'split', 'stage', 'decide,decided-unaccounted'],
    ...['join', 'decide', 'merge', 'split', 'stage'].map((word) => `${word},case-decided`),
    ...['join', 'dispose', 'decide', 'merge', 'split', 'stage'].map((word) => `${word},case-merged`),
    ...['join', 'dispose', 'decide'].map((word) => `${word},stage-closed`),
    ...['dispose', 'split'].flatMap((word) => [`${word},input-unknown`, `${word},input-accounted`]),
    ...['decide,inputs-unaccounted', 'decide,seen-short', 'merge,merge-impossible', 'split,split-impossible'],
    'stage,stage-order',
  ];
  for (const word of words) assert.ok((met.get(word) ?? 0) > 0, `${word} never came up`);
});

interface Turn {
  readonly said: Said;
  readonly signers: readonly string[];
  readonly expected: Expected;
  /** What it changes in the model. */
  readonly learn: () => void;
}

function plan(one: Command, cases: Model[], accounted: Accounted, log: Log): Turn | undefined {
  const index = log.size;
  const intake = [ledger.intakeKey.keyid];
  if (one.does === 'open') {
    const { process } = one;
    return {
      said: say.opens(process, { text: TEXT }),
      signers: intake,
      expected: { facts: [] },
      learn: () =>
        cases.push({
          ...{ id: index, process, inputs: [index], since: new Map([[index, index]]), stage: 0 },
          ...{ decided: false, mergedInto: null, links: 0 },
        }),
    };
  }
  const model = cases[one.at % Math.max(cases.length, 1)];
  if (model === undefined) return undefined;
  const { id, process } = model;
  const signers = [cora.keyid];
  const closed = closedTo(model);
  // Mostly inputs of the case, now and then those of others, or an entry that is none.
  const choices = [...model.inputs, ...model.inputs, ...cases.flatMap(({ inputs }) => inputs), 0];
  const choose = (numbers: readonly number[]): number[] => numbers.map((i) => choices[i % choices.length] ?? 0);
  const left = leftOf(model, accounted);
  switch (one.does) {
    case 'join':
      return {
        said: say.joins(id, { text: TEXT }),
        signers: intake,
        expected: closed ?? atStage(model, [0]) ?? { facts: [] },
        learn: () => take(model, [index], index),
      };
    case 'dispose':
    case 'settle': {
      const chosen = one.does === 'settle' ? [left] : one.inputs.map(choose);
      if (chosen[0]?.length === 0) return undefined;
      const items = chosen.map((inputs) => ({ code: 'adopted', inputs, reason: TEXT }));
      const merged: Expected | undefined = model.mergedInto === null ? undefined : { refused: 'case-merged' };
      return {
        said: say.disposes(id, [], { items }),
        signers,
        expected: merged ?? atStage(model, [1, 2]) ?? expectPicked(model, chosen.flat(), accounted) ?? { facts: [] },
        learn: () => chosen.flat().forEach((input) => accounted.add(input)),
      };
    }
    case 'decide': {
      const seen = log.seen(Math.max(0, log.size - one.unseen));
      const by = process === 'hearing' ? [seat.cora, seat.carl, seat.aud] : [seat.cora];
      const parts = { goal: TEXT, options: [TEXT], effect: { expected: TEXT, measure: TEXT }, interests: TEXT };
      return {
        said: say.decides(id, { by, seen, text: TEXT, ...parts, basis: `By-law ${index}` }),
        signers: process === 'hearing' ? [cora.keyid, carl.keyid, aud.keyid] : signers,
        expected: closed ?? atStage(model, [2]) ?? expectDecision(model, left, seen.size),
        learn: () => (model.decided = true),
      };
    }
    case 'merge': {
      const into = cases[one.into % cases.length];
      if (into === undefined) return undefined;
      const impossible = into === model || into.process !== process || into.stage !== model.stage;
      return {
        said: say.merges(id, into.id, { text: TEXT }),
        signers,
        expected: closed ?? closedTo(into) ?? (impossible ? { refused: 'merge-impossible' } : { facts: [] }),
        learn: () => {
          take(into, model.inputs, index);
          Object.assign(model, { inputs: [], mergedInto: into.id });
          model.links++;
          into.links++;
        },
      };
    }
    case 'split': {
      const inputs = choose(one.inputs);
      const apart: Model = { ...model, id: index, inputs: [], since: new Map(), links: 1 };
      return {
        said: say.splits(id, inputs, { text: TEXT }),
        signers,
        expected:
          process === 'planning'
            ? { refused: 'act-not-allowed' }
            : (closed ?? expectPicked(model, inputs, accounted, id) ?? expectRest(model, inputs)),
        learn: () => {
          model.inputs = model.inputs.filter((input) => !inputs.includes(input));
          model.links++;
          take(apart, inputs, index);
          cases.push(apart);
        },
      };
    }
    case 'stage': {
      const order: Expected =
        one.stage === model.stage + 1 && process === 'planning' ? { facts: [] } : { refused: 'stage-order' };
      return {
        said: say.opensStage(id, STAGES[one.stage] ?? ''),
        signers,
        expected: process === 'hearing' ? { refused: 'act-not-allowed' } : (closed ?? order),
        learn: () => (model.stage = one.stage),
      };
    }
  }
}

function take(model: Model, inputs: readonly number[], since: number): void {
  model.inputs.push(...inputs);
  for (const input of inputs) model.since.set(input, since);
}

function leftOf({ inputs }: Model, accounted: Accounted): number[] {
  return inputs.filter((input) => !accounted.has(input));
}

function closedTo({ decided, mergedInto }: Model): Expected | undefined {
  if (decided) return { refused: 'case-decided' };
  return mergedInto === null ? undefined : { refused: 'case-merged' };
}

function atStage({ process, stage }: Model, admitted: readonly number[]): Expected | undefined {
  return process !== 'planning' || admitted.includes(stage) ? undefined : { refused: 'stage-closed' };
}

/** Each input is one of the case, has no disposition, is named once; and is not the one that has to stay. */
function expectPicked(
  model: Model,
  inputs: readonly number[],
  accounted: Accounted,
  stays?: number,
): Expected | undefined {
  const named = new Set<number>();
  for (const input of inputs) {
    // Split off once, it is no input of the case any more; disposed of once, it is accounted for.
    if (!model.inputs.includes(input) || (stays !== undefined && named.has(input))) return { refused: 'input-unknown' };
    if (accounted.has(input) || named.has(input)) return { refused: 'input-accounted' };
    if (input === stays) return { refused: 'split-impossible' };
    named.add(input);
  }
  return undefined;
}

function expectRest(model: Model, inputs: readonly number[]): Expected {
  return inputs.length === model.inputs.length ? { refused: 'split-impossible' } : { facts: [] };
}

function expectDecision(model: Model, left: readonly number[], seen: number): Expected {
  if (model.process === 'hearing' && left.some((input) => (model.since.get(input) ?? 0) < seen))
    return { refused: 'inputs-unaccounted' };
  if (seen <= model.id) return { refused: 'seen-short' };
  return { facts: left.length === 0 ? [] : ['decided-unaccounted'] };
}

/** Reads the chain from both ends. */
async function compare({ state }: Log, model: Model, accounted: Accounted): Promise<void> {
  const left = leftOf(model, accounted);
  const of = await state.get('case', String(model.id));
  assert.ok(of);
  assert.deepEqual(
    [of.unaccounted, of.oldest, of.newest, of.decided !== null, of.merged?.into ?? null, of.links],
    [left.length, left[0] ?? null, left.at(-1) ?? null, model.decided, model.mergedInto, model.links],
  );
  if (model.mergedInto === null) assert.equal(of.inputs, model.inputs.length);
  assert.equal(of.stage, model.process === 'planning' ? STAGES[model.stage] : null);
  for (const [end, way] of [
    [of.oldest, 'after'],
    [of.newest, 'before'],
  ] as const) {
    const found: number[] = [];
    for (let here = end; here !== null; here = (await state.get('input', String(here)))?.[way] ?? null) {
      found.push(here);
      assert.ok(found.length <= left.length, 'the chain goes round in circles');
    }
    assert.deepEqual(way === 'after' ? found : found.reverse(), left);
  }
  for (const input of model.inputs.filter((entry) => accounted.has(entry))) {
    const known = await state.get('input', String(input));
    assert.deepEqual([known?.before, known?.after, known?.disposition?.code], [null, null, 'adopted']);
  }
}

test('a decision can account for thousands of inputs in one statement', async () => {
  const log = opened.fork();
  const input = (fields: object): Statement => ({
    kind: 'input-received',
    origin: ledger.origin,
    at: TIME,
    seen: log.seen(),
    channel: 'web',
    author: 'person',
    text: TEXT,
    ...fields,
  });
  const id = log.size;
  await log.hear(input({ process: { id: 'hearing', version: 1 } }), TIME, [ledger.intakeKey.keyid]);
  const inputs = [id];
  for (let i = 0; i < 4000; i++) {
    inputs.push(log.size);
    await log.hear(input({ case: id }), TIME, [ledger.intakeKey.keyid]);
  }
  // From the middle outwards, so that every way of taking one out of the chain is taken.
  const order = inputs.toSorted((a, b) => Math.abs(a - id - 2000) - Math.abs(b - id - 2000));
  const common = { origin: ledger.origin, at: TIME, seen: log.seen(), case: id };
  const items = [{ code: 'rejected', inputs: order, reason: TEXT }];
  const said = await log.hear({ kind: 'dispositions', ...common, by: [seat.cora], items }, TIME, [cora.keyid]);
  assert.ok('changes' in said);
  const of = await log.state.get('case', String(id));
  assert.deepEqual([of?.inputs, of?.unaccounted, of?.oldest, of?.newest], [4001, 0, null, null]);
  const decision = {
    kind: 'decision' as const,
    ...common,
    by: [seat.cora, seat.carl, seat.aud],
    outcome: 'declined',
    basis: 'By-law',
    algorithms: 'none' as const,
    data: 'none' as const,
    text: TEXT,
  };
  const decided = await log.hear(decision, TIME, [cora.keyid, carl.keyid, aud.keyid]);
  assert.deepEqual('facts' in decided && decided.facts, []);
});

test('a case can be linked to 200 others and to no more, and those who come after can still link to it', async () => {
  const log = opened.fork();
  const hear = async (said: Said, signer: string): Promise<RuleCode | number> => {
    const statement = { origin: ledger.origin, at: TIME, seen: log.seen(), ...said } as Statement;
    const index = log.size;
    const admission = await log.hear(statement, TIME, [signer]);
    return 'refused' in admission ? admission.refused.code : index;
  };
  const open = async (): Promise<number> =>
    Number(await hear(say.opens('inquiry', { text: TEXT, category: `c${log.size}` }), ledger.intakeKey.keyid));
  const id = await open();
  for (let i = 0; i < 200; i++) assert.equal(await hear(say.links(id, await open()), cora.keyid), log.size - 1);
  const last = await open();
  assert.equal(await hear(say.links(id, last), cora.keyid), 'link-impossible');
  assert.equal(await hear(say.links(last, id), cora.keyid), log.size - 1);
  assert.equal(await hear(say.links(last, id), cora.keyid), 'link-impossible');
});

/** A little of everything, so that there is something to refer to. Gives the cases. */
async function tellEverything(): Promise<readonly number[]> {
  const { intakeKey } = ledger;
  const cases = [await tellCase(council), await ledger.say(say.opens('inquiry'), intakeKey)];
  const [, id = 0] = cases;
  const joined = await ledger.say(say.joins(id), intakeKey);
  await ledger.say(say.registers({ impact: 'high' }), cora);
  await ledger.say(say.usesData(), cora);
  await ledger.say(say.asks(id), cora);
  await ledger.say(say.asks(id, { to: 'works' }), cora);
  cases.push(await ledger.say(say.splits(id, [joined]), cora));
  const decided = await ledger.say(say.decides(id, { outcome: 'approved' }), cora);
  await ledger.say(say.appeals(id, decided), intakeKey);
  await ledger.say(say.disputes(id, decided), intakeKey);
  await ledger.say(say.commits(id, { decision: decided }), cora);
  for (const process of ['hearing', 'petition', 'planning', 'inquiry', 'inquiry'] as const)
    cases.push(await ledger.say(say.opens(process), intakeKey));
  await ledger.say(say.merges(cases.at(-1) ?? 0, cases.at(-2) ?? 0), cora);
  const { inquiry } = processes;
  const letters = { ...inquiry, process: 'letters', title: 'Letters', moderation: 'before', grounds } as const;
  const [anna, bela] = council.registrars;
  await ledger.say({ ...letters, clocks: { ...inquiry.clocks, moderate: working(1) }, retention }, anna, bela);
  const files = { ida: [FILE], otto: [{ ...FILE, digest: 'e'.repeat(64) }] };
  for (const name of ['ida', 'otto'] as const) {
    const { keyid: followKey } = await ledger.actor(name);
    const process = { id: 'letters', version: 1 };
    const letter = await ledger.say(say.opens('inquiry', { process, followKey, files: files[name] }), intakeKey);
    cases.push(letter);
  }
  return cases;
}

test('no statement that fits its schema makes the rulebook throw, whoever signed it and whenever it came', async () => {
  const cases = await tellEverything();
  const told = new Log();
  await told.follow(ledger.entries);
  const speakers = new Map([...ledger.state.all('speaker')].map(([index, { key }]) => [Number(index), key]));
  const followers = await Promise.all(['una', 'vera', 'wim'].map(async (name) => (await ledger.actor(name)).keyid));
  const keyids = [
    ...speakers.values(),
    ...[
      ...council.registrars,
      council.clerk,
      council.parks,
      council.mayor,
      cora,
      carl,
      ledger.intakeKey,
      ledger.logKey,
    ].map(({ keyid }) => keyid),
    ...[...LOW_ORDER_ENCODINGS].slice(0, 3).map((encoding) => ed25519Keyid(Uint8Array.fromHex(encoding))),
    ed25519Keyid(new Uint8Array(32).fill(2)),
    (await ledger.actor('stranger')).keyid,
  ];
  const said = anyStatement({
    origin: ledger.origin,
    roots: Array.from({ length: told.size + 1 }, (_, size) => told.seen(size)).concat({
      size: 3,
      root: base64(new Uint8Array(32)),
    }),
    keyids,
    people: [...council.registrars, council.clerk, cora].map(({ person }) => person),
    vkeys: [
      ledger.vkey,
      '',
      'log',
      `${ledger.origin}+00000000+AQ==`,
      '+++',
      '\u2028+c5876116+AblC',
      'ü'.repeat(300),
    ].filter((vkey) => vkey !== ''),
    text: TEXT,
    file: FILE,
    speakers: [...speakers.keys()],
    followKeys: [...followers, ...keyids.slice(-1)],
    // Most of all hers: she may do most.
    mandates: [...Object.values(council.mandate), ...Object.values(seat), ...Array<number>(12).fill(seat.cora)],
    cases,
    entries: Array.from({ length: told.size }, (_, i) => i),
  });
  const actors = new Map([
    ...Object.entries(council.mandate).map(
      ([name, index]) => [index, council[name as keyof typeof council.mandate]] as const,
    ),
    ...Object.entries(seat).map(([name, index]) => [index, council[name as keyof typeof seat]] as const),
  ]);
  /** Those who would have to sign it. */
  const fitting = (statement: Statement): readonly string[] => {
    if ('by' in statement && statement.by !== undefined)
      return [...new Set(statement.by.flatMap((index) => actors.get(index)?.keyid ?? []))];
    const own = 'speaker' in statement && statement.speaker !== undefined ? speakers.get(statement.speaker) : undefined;
    if (own !== undefined) return [own];
    const { registrars, intakeKey } = { registrars: council.registrars, intakeKey: ledger.intakeKey };
    return 'case' in statement || statement.kind === 'input-received'
      ? [intakeKey.keyid]
      : registrars.slice(0, 2).map(({ keyid }) => keyid);
  };
  const codes = new Set<string>();
  let admitted = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          statement: said,
          signers: fc.option(fc.array(fc.constantFrom(...keyids), { maxLength: 3 }), { freq: 3 }),
          time: fc.constantFrom(
            ledger.now,
            ledger.now,
            ledger.now,
            '0000-01-01T00:00:00.000Z',
            '9999-12-31T23:59:59.999Z',
          ),
        }),
        {
          minLength: 1,
          maxLength: 6,
        },
      ),
      fc.boolean(),
      async (turns, fromTheBeginning) => {
        const log = fromTheBeginning ? new Log() : told.fork();
        for (const { statement, signers, time } of turns) {
          const admission = await log.hear(statement, time, signers ?? fitting(statement));
          if ('refused' in admission) {
            assert.ok(admission.refused.code in rules);
            assert.match(inEnglish(admission.refused.detail), /^[A-Z"0-9].*\.$/s);
            codes.add(admission.refused.code);
          } else admitted++;
        }
      },
    ),
    { numRuns: 2500 },
  );
  assert.ok(admitted > 50 && codes.size > 40, `${admitted} admitted, refused by ${[...codes].join()}`);
});
