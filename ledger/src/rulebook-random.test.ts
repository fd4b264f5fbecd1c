/** The rulebook under histories that nobody thought of. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyStatement } from '../testing/any-statement.ts';
import { Log } from '../testing/log.ts';
import { base64 } from './bytes.ts';
import { ed25519Keyid } from './keyid.ts';
import { rules, type RuleCode } from './rules.ts';
import { LOW_ORDER_ENCODINGS } from './ed25519.ts';
import type { Statement } from './statement.ts';
import { openCity, tellCase } from './testing/city.ts';
import { commitContent, type ContentRef } from './content.ts';

const city = await openCity();
const { ledger, mayor, deputy, parks, mandate } = city;
const opened = new Log();
await opened.follow(ledger.entries);
const TEXT: ContentRef = commitContent({ salt: new Uint8Array(32), text: 'Words.' }, 'en');
const TIME = ledger.now;

type Command =
  | { readonly does: 'open'; readonly process: 'service-request' | 'consultation' }
  | { readonly does: 'join'; readonly at: number }
  | { readonly does: 'dispose'; readonly at: number; readonly inputs: readonly (readonly number[])[] }
  | { readonly does: 'settle'; readonly at: number }
  | { readonly does: 'decide'; readonly at: number; readonly unseen: number };

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('open' as const),
      process: fc.constantFrom('service-request', 'consultation'),
    }),
  },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('join' as const), at: fc.nat(2) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('dispose' as const),
      at: fc.nat(2),
      inputs: fc.array(fc.array(fc.nat(12), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('settle' as const), at: fc.nat(2) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('decide' as const),
      at: fc.nat(2),
      unseen: fc.constantFrom(0, 0, 0, 1, 2, 4, 9),
    }),
  },
);

/** What a case is, without any chain. */
interface Model {
  readonly id: number;
  readonly process: string;
  readonly inputs: number[];
  readonly accounted: Set<number>;
  decided: boolean;
}

interface Expected {
  readonly refused?: RuleCode;
  readonly facts?: readonly RuleCode[];
}

test('whatever order inputs, dispositions and decisions come in, what is unaccounted for is exactly what a naive model says', async () => {
  const met = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 10, maxLength: 40, size: 'max' }), async (commands) => {
      const log = opened.fork();
      const cases: Model[] = [];
      for (const does of commands) {
        const turn = plan(does, cases, log);
        if (turn === undefined) continue;
        const { statement, signers, expected, learn } = turn;
        const admission = await log.hear(statement, TIME, signers);
        const outcome =
          'refused' in admission
            ? { refused: admission.refused.code }
            : { facts: admission.facts.map(({ code }) => code) };
        assert.deepEqual(outcome, expected);
        const word = 'refused' in admission ? admission.refused.code : [does.does, ...(expected.facts ?? [])].join();
        met.set(word, (met.get(word) ?? 0) + 1);
        if (!('refused' in admission)) learn();
        for (const model of cases) await compare(log, model);
      }
    }),
    { numRuns: 150 },
  );
  const words = [
    'open',
    'join',
    'dispose',
    'decide',
    'decide,decided-unaccounted',
    'case-decided',
    'input-accounted',
    'input-unknown',
    'inputs-unaccounted',
    'seen-short',
  ];
  for (const word of words) assert.ok((met.get(word) ?? 0) > 0, `${word} never came up`);
});

interface Turn {
  readonly statement: Statement;
  readonly signers: readonly string[];
  readonly expected: Expected;
  /** What it changes in the model. */
  readonly learn: () => void;
}

function plan(does: Command, cases: Model[], log: Log): Turn | undefined {
  const common = { origin: ledger.origin, at: TIME, seen: log.seen() };
  const index = log.size;
  if (does.does === 'open') {
    const process = { id: does.process, version: 1 };
    return {
      statement: { kind: 'input-received', ...common, process, channel: 'web', author: 'person', text: TEXT },
      signers: [ledger.intakeKey.keyid],
      expected: { facts: [] },
      learn: () =>
        cases.push({ id: index, process: does.process, inputs: [index], accounted: new Set(), decided: false }),
    };
  }
  const model = cases[does.at % Math.max(cases.length, 1)];
  if (model === undefined) return undefined;
  const of = { ...common, case: model.id };
  if (does.does === 'join') {
    return {
      statement: { kind: 'input-received', ...of, channel: 'web', author: 'person', text: TEXT },
      signers: [ledger.intakeKey.keyid],
      expected: model.decided ? { refused: 'case-decided' } : { facts: [] },
      learn: () => model.inputs.push(index),
    };
  }
  if (does.does === 'dispose' || does.does === 'settle') {
    // Mostly inputs of the case, now and then those of others, or an entry that is none.
    const choices = [...model.inputs, ...model.inputs, ...cases.flatMap(({ inputs }) => inputs), 0];
    const left = model.inputs.filter((input) => !model.accounted.has(input));
    const chosen =
      does.does === 'settle' ? [left] : does.inputs.map((list) => list.map((i) => choices[i % choices.length] ?? 0));
    if (chosen[0]?.length === 0) return undefined;
    return {
      statement: {
        kind: 'dispositions',
        ...of,
        by: [mandate.parks],
        items: chosen.map((inputs) => ({ code: 'adopted', inputs, reason: TEXT })),
      },
      signers: [parks.keyid],
      expected: expectDispositions(model, chosen.flat()),
      learn: () => chosen.flat().forEach((input) => model.accounted.add(input)),
    };
  }
  const seen = log.seen(Math.max(0, log.size - does.unseen));
  return {
    statement: {
      kind: 'decision',
      ...of,
      seen,
      by: [mandate.mayor, mandate.deputy],
      outcome: 'granted',
      basis: `By-law ${index}`,
      algorithms: 'none',
      data: 'none',
      text: TEXT,
    },
    signers: [mayor.keyid, deputy.keyid],
    expected: expectDecision(model, seen.size),
    learn: () => (model.decided = true),
  };
}

function expectDispositions(model: Model, inputs: readonly number[]): Expected {
  const accounted = new Set(model.accounted);
  for (const input of inputs) {
    if (!model.inputs.includes(input)) return { refused: 'input-unknown' };
    if (accounted.has(input)) return { refused: 'input-accounted' };
    accounted.add(input);
  }
  return { facts: [] };
}

function expectDecision(model: Model, seen: number): Expected {
  const left = model.inputs.filter((input) => !model.accounted.has(input));
  if (model.decided) return { refused: 'case-decided' };
  if (model.process === 'consultation' && left.some((input) => input < seen)) return { refused: 'inputs-unaccounted' };
  if (seen <= model.id) return { refused: 'seen-short' };
  return { facts: left.length === 0 ? [] : ['decided-unaccounted'] };
}

/** Reads the chain from both ends. */
async function compare({ state }: Log, model: Model): Promise<void> {
  const left = model.inputs.filter((input) => !model.accounted.has(input));
  const of = await state.get('case', String(model.id));
  assert.ok(of);
  assert.deepEqual(
    [of.inputs, of.unaccounted, of.oldest, of.newest, of.decided !== null],
    [model.inputs.length, left.length, left[0] ?? null, left.at(-1) ?? null, model.decided],
  );
  for (const [end, way] of [
    [of.oldest, 'after'],
    [of.newest, 'before'],
  ] as const) {
    const found: number[] = [];
    for (let at = end; at !== null; at = (await state.get('input', String(at)))?.[way] ?? null) {
      found.push(at);
      assert.ok(found.length <= left.length, 'the chain goes round in circles');
    }
    assert.deepEqual(way === 'after' ? found : found.reverse(), left);
  }
  for (const input of model.accounted) {
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
  await log.hear(input({ process: { id: 'consultation', version: 1 } }), TIME, [ledger.intakeKey.keyid]);
  const inputs = [id];
  for (let i = 0; i < 4000; i++) {
    inputs.push(log.size);
    await log.hear(input({ case: id }), TIME, [ledger.intakeKey.keyid]);
  }
  // From the middle outwards, so that every way of taking one out of the chain is taken.
  const order = inputs.toSorted((a, b) => Math.abs(a - id - 2000) - Math.abs(b - id - 2000));
  const common = { origin: ledger.origin, at: TIME, seen: log.seen(), case: id };
  const items = [{ code: 'duplicate', inputs: order, reason: TEXT }];
  const said = await log.hear({ kind: 'dispositions', ...common, by: [mandate.parks], items }, TIME, [parks.keyid]);
  assert.ok('changes' in said);
  const of = await log.state.get('case', String(id));
  assert.deepEqual([of?.inputs, of?.unaccounted, of?.oldest, of?.newest], [4001, 0, null, null]);
  const decision = {
    kind: 'decision' as const,
    ...common,
    by: [mandate.mayor, mandate.deputy],
    outcome: 'granted',
    basis: 'By-law',
    algorithms: 'none' as const,
    data: 'none' as const,
    text: TEXT,
  };
  const decided = await log.hear(decision, TIME, [mayor.keyid, deputy.keyid]);
  assert.deepEqual('facts' in decided && decided.facts, []);
});

test('no statement that fits its schema makes the rulebook throw, whoever signed it and whenever it came', async () => {
  await tellCase(city);
  const told = new Log();
  await told.follow(ledger.entries);
  const keyids = [
    ...[...city.registrars, city.clerk, parks, mayor, deputy, ledger.intakeKey, ledger.logKey].map(
      ({ keyid }) => keyid,
    ),
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
    people: [...city.registrars, city.clerk, mayor].map(({ person }) => person),
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
    mandates: Object.values(mandate),
    cases: [11],
    entries: Array.from({ length: told.size }, (_, i) => i),
  });
  const [anna, bela] = city.registrars;
  const usual = fc.constantFrom(
    ...[[anna, bela], [anna, bela], [ledger.intakeKey], [city.clerk], [parks], [mayor]].map((actors) =>
      actors.map(({ keyid }) => keyid),
    ),
  );
  const codes = new Set<string>();
  let admitted = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          statement: said,
          signers: fc.oneof(usual, fc.array(fc.constantFrom(...keyids), { maxLength: 3 })),
          time: fc.constantFrom(TIME, ledger.now, '0000-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'),
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
          const admission = await log.hear(statement, time, signers);
          if ('refused' in admission) {
            assert.ok(admission.refused.code in rules);
            assert.match(admission.refused.detail, /^[A-Z"0-9].*\.$/s);
            codes.add(admission.refused.code);
          } else admitted++;
        }
      },
    ),
    { numRuns: 1000 },
  );
  assert.ok(admitted > 0 && codes.size > 20, `${admitted} admitted, refused by ${[...codes].join()}`);
});
