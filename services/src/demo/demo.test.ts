import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parseContent } from '@counterfoil/ledger/content';
import { parseEntry } from '@counterfoil/ledger/entry';
import { caseObligations, matterObligation, obligationKinds, textObligation } from '@counterfoil/ledger/obligations';
import {
  contentRefs,
  openEnvelope,
  statementSchema,
  type Kind,
  type Statement,
  type StatementOf,
} from '@counterfoil/ledger/statement';
import { auditService } from '../client/testing/audit-service.ts';
import { runProgram, type Ran } from '../client/testing/run-program.ts';
import { findFreeText } from '../testing/free-text.ts';
import { startTestService, type TestService } from '../testing/service.ts';
import { VERIFIER_SUM } from './verifier-sum.ts';
import type { StateKind, StateShapes } from '@counterfoil/ledger/state';

/** State by its identifiers. */
type Rows<K extends StateKind> = readonly (readonly [id: string, value: StateShapes[K]])[];

describe('the story of the invented city', () => {
  let service: TestService & AsyncDisposable;
  let ran: Ran;
  let statements: readonly Statement[];
  let cases: Rows<'case'>;
  const now = new Date().toISOString();
  const read = async <K extends StateKind>(kind: K): Promise<Rows<K>> => {
    const rows = await service.db.selectFrom('state').select(['id', 'value']).where('kind', '=', kind).execute();
    return rows.map(({ id, value }) => [id, value as StateShapes[K]]);
  };
  const said = <K extends Kind>(kind: K): readonly StatementOf<K>[] =>
    statements.filter((statement): statement is StatementOf<K> => statement.kind === kind);
  const tell = (): Promise<Ran> =>
    runProgram('demo/main.ts', ['--to', service.address, '--keys', join(service.folder, 'people')], {
      env: { COUNTERFOIL_OPENING_TOKEN: service.openingToken },
    });
  before(async () => {
    service = await startTestService();
    ran = await tell();
    const entries = await service.db.selectFrom('entries').select('bytes').orderBy('index').execute();
    statements = entries.map(({ bytes }) => openEnvelope(parseEntry(bytes).envelope).statement);
    cases = await read('case');
  });
  after(async () => {
    await service[Symbol.asyncDispose]();
  });

  test('is told to its end', () => {
    assert.equal(ran.exitCode, 0, ran.stderr);
    assert.match(ran.stdout, new RegExp(`Told: ${statements.length} entries`));
    assert.ok(cases.length >= 30, String(cases.length));
  });

  test('nothing of it on the log is in the words of anybody', () => {
    assert.deepEqual(statements.flatMap(findFreeText), []);
  });

  test('every entry of it holds before an auditor', async () => {
    const { verdict, findings, tally } = await auditService(service);
    assert.equal(verdict, 'verified', JSON.stringify(findings.filter(({ severity }) => severity !== 'fact')));
    assert.equal(tally.entries, statements.length);
    assert.deepEqual([...new Set(findings.map(({ code }) => code))].toSorted(), [
      ...['content-erased', 'content-pending', 'decided-unaccounted', 'step-late'],
    ]);
  });

  test('has every kind of statement but two: one takes the private key of the log, for the other years have to pass', () => {
    const told = new Set<Kind>(statements.map(({ kind }) => kind));
    const kinds = statementSchema.def.options.flatMap(({ def }) => def.shape.kind.def.values);
    assert.deepEqual(
      kinds.filter((kind) => !told.has(kind)),
      ['log-key-rotated', 'retention-applied'],
    );
  });

  test('has every disposition, several languages, and people who come by every door', () => {
    const dispositions = new Set(said('dispositions').flatMap(({ items }) => items.map(({ code }) => code)));
    assert.deepEqual([...dispositions].toSorted(), [
      'adopted',
      'duplicate',
      'out-of-competence',
      'partly-adopted',
      'rejected',
    ]);
    const languages = new Set(statements.flatMap((statement) => contentRefs(statement).map(({ lang }) => lang)));
    assert.deepEqual([...languages].toSorted(), ['de', 'en', 'es', 'zh-Hant']);
    const inputs = said('input-received');
    assert.deepEqual([...new Set(inputs.map(({ author }) => author))].toSorted(), [
      'meeting',
      'organisation',
      'person',
    ]);
    assert.ok(new Set(inputs.map(({ channel }) => channel)).size >= 7);
  });

  test('has the sum of the one-file verifier in the words of its supplier', async () => {
    const found = said('supplier-statement').filter(
      ({ about, concerns }) => about === 'deployment' && concerns === undefined,
    );
    assert.equal(found.length, 1);
    const answer = await fetch(new URL(`/content/${found[0]?.text.digest}`, service.address));
    const { text } = parseContent(await answer.bytes());
    assert.ok(text.includes(`SHA-256 ${VERIFIER_SUM}`), text);
  });

  test('has cases in every state', async () => {
    const rules = new Map(await read('rules'));
    const owed = cases.map(([, of]) => {
      const under = rules.get(`${of.process}/${of.version}`);
      assert.ok(under !== undefined);
      return { of, steps: caseObligations(of, under, now) };
    });
    const some = (what: string, is: (found: (typeof owed)[number]) => boolean): void =>
      assert.ok(owed.some(is), `no case is ${what}`);
    some(
      'just received',
      ({ of, steps }) => of.acknowledged === null && of.responded === null && !steps.some(({ overdue }) => overdue),
    );
    some('acknowledged only', ({ of }) => of.acknowledged !== null && of.responded === null && of.decided === null);
    some('answered and open', ({ of }) => of.responded !== null && of.decided === null);
    some('decided and accounted', ({ of }) => of.decided !== null && of.unaccounted === 0);
    some('decided and not wholly accounted', ({ of }) => of.decided !== null && of.unaccounted > 0);
    some(
      'overdue with everything',
      ({ steps }) => steps.length === 3 && steps.every(({ overdue, met }) => overdue && met === null),
    );
    some(
      'overdue with the answer alone',
      ({ of, steps }) =>
        of.acknowledged !== null &&
        steps.some(({ kind, overdue, met }) => kind === 'respond' && overdue && met === null),
    );
    some('under older rules than those in force', ({ of }) => of.process === 'service-request' && of.version === 1);
    some('merged into another', ({ of }) => of.merged !== null);
    some('passed to another office', ({ of }) => of.office !== null);
    some('between its first stage and its last', ({ of }) => of.stage === 'jury' || of.stage === 'weighing');
    some('carried out and evaluated', ({ of }) => of.carriedOut !== null && of.evaluated !== null);
    some('short of the supporters it takes', ({ of }) => of.supporters < 100 && of.process === 'petition');
    some(
      'owed an answer since enough people stood behind it',
      ({ of }) => of.supporters >= 100 && of.decided === null && of.clocks.respond !== undefined,
    );
    const splits = new Set(statements.flatMap(({ kind }, index) => (kind === 'case-split' ? [String(index)] : [])));
    assert.ok(cases.some(([id, of]) => splits.has(id) && of.responded !== null));
    assert.deepEqual([...new Set(owed.map(({ of }) => of.process))].toSorted(), [
      ...['complaint', 'consultation', 'neighbourhood-budget', 'petition', 'service-request'],
    ]);
  });

  test('has texts in every state but one: what was withheld is public again, what was erased is nowhere', async () => {
    const texts = await read('content');
    const of = (state: string): Rows<'content'> => texts.filter(([, content]) => content.state === state);
    const [restored] = said('content-restored');
    assert.equal(new Map(texts).get(restored?.digest ?? '')?.state, 'public');
    assert.deepEqual([of('pending').length, of('withheld').length, of('erased').length], [1, 0, 3]);
    for (const [digest] of [...of('pending'), ...of('erased')])
      assert.equal((await fetch(`${service.address}/content/${digest}`)).status, 404);
    const replaced = said('content-redacted').flatMap(({ replacement }) => replacement ?? []);
    assert.equal(replaced.length, 1);
    const shown = await (await fetch(`${service.address}/content/${replaced[0]?.digest ?? ''}`)).text();
    assert.match(shown, /call her at █{9}, but not before ten/);
    assert.doesNotMatch(shown, /555/);
  });

  test('has obligations of every kind, met and not', async () => {
    const rules = new Map(await read('rules'));
    const all = [
      ...cases.flatMap(([, of]) => {
        const under = rules.get(`${of.process}/${of.version}`);
        return under === undefined ? [] : caseObligations(of, under, now);
      }),
      ...(await read('matter')).map(([id, matter]) => matterObligation(Number(id), matter, now)),
      ...(await read('content')).flatMap(([, content]) => {
        const of = new Map(cases).get(String(content.case));
        const under = of === undefined ? undefined : rules.get(`${of.process}/${of.version}`);
        return (under === undefined ? undefined : textObligation(content, under, now)) ?? [];
      }),
    ];
    for (const met of [true, false])
      assert.deepEqual(
        // What was looked at is owed no more, and nothing is left of it.
        obligationKinds.filter(
          (kind) =>
            !(met && kind === 'moderate') && !all.some((owed) => owed.kind === kind && (owed.met !== null) === met),
        ),
        [],
        met ? 'met' : 'owed',
      );
    for (const kind of ['acknowledge', 'respond', 'decide'])
      assert.ok(
        all.some((owed) => owed.kind === kind && owed.met === null && owed.overdue),
        `nothing is overdue of the kind "${kind}"`,
      );
    assert.ok(
      all.some(({ kind, offices }) => kind === 'answer' && offices.length === 0),
      'the people were asked nothing',
    );
  });

  test('has a decision that an algorithm of high impact and a reviewer stand behind, and the one that took its place', () => {
    const appealed = new Set(said('appeal').map(({ case: id }) => id));
    const decided = said('decision').filter(({ case: id }) => appealed.has(id));
    const [first, second] = decided.filter(({ case: id }) => decided.filter((other) => other.case === id).length === 2);
    assert.ok(first?.algorithms !== undefined && first.algorithms !== 'none' && first.review !== undefined);
    assert.equal(second?.algorithms, 'none');
    const reviewer = statements[first.review.reviewer];
    assert.ok(reviewer?.kind === 'mandate-granted' && !first.by.includes(first.review.reviewer));
  });

  test('has a mandate that ended, a key that was revoked, one that was replaced, and other registrars', async () => {
    assert.deepEqual(
      said('mandate-ended').map(({ reason }) => reason),
      ['resigned', 'key-lost'],
    );
    const granted = said('mandate-granted');
    const twice = granted.filter(({ person }) => granted.filter((other) => other.person === person).length === 2);
    assert.equal(twice.length, 2);
    assert.notEqual(twice[0]?.key, twice[1]?.key);
    assert.deepEqual(
      said('key-revoked').map(({ key }) => key),
      [twice[0]?.key],
    );
    const [rotated] = said('key-rotated');
    const keys = new Map(await read('key'));
    assert.equal(keys.get(rotated?.from ?? '')?.replacedBy, rotated?.to);
    const [opened, changed] = [said('ledger-opened')[0], said('registrars-changed')[0]];
    assert.equal(changed?.registrars.filter(({ key }) => opened?.registrars.every((one) => one.key !== key)).length, 1);
  });

  test('leaves the keys of its people with whoever started it, readable by nobody else, and a guide', async () => {
    const folder = join(service.folder, 'people');
    const files = await readdir(folder);
    assert.equal(files.filter((file) => file.endsWith('.pem')).length, 19);
    const guide = await readFile(join(folder, 'README.txt'), 'utf8');
    const [, by = ''] = /^ +ines\.pem +parks +entry (\d+)$/m.exec(guide) ?? [];
    const mandate = statements[Number(by)];
    assert.ok(mandate?.kind === 'mandate-granted' && mandate.office === 'parks');
    const [, id = '', key = ''] = /npm run sign -- answer (\d+) .*--key \S+\/(\S+) --to/.exec(guide) ?? [];
    assert.ok(files.includes(key) && key === 'ines.pem');
    const open = new Map(cases).get(id);
    assert.ok(open?.process === 'service-request' && open.decided === null);
  });

  test('is not told a second time', async () => {
    const size = service.recorder.publisher.size;
    const again = await tell();
    assert.equal(again.exitCode, 0);
    assert.match(again.stdout, /is open already: there is nothing to tell/);
    assert.equal(service.recorder.publisher.size, size);
  });
});
