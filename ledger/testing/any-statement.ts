/** Statements that fit their schemas, made at random out of what a ledger holds and of what it does not. */
import fc from 'fast-check';
import { figureNames } from '../src/accountability/figure-names.ts';
import type { ContentRef } from '../src/content.ts';
import type { FileRef } from '../src/file-content.ts';
import type { Kind, Statement, StatementOf } from '../src/statement.ts';
import { channels, evaluationAnswers } from '../src/statements/citizens.ts';
import { progressSteps } from '../src/statements/decisions.ts';
import { answerResults } from '../src/statements/officials.ts';
import { authorKinds, decisionParts, participationLevels, stagedKinds } from '../src/statements/process.ts';
import { bodies, caseKinds, officialKinds } from '../src/statements/rights.ts';

export interface Pools {
  readonly origin: string;
  readonly roots: readonly Statement['seen'][];
  readonly keyids: readonly string[];
  readonly people: readonly string[];
  readonly vkeys: readonly string[];
  readonly text: ContentRef;
  readonly file: FileRef;
  /** Entries whose authors can speak on, and the keys that nobody has yet. */
  readonly speakers: readonly number[];
  readonly followKeys: readonly string[];
  readonly mandates: readonly number[];
  readonly cases: readonly number[];
  /** Entries that are something: where references mostly lead. */
  readonly entries: readonly number[];
}

/** Codes that the city and its council know, and codes that JavaScript knows. */
const CODES = [
  ...['front-desk', 'parks', 'mayor', 'council', 'works', 'acme', 'gauge'],
  ...['service-request', 'consultation', 'inquiry', 'hearing', 'petition', 'planning', 'weighing'],
  ...['granted', 'approved', 'adopted', 'bank-ranking'],
  ...['constructor', 'tostring', '0'],
];
const TIMES = [
  '0000-01-01T00:00:00.000Z',
  '2020-01-01T00:00:00.000Z',
  '2026-01-05T08:00:00.000Z',
  '2029-12-31T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
];

export function anyStatement(pools: Pools): fc.Arbitrary<Statement> {
  const index = fc.oneof(
    { weight: 19, arbitrary: fc.constantFrom(...pools.entries) },
    { weight: 1, arbitrary: fc.maxSafeNat() },
  );
  const mandate = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...pools.mandates) },
    { weight: 1, arbitrary: index },
  );
  const code = fc.constantFrom(...CODES);
  const title = fc.constantFrom('Title', '__proto__', '“😀”');
  const keyid = fc.constantFrom(...pools.keyids);
  const person = fc.constantFrom(...pools.people, '0'.repeat(32));
  const time = fc.constantFrom(...TIMES);
  const text = fc.constantFrom(pools.text, { ...pools.text, bytes: 50_000, lang: 'zh-Hant-TW' });
  const place = fc.constantFrom(pools.text, { ...pools.text, bytes: 1200 });
  const files = fc.array(fc.constant(pools.file), { minLength: 1, maxLength: 2 });
  const followKey = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...pools.followKeys) },
    { weight: 1, arbitrary: keyid },
  );
  const speaker = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...pools.speakers) },
    { weight: 1, arbitrary: index },
  );
  const source = fc.record({ name: code, id: fc.constantFrom('1', '__proto__', 'a/b') });
  const common = {
    origin: fc.oneof({ weight: 19, arbitrary: fc.constant(pools.origin) }, { weight: 1, arbitrary: fc.constant('a') }),
    at: fc.oneof({ weight: 4, arbitrary: fc.constant('2026-01-05T08:00:00.000Z') }, { weight: 1, arbitrary: time }),
    seen: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...pools.roots.slice(-4, -1)) },
      { weight: 1, arbitrary: fc.constantFrom(...pools.roots) },
    ),
  };
  const own = {
    ...common,
    by: fc.oneof(
      mandate.map((one) => [one]),
      fc.array(mandate, { minLength: 1, maxLength: 3 }),
    ),
  };
  const official = {
    ...own,
    case: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...pools.cases) }, { weight: 1, arbitrary: index }),
  };
  const signers = {
    offices: fc.array(code, { minLength: 1, maxLength: 3 }),
    signatures: fc.integer({ min: 1, max: 16 }),
  };
  const act = fc.record({ ...signers, countersigned: fc.record(signers) }, { requiredKeys: ['offices', 'signatures'] });
  const choices = fc.uniqueArray(fc.record({ code, title }), {
    minLength: 1,
    maxLength: 4,
    selector: (choice) => choice.code,
  });
  const outcomes = fc.uniqueArray(
    fc.record({ code, title, action: fc.constant(true as const) }, { requiredKeys: ['code', 'title'] }),
    { minLength: 1, maxLength: 4, selector: (choice) => choice.code },
  );
  const stages = fc.uniqueArray(
    fc.record({ code, title, admits: fc.array(fc.constantFrom(...stagedKinds), { maxLength: 4 }) }),
    { minLength: 1, maxLength: 4, selector: (stage) => stage.code },
  );
  const span = fc.record({
    days: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constant(3650)),
    count: fc.constantFrom('working', 'calendar'),
  });
  const registrars = fc.array(fc.record({ person, key: keyid }), { minLength: 1, maxLength: 4 });
  const threshold = fc.integer({ min: 1, max: 3 });
  const logKey = fc.oneof(fc.constantFrom(...pools.vkeys), fc.string({ unit: 'binary', minLength: 1, maxLength: 150 }));
  const date = fc.constantFrom('0000-01-01', '2026-01-06', '2026-03-02', '2028-02-29', '9999-12-31');
  const version = fc.oneof(fc.integer({ min: 1, max: 3 }), fc.constant(1_000_000));
  const registered = {
    ...own,
    id: code,
    version,
    title,
    status: fc.constantFrom('pilot', 'in-use', 'retired'),
    text,
  } as const;
  const used = fc.oneof(fc.constant('none' as const), fc.array(index, { minLength: 1, maxLength: 3 }));
  /** With fields that may be left out, now and then. */
  const record = <T extends object, K extends keyof T>(
    fields: { readonly [F in keyof T]: fc.Arbitrary<T[F]> },
    optional: readonly K[],
  ) =>
    fc.record(fields, {
      requiredKeys: (Object.keys(fields) as (keyof T)[]).filter((key) => !optional.includes(key as K)) as Exclude<
        keyof T,
        K
      >[],
    });
  const kind = <K extends Kind>(name: K) => fc.constant(name);
  const voice = { ...official, channel: fc.constantFrom(...channels), author: fc.constantFrom(...authorKinds) };

  const target = { entry: index, digest: fc.constantFrom(pools.text.digest, pools.file.digest, '0'.repeat(64)) };
  const archive = fc.constant({ sha256: '0'.repeat(64) });
  const targets = fc.array(fc.record(target), { minLength: 1, maxLength: 3 });
  const takenOut = {
    ...official,
    ...target,
    ground: code,
    basis: title,
    told: fc.constantFrom('yes', 'no', 'unreachable'),
    appeal: text,
    text,
  } as const;

  const spokenBy = <T extends { by?: number[] }>(from: number, { by: _, ...said }: T) => ({ ...said, speaker: from });
  /** Taken in or taken down; or by its author's own key. */
  const orSpoken = <T extends { by?: number[] }>(said: fc.Arbitrary<T>) =>
    fc.oneof(
      said,
      fc.tuple(speaker, said).map(([from, one]) => spokenBy(from, one)),
    );
  /** In a case, or outside any. */
  const orOutside = <T extends { by: number[]; case: number }>(said: fc.Arbitrary<T>) =>
    fc.oneof(
      said,
      said.map(({ by: _, case: _case, ...rest }) => rest),
    );

  const kinds: { readonly [K in Kind]: fc.Arbitrary<StatementOf<K>> } = {
    'ledger-opened': fc.record({
      kind: kind('ledger-opened'),
      ...common,
      authority: fc.record({ name: title, lang: fc.constant('en') }),
      licence: fc.constant('CC0-1.0'),
      registrars,
      threshold,
      logKey,
      intakeKey: keyid,
    }),
    'registrars-changed': fc.record({ kind: kind('registrars-changed'), ...common, registrars, threshold }),
    'office-defined': record(
      {
        kind: kind('office-defined'),
        ...common,
        office: code,
        title,
        body: fc.constantFrom(...bodies),
        may: fc.array(fc.constantFrom(...officialKinds), { minLength: 1, maxLength: 6 }),
      },
      ['body'],
    ),
    'mandate-granted': record(
      {
        kind: kind('mandate-granted'),
        ...common,
        office: code,
        person,
        key: keyid,
        from: time,
        until: time,
        holder: text,
      },
      ['until', 'holder'],
    ),
    'mandate-ended': fc.record({
      kind: kind('mandate-ended'),
      ...common,
      mandate,
      reason: fc.constantFrom('resigned', 'other'),
    }),
    'key-rotated': fc.record({ kind: kind('key-rotated'), ...common, from: keyid, to: keyid }),
    'key-revoked': fc.record({
      kind: kind('key-revoked'),
      ...common,
      key: keyid,
      reason: fc.constantFrom('lost', 'other'),
    }),
    'log-key-rotated': fc.record({ kind: kind('log-key-rotated'), ...common, logKey }),
    'calendar-published': fc.record({
      kind: kind('calendar-published'),
      ...common,
      version,
      zone: fc.constantFrom('UTC', 'Pacific/Apia'),
      offsets: fc.constantFrom(
        [{ from: '0000-01-01T00:00:00.000Z', minutes: 900 }],
        [
          { from: '2011-09-24T14:00:00.000Z', minutes: -600 },
          { from: '2026-01-06T10:00:00.000Z', minutes: 840 },
          { from: '9999-12-31T23:59:59.999Z', minutes: -900 },
        ],
      ),
      weekdays: fc.constantFrom([1, 2, 3, 4, 5], [7], [1, 2, 3, 4, 5, 6, 7]),
      holidays: fc.constantFrom([], ['0000-01-01', '2026-01-06', '2026-01-07']),
      until: fc.constantFrom('2026-12-31', '9999-12-31'),
    }),
    'process-published': record(
      {
        kind: kind('process-published'),
        ...common,
        process: code,
        version,
        title,
        level: fc.constantFrom(...participationLevels),
        authors: fc.array(fc.constantFrom(...authorKinds), { minLength: 1, maxLength: 6 }),
        stages,
        acts: fc.record(
          Object.fromEntries(caseKinds.map((name) => [name, act])) as Record<(typeof caseKinds)[number], typeof act>,
          { requiredKeys: [] },
        ),
        outcomes,
        dispositions: choices,
        accounting: fc.constantFrom('refuse', 'record'),
        decisionStates: fc.array(fc.constantFrom(...decisionParts), { minLength: 1, maxLength: 4 }),
        support: fc.record({ threshold: fc.integer({ min: 1, max: 300 }) }),
        clocks: fc.record(
          {
            acknowledge: span,
            respond: span,
            decide: span,
            'carry-out': span,
            evaluate: span,
            answer: span,
            moderate: span,
          },
          { requiredKeys: [] },
        ),
        moderation: fc.constant('before' as const),
        grounds: choices,
        areas: choices,
        retention: record({ days: fc.integer({ min: 1, max: 36_500 }), archive: fc.constant('before' as const) }, [
          'archive',
        ]),
      },
      ['stages', 'decisionStates', 'support', 'moderation', 'grounds', 'areas', 'retention'],
    ),
    'input-received': record(
      {
        kind: kind('input-received'),
        ...common,
        by: own.by,
        channel: voice.channel,
        author: voice.author,
        category: code,
        area: code,
        source,
        followKey,
        files,
        text,
        place,
      },
      ['by', 'category', 'area', 'source', 'followKey', 'files', 'place'],
    )
      // Seldom in an area: most processes know none.
      .chain(({ area, ...input }) => fc.nat(9).map((n) => (n > 0 || area === undefined ? input : { ...input, area })))
      .chain((input) =>
        fc.oneof(
          official.case.map((id) => ({ ...input, case: id })),
          fc.tuple(official.case, speaker).map(([id, from]) => {
            const { source: _, ...unsourced } = input;
            return spokenBy(from, { ...unsourced, case: id });
          }),
          fc.record({ id: code, version: fc.integer({ min: 1, max: 3 }) }).map((process) => ({ ...input, process })),
        ),
      ),
    'support-added': record(
      {
        kind: kind('support-added'),
        ...voice,
        nonce: fc.constant('0'.repeat(32)),
        count: fc.constantFrom(1, 1, 99, 10_000_000),
      },
      ['by'],
    ),
    acknowledgement: record({ kind: kind('acknowledgement'), ...official, text }, ['text']),
    question: record({ kind: kind('question'), ...official, to: code, files, text }, ['to', 'files']),
    answer: orSpoken(
      record(
        { kind: kind('answer'), ...official, answers: index, result: fc.constantFrom(...answerResults), files, text },
        ['by', 'result', 'files'],
      ),
    ),
    response: record({ kind: kind('response'), ...official, files, text }, ['files']),
    referral: fc.oneof(
      record({ kind: kind('referral'), ...official, to: code, text }, ['text']),
      record({ kind: kind('referral'), ...official, elsewhere: title, text }, ['text']),
    ),
    'stage-opened': record({ kind: kind('stage-opened'), ...official, stage: code, text }, ['text']),
    'case-linked': fc.record({
      kind: kind('case-linked'),
      ...official,
      other: official.case,
      relation: fc.constantFrom('related', 'follows', 'same-place', 'contradicts'),
    }),
    'cases-merged': fc.record({ kind: kind('cases-merged'), ...official, into: official.case, text }),
    'case-split': fc.record({
      kind: kind('case-split'),
      ...official,
      inputs: fc.array(index, { minLength: 1, maxLength: 3 }),
      text,
    }),
    decision: record(
      {
        kind: kind('decision'),
        ...official,
        outcome: code,
        basis: title,
        text,
        goal: text,
        options: fc.array(text, { minLength: 1, maxLength: 2 }),
        effect: fc.record({ expected: text, measure: text }),
        interests: fc.oneof(fc.constant('none' as const), text),
        algorithms: used,
        data: used,
        review: fc.record({ reviewer: mandate, appeal: text }),
        files,
      },
      ['goal', 'options', 'effect', 'interests', 'review', 'files'],
    ),
    dispositions: fc.record({
      kind: kind('dispositions'),
      ...official,
      items: fc.array(fc.record({ code, inputs: fc.array(index, { minLength: 1, maxLength: 4 }), reason: text }), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
    dissent: fc.record({ kind: kind('dissent'), ...official, from: index, text }),
    commitment: record(
      {
        kind: kind('commitment'),
        ...official,
        office: code,
        carrier: fc.constantFrom('authority', 'supplier', 'citizens', 'other'),
        decision: index,
        term: date,
        funding: text,
        text,
      },
      ['decision'],
    ),
    milestone: fc.record({
      kind: kind('milestone'),
      ...official,
      commitment: index,
      progress: fc.constantFrom(...progressSteps),
      text,
    }),
    evaluation: orSpoken(
      record(
        {
          kind: kind('evaluation'),
          ...official,
          nonce: fc.constant('0'.repeat(32)),
          heard: fc.constantFrom(...evaluationAnswers),
          explained: fc.constantFrom(...evaluationAnswers),
          achieved: fc.constantFrom(...evaluationAnswers),
          text,
        },
        ['by', 'text'],
      ),
    ),
    'evidence-cited': fc.record({
      kind: kind('evidence-cited'),
      ...official,
      sha256: fc.constant('0'.repeat(64)),
      retrieved: time,
      text,
    }),
    appeal: orSpoken(
      record({ kind: kind('appeal'), ...voice, against: index, followKey, files, text }, ['by', 'followKey', 'files']),
    ),
    dispute: orSpoken(
      record({ kind: kind('dispute'), ...voice, against: index, followKey, files, text }, ['by', 'followKey', 'files']),
    ),
    withdrawal: fc.record({ kind: kind('withdrawal'), ...common, case: official.case, speaker }),
    'erasure-request': record({ kind: kind('erasure-request'), ...common, case: official.case, speaker, ...target }, [
      'speaker',
    ]),
    correction: fc.record({ kind: kind('correction'), ...official, corrects: index, text }),
    'content-published': fc.record({ kind: kind('content-published'), ...official, items: targets }),
    'content-withheld': orOutside(record({ kind: kind('content-withheld'), ...takenOut }, ['text'])),
    'content-redacted': orOutside(
      record({ kind: kind('content-redacted'), ...takenOut, replacement: text }, ['text', 'replacement']),
    ),
    'content-restored': orOutside(record({ kind: kind('content-restored'), ...official, ...target, text }, ['text'])),
    'retention-applied': record({ kind: kind('retention-applied'), ...official, items: targets, archive }, ['archive']),
    'algorithm-registered': record(
      { kind: kind('algorithm-registered'), ...registered, impact: fc.constantFrom('high', 'limited'), supplier: code },
      ['supplier'],
    ),
    'data-use-registered': fc.record({ kind: kind('data-use-registered'), ...registered, basis: title }),
    'nudge-registered': fc.record({ kind: kind('nudge-registered'), ...registered }),
    'supplier-statement': record(
      {
        kind: kind('supplier-statement'),
        ...own,
        about: fc.constantFrom('deployment', 'incident', 'change', 'other'),
        concerns: fc.array(index, { minLength: 1, maxLength: 3 }),
        text,
      },
      ['concerns'],
    ),
    'device-observation': record(
      {
        kind: kind('device-observation'),
        ...own,
        case: official.case,
        quantity: code,
        value: fc.oneof(fc.integer(), fc.constantFrom(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)),
        scale: fc.nat(9),
        unit: title,
        area: code,
      },
      ['case', 'area'],
    ),
    'figure-reply': record(
      {
        kind: kind('figure-reply'),
        ...own,
        office: code,
        figure: fc.constantFrom(...figureNames),
        process: code,
        from: fc.constantFrom('2026-01-01', '2026-02-28'),
        until: fc.constantFrom('2026-01-31', '2027-01-01'),
        size: fc.oneof(
          index.map((i) => Math.max(1, i)),
          fc.constant(1),
        ),
        text,
      },
      ['process', 'from', 'until'],
    ),
  };
  return fc.oneof(...Object.values(kinds));
}
