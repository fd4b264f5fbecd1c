import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parseEntry } from '@counterfoil/ledger/entry';
import { obligations } from '@counterfoil/ledger/obligations';
import { contentRefs, openEnvelope, type Kind, type Statement } from '@counterfoil/ledger/statement';
import { auditService } from '../client/testing/audit-service.ts';
import { runProgram, type Ran } from '../client/testing/run-program.ts';
import { startTestService, type TestService } from '../testing/service.ts';
import type { CaseState, StateShapes } from '@counterfoil/ledger/state';

describe('the story of the invented city', () => {
  let service: TestService & AsyncDisposable;
  let ran: Ran;
  let statements: readonly Statement[];
  let cases: readonly (CaseState & { readonly id: number })[];
  const tell = (): Promise<Ran> =>
    runProgram('demo/main.ts', ['--to', service.address, '--keys', join(service.folder, 'people')], {
      env: { COUNTERFOIL_OPENING_TOKEN: service.openingToken },
    });
  before(async () => {
    service = await startTestService();
    ran = await tell();
    const entries = await service.db.selectFrom('entries').select('bytes').orderBy('index').execute();
    statements = entries.map(({ bytes }) => openEnvelope(parseEntry(bytes).envelope).statement);
    const rows = await service.db.selectFrom('state').select(['id', 'value']).where('kind', '=', 'case').execute();
    cases = rows.map(({ id, value }) => ({ ...(value as CaseState), id: Number(id) }));
  });
  after(async () => {
    await service[Symbol.asyncDispose]();
  });

  test('is told to its end', () => {
    assert.equal(ran.exitCode, 0, ran.stderr);
    assert.match(ran.stdout, new RegExp(`Told: ${statements.length} entries`));
    assert.ok(cases.length >= 30, String(cases.length));
  });

  test('every entry of it holds before an auditor', async () => {
    const { verdict, findings, tally } = await auditService(service);
    assert.equal(verdict, 'verified', JSON.stringify(findings.filter(({ severity }) => severity !== 'fact')));
    assert.equal(tally.entries, statements.length);
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['decided-unaccounted'],
    );
  });

  test('has every kind of statement, every disposition and several languages', () => {
    const kinds = new Set<Kind>(statements.map(({ kind }) => kind));
    assert.equal(kinds.size, 11, [...kinds].join(' '));
    const dispositions = new Set(
      statements.flatMap((said) => (said.kind === 'dispositions' ? said.items.map(({ code }) => code) : [])),
    );
    assert.deepEqual([...dispositions].toSorted(), [
      'adopted',
      'duplicate',
      'out-of-competence',
      'partly-adopted',
      'rejected',
    ]);
    const languages = new Set(statements.flatMap((said) => contentRefs(said).map(({ lang }) => lang)));
    assert.deepEqual([...languages].toSorted(), ['de', 'en', 'es', 'zh-Hant']);
    const inputs = statements.filter((said) => said.kind === 'input-received');
    assert.deepEqual([...new Set(inputs.map(({ author }) => author))].toSorted(), [
      'meeting',
      'organisation',
      'person',
    ]);
    assert.ok(new Set(inputs.map(({ channel }) => channel)).size >= 7);
  });

  test('has cases in every state', async () => {
    const rows = await service.db.selectFrom('state').select(['id', 'value']).where('kind', '=', 'rules').execute();
    const rules = new Map(rows.map(({ id, value }) => [id, value as StateShapes['rules']]));
    const now = new Date().toISOString();
    const owed = cases.map((of) => {
      const under = rules.get(`${of.process}/${of.version}`);
      assert.ok(under !== undefined);
      return { of, steps: obligations(of, under, now) };
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
    for (const process of ['service-request', 'consultation', 'petition'])
      some(process, ({ of }) => of.process === process);
  });

  test('has an ended mandate, one that was replaced, and a decision with two signatures', async () => {
    const ended = statements.filter((said) => said.kind === 'mandate-ended');
    assert.deepEqual(
      ended.map(({ reason }) => reason),
      ['resigned', 'key-lost'],
    );
    const granted = statements.filter((said) => said.kind === 'mandate-granted');
    const twice = granted.filter(({ person }) => granted.filter((other) => other.person === person).length === 2);
    assert.equal(twice.length, 2);
    assert.notEqual(twice[0]?.key, twice[1]?.key);
    assert.ok(statements.some((said) => said.kind === 'decision' && said.by.length === 2));
  });

  test('leaves the keys of its people with whoever started it, readable by nobody else, and a guide', async () => {
    const folder = join(service.folder, 'people');
    const files = await readdir(folder);
    assert.equal(files.filter((file) => file.endsWith('.pem')).length, 12);
    const guide = await readFile(join(folder, 'README.txt'), 'utf8');
    const [, by = ''] = /"by": \[(\d+)\]/.exec(guide) ?? [];
    const mandate = statements[Number(by)];
    assert.ok(mandate?.kind === 'mandate-granted' && mandate.office === 'parks');
    const [, id = ''] = /"case": (\d+)/.exec(guide) ?? [];
    const open = cases.find((of) => of.id === Number(id));
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
