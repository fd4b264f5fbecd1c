/** Statements that fit their schemas, made at random out of what a ledger holds and of what it does not. */
import fc from 'fast-check';
import type { ContentRef } from '../src/content.ts';
import type { Kind, Statement, StatementOf } from '../src/statement.ts';
import { officialKinds } from '../src/statements/authority.ts';
import { channels } from '../src/statements/citizens.ts';
import { authorKinds, participationLevels } from '../src/statements/process.ts';

export interface Pools {
  readonly origin: string;
  readonly roots: readonly Statement['seen'][];
  readonly keyids: readonly string[];
  readonly people: readonly string[];
  readonly vkeys: readonly string[];
  readonly text: ContentRef;
}

/** Codes that the city knows, and codes that JavaScript knows. */
const CODES = [
  'front-desk',
  'parks',
  'mayor',
  'service-request',
  'consultation',
  'granted',
  'adopted',
  'constructor',
  'tostring',
  '0',
];
const TIMES = [
  '0000-01-01T00:00:00.000Z',
  '2020-01-01T00:00:00.000Z',
  '2026-01-05T08:00:00.000Z',
  '2029-12-31T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
];

export function anyStatement(pools: Pools): fc.Arbitrary<Statement> {
  const index = fc.oneof({ weight: 9, arbitrary: fc.nat(20) }, { weight: 1, arbitrary: fc.maxSafeNat() });
  const code = fc.constantFrom(...CODES);
  const title = fc.constantFrom('Title', '__proto__', '“😀”');
  const keyid = fc.constantFrom(...pools.keyids);
  const person = fc.constantFrom(...pools.people, '0'.repeat(32));
  const time = fc.constantFrom(...TIMES);
  const text = fc.constantFrom(pools.text, { ...pools.text, bytes: 50_000, lang: 'zh-Hant-TW' });
  const source = fc.record({ name: code, id: fc.constantFrom('1', '__proto__', 'a/b') });
  const common = {
    origin: fc.oneof({ weight: 19, arbitrary: fc.constant(pools.origin) }, { weight: 1, arbitrary: fc.constant('a') }),
    at: fc.oneof({ weight: 4, arbitrary: fc.constant('2026-01-05T08:00:00.000Z') }, { weight: 1, arbitrary: time }),
    seen: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...pools.roots.slice(-4, -1)) },
      { weight: 1, arbitrary: fc.constantFrom(...pools.roots) },
    ),
  };
  const official = {
    ...common,
    by: fc.array(fc.oneof(fc.integer({ min: 4, max: 7 }), index), { minLength: 1, maxLength: 3 }),
    case: fc.oneof(fc.constant(10), index),
  };
  const act = fc.record({
    offices: fc.array(code, { minLength: 1, maxLength: 3 }),
    signatures: fc.integer({ min: 1, max: 16 }),
  });
  const choices = fc.uniqueArray(fc.record({ code, title }), {
    minLength: 1,
    maxLength: 4,
    selector: (choice) => choice.code,
  });
  const days = fc.integer({ min: 1, max: 3650 });

  const kinds: { readonly [K in Kind]: fc.Arbitrary<StatementOf<K>> } = {
    'ledger-opened': fc.record({
      kind: fc.constant('ledger-opened'),
      ...common,
      authority: fc.record({ name: title, lang: fc.constant('en') }),
      licence: fc.constant('CC0-1.0'),
      registrars: fc.array(fc.record({ person, key: keyid }), { minLength: 1, maxLength: 4 }),
      threshold: fc.integer({ min: 1, max: 3 }),
      logKey: fc.oneof(fc.constantFrom(...pools.vkeys), fc.string({ unit: 'binary', minLength: 1, maxLength: 150 })),
      intakeKey: keyid,
    }),
    'office-defined': fc.record({
      kind: fc.constant('office-defined'),
      ...common,
      office: code,
      title,
      may: fc.array(fc.constantFrom(...officialKinds), { minLength: 1, maxLength: 6 }),
    }),
    'mandate-granted': fc.record(
      {
        kind: fc.constant('mandate-granted'),
        ...common,
        office: code,
        person,
        key: keyid,
        from: time,
        until: time,
        holder: text,
      },
      { requiredKeys: ['kind', 'origin', 'at', 'seen', 'office', 'person', 'key', 'from'] },
    ),
    'mandate-ended': fc.record({
      kind: fc.constant('mandate-ended'),
      ...common,
      mandate: fc.oneof(fc.integer({ min: 4, max: 7 }), index),
      reason: fc.constantFrom('resigned', 'other'),
    }),
    'process-published': fc.record({
      kind: fc.constant('process-published'),
      ...common,
      process: code,
      version: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.constant(1_000_000)),
      title,
      level: fc.constantFrom(...participationLevels),
      authors: fc.array(fc.constantFrom(...authorKinds), { minLength: 1, maxLength: 6 }),
      acts: fc.record(
        { response: act, decision: act, 'input-received': act, dispositions: act, correction: act },
        { requiredKeys: [] },
      ),
      outcomes: choices,
      dispositions: choices,
      accounting: fc.constantFrom('refuse', 'record'),
      clocks: fc.record({ acknowledge: days, respond: days, decide: days }, { requiredKeys: [] }),
    }),
    'input-received': fc
      .record(
        {
          kind: fc.constant('input-received'),
          ...common,
          by: official.by,
          channel: fc.constantFrom(...channels),
          author: fc.constantFrom(...authorKinds),
          category: code,
          source,
          text,
        },
        { requiredKeys: ['kind', 'origin', 'at', 'seen', 'channel', 'author', 'text'] },
      )
      .chain((input) =>
        fc.oneof(
          official.case.map((id) => ({ ...input, case: id })),
          fc.record({ id: code, version: fc.integer({ min: 1, max: 3 }) }).map((process) => ({ ...input, process })),
        ),
      ),
    acknowledgement: fc.record(
      { kind: fc.constant('acknowledgement'), ...official, text },
      { requiredKeys: ['kind', 'origin', 'at', 'seen', 'by', 'case'] },
    ),
    response: fc.record({ kind: fc.constant('response'), ...official, text }),
    decision: fc.record({ kind: fc.constant('decision'), ...official, outcome: code, basis: title, text }),
    dispositions: fc.record({
      kind: fc.constant('dispositions'),
      ...official,
      items: fc.array(
        fc.record({
          code,
          inputs: fc.array(fc.oneof(fc.constantFrom(10, 13), index), { minLength: 1, maxLength: 4 }),
          reason: text,
        }),
        { minLength: 1, maxLength: 3 },
      ),
    }),
    correction: fc.record({ kind: fc.constant('correction'), ...official, corrects: index, text }),
  };
  return fc.oneof(...Object.values(kinds));
}
