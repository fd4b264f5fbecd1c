import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditResult } from '@counterfoil/ledger/audit';
import { auditFinding, Findings, ruleFinding, type AuditFinding } from '@counterfoil/ledger/audit/findings';
import { passedOver } from '@counterfoil/ledger/audit/level';
import { formatJson, formatReport, MAX_SHOWN, wrap } from './report.ts';
import { styleOf } from './style.ts';
import { say } from '@counterfoil/ledger/say';

const plain = { colours: false, columns: 80 };
const circumstances = {
  address: 'https://ledger.example.org',
  seconds: 2,
  memory: { folder: '/state', kept: true },
} as const;

function resultOf(found: readonly AuditFinding[]): AuditResult {
  const findings = new Findings();
  findings.add(...found);
  return {
    verdict: findings.verdict,
    findings: findings.list(),
    counts: findings.counts,
    codes: findings.codes,
    level: 'all',
    goesOn: false,
    held: {
      origin: 'ledger.example.org/city',
      authority: 'City of Rivermouth',
      key: 'ledger.example.org/city+00000000+AAAA',
      keyFrom: 'ledger.json',
      note: 'note',
      size: 12_345,
      root: 'AAAA',
      reproduced: 1,
      extendsRemembered: true,
      vouchers: { witnesses: undefined, unknownLines: 0, postQuantum: undefined },
    },
    tally: {
      ...{ entries: 12_345, signatures: 12_400, texts: 9, cases: 1, newest: '2026-03-02T09:30:00.000Z', tiles: 50 },
      ...{ unaccounted: 0, passedOver: 0, copied: 0, overdue: 0, firstOverdue: undefined },
      takenOut: { pending: 0, withheld: 0, erased: 0, grounds: [] },
    },
  };
}

test('the verdict comes first, in a sentence', () => {
  const report = formatReport(resultOf([]), circumstances, plain);
  assert.equal(
    (report.split('\n\n')[0] ?? '').replaceAll('\n', ' '),
    'Verified, if the log key that this computer knows from its first visit is genuine: 12,345 entries of ledger.example.org/city, nothing altered, every rule kept.',
  );
  assert.match(report, /2\.0 seconds, 6,173 entries a second/);
});

test('each finding names entry, case, field and time', () => {
  const place = { entry: 17, case: 4, field: 'text', file: 'content/00ff', time: '2026-03-02T09:30:00.000Z' };
  const report = formatReport(
    resultOf([auditFinding('content-differs', [say`More words.`], place)]),
    circumstances,
    plain,
  );
  assert.match(
    report,
    /^ALTERED: entry 17: A text is not the one that was signed\.\n\nWhat is wrong \(1\)\n {2}Is it what was recorded\?\n/,
  );
  assert.match(
    report,
    /\n {2}entry 17, case 4, field text, recorded 2 March 2026, 09:30 UTC\n {4}A text is not the one that was signed. More words\.\n/,
  );
  assert.doesNotMatch(report, /00ff/);
});

test('of many findings the first are shown, and all are counted', () => {
  const many = Array.from({ length: MAX_SHOWN + 30 }, (_, entry) => auditFinding('entry-changed', [], { entry }));
  const report = formatReport(resultOf(many), circumstances, plain);
  assert.match(report, /What is wrong \(50\)/);
  assert.match(report, /… and 30 more/);
  assert.match(report, /entry 19\n/);
  assert.doesNotMatch(report, /entry 20\n/);
});

test('many findings of one kind do not hide another', () => {
  const many = Array.from({ length: MAX_SHOWN + 30 }, (_, entry) => auditFinding('content-missing', [], { entry }));
  const report = formatReport(
    resultOf([...many, auditFinding('entry-changed', [], { entry: 99 })]),
    circumstances,
    plain,
  );
  assert.match(report, /entry 18\n/);
  assert.doesNotMatch(report, /entry 19\n/);
  assert.match(
    report,
    /Is it what was recorded\?\n {2}entry 99\n {4}This is not the entry that was recorded here\.\n {2}What has been taken out\?\n(?:.*\n)+ {2}… and 31 more/,
  );
});

test('facts and what was not seen have headings of their own', () => {
  const fact = ruleFinding({ code: 'decided-unaccounted', detail: say`Input 3.` }, { entry: 9 });
  const unseen = auditFinding('file-unreadable', [say`No answer.`], { file: 'tile/0/000' });
  const report = formatReport(resultOf([fact, unseen]), circumstances, plain);
  assert.match(report, /^Could not check tile\/0\/000: A file could not be read\. No answer\.\n/);
  assert.match(report, /What was not checked, and why \(1\)\n {2}tile\/0\/000\n/);
  assert.match(report, /What is worth knowing \(1\)\n {2}Was anybody dropped\?\n {2}entry 9\n/);
});

test('facts of one kind stand together: the first of them, and how many there are', () => {
  const late = Array.from({ length: 1500 }, (_, entry) =>
    ruleFinding({ code: 'step-late', detail: say`"respond" was due.` }, { entry }),
  );
  const other = ruleFinding({ code: 'decided-unaccounted', detail: say`Input 3.` }, { entry: 2000 });
  const report = formatReport(resultOf([...late, other, ...late]), circumstances, plain);
  assert.match(report, /What is worth knowing \(3,001\)/);
  assert.match(report, /entry 2\n.*\n {2}… and 2,997 more; --json lists up to a thousand\.\n {2}entry 2000\n/);
  assert.doesNotMatch(report, /entry 3\n/);
});

test('facts follow the figures, in the order of the questions', () => {
  const facts = [
    auditFinding('content-erased', [], { entry: 5 }),
    ruleFinding({ code: 'step-late', detail: say`Late.` }, { entry: 6 }),
    auditFinding('key-followed', [], { entry: 7 }),
  ];
  const report = formatReport(resultOf(facts), circumstances, plain);
  const order = [
    'What was looked at',
    'What is worth knowing (3)',
    'Is it the same',
    'Was anybody',
    'What has been taken',
  ];
  const places = order.map((words) => report.indexOf(words));
  assert.ok(!places.includes(-1), report);
  assert.deepEqual(
    places.toSorted((a, b) => a - b),
    places,
  );
});

test('a level below all is the first thing that is said, and what it left out has a heading of its own', () => {
  const words = {
    structure: 'Structure verified',
    signatures: 'Structure and signatures verified',
    rules: 'Structure, signatures and rules verified',
  } as const;
  for (const level of ['structure', 'signatures', 'rules'] as const) {
    const over = passedOver(level);
    const report = formatReport({ ...resultOf(over), level }, circumstances, { ...plain, columns: 400 });
    const [first = ''] = report.split('\n');
    assert.ok(first.startsWith(`${words[level]}, if `), first);
    assert.match(first, /; (?:signatures, rules and|rules and)? ?texts (?:and files )?were not looked at\.$/);
    assert.ok(report.includes(`\nWhat was not looked at\n${over.map(({ sentence }) => `  ${sentence}\n`).join('')}`));
    assert.doesNotMatch(report, /What is worth knowing/);
  }
});

test('what the authority owes is counted in plain words, and is nothing wrong with the record', () => {
  const none = formatReport(resultOf([]), circumstances, plain);
  assert.match(none, /Inputs of which nobody has said what became: 0\n/);
  assert.match(none, /Steps overdue when the newest entry was recorded: 0\n/);
  assert.doesNotMatch(none, /data sets/);
  const result = resultOf([]);
  const firstOverdue = { case: 17, entry: null, kind: 'decide', due: '2026-03-01T23:00:00.000Z' } as const;
  const owing = { ...result.tally, unaccounted: 1200, passedOver: 3, copied: 9, overdue: 3, firstOverdue };
  const some = formatReport({ ...result, tally: owing }, circumstances, { colours: false, columns: 200 });
  assert.match(some, /^Verified/);
  assert.match(some, /has said what became: 1,200 \(3 of them in cases decided already\)\n/);
  assert.match(some, /copied from data sets, whose authors were promised nothing: 9\n/);
  assert.match(some, /: 3 \(the first: case 17, decision, since 1 March 2026, 23:00 UTC\)\n/);
  const look = { case: 17, entry: 19, kind: 'moderate', due: '2026-03-01T23:00:00.000Z' } as const;
  const waits = formatReport({ ...result, tally: { ...owing, firstOverdue: look } }, circumstances, {
    colours: false,
    columns: 200,
  });
  assert.match(waits, /the first: case 17, look at what waits to be public in entry 19, since/);
  const unknown = { ...result.tally, unaccounted: undefined };
  assert.doesNotMatch(formatReport({ ...result, tally: unknown }, circumstances, plain), /owes/);
});

test('what is not in public view is counted by ground in plain words, and is nothing wrong with the record', () => {
  const result = resultOf([]);
  const report = (takenOut: AuditResult['tally']['takenOut'], columns = 200): string =>
    formatReport({ ...result, tally: { ...result.tally, takenOut } }, circumstances, { colours: false, columns });
  assert.doesNotMatch(report(result.tally.takenOut), /public view/);
  assert.doesNotMatch(report(undefined), /public view/);
  const privacy = { ground: 'privacy', registrars: false, title: 'Somebody else can be recognised' };
  const some = report({
    ...{ pending: 3, withheld: 1, erased: 2007 },
    grounds: [
      { ...privacy, withheld: 1, erased: 2, first: [21, 23, 40] },
      { ground: 'spam', registrars: false, title: 'Advertising', withheld: 0, erased: 1, first: [22] },
      { ground: 'spam', registrars: true, title: 'Not ours', withheld: 1, erased: 0, first: [12] },
      { ground: null, registrars: false, title: null, withheld: 0, erased: 2004, first: [1, 2, 3, 4, 5] },
    ],
  });
  assert.match(some, /^Verified/);
  assert.match(some, /, 9 texts, 2,011 texts not in public view, 1 case,/);
  assert.match(some, /\nWhat is not in public view\n {2}Texts that wait to be looked at: 3; taken out of view: 1; /);
  assert.match(some, /; erased: 2,007\n/);
  assert.match(
    some,
    /\n {2}Somebody else can be recognised \(privacy\): 1 taken out of view, 2 erased \(entries 21, 23 and 40\)\n/,
  );
  assert.match(some, /\n {2}Advertising \(spam\): 1 erased \(entry 22\)\n/);
  assert.match(some, /\n {2}Not ours \(spam, said by registrars\): 1 taken out of view \(entry 12\)\n/);
  assert.match(
    some,
    /the process says: 2,004 erased \(the first: entries 1, 2, 3, 4 and 5\)\n {2}Nothing is wrong with/,
  );
  const many = Array.from({ length: 12 }, (_, i) => ({ ...privacy, withheld: 0, erased: 1, first: [i] }));
  const long = report({ pending: 0, withheld: 0, erased: 12, grounds: many }, 60);
  assert.match(long, /… and 2 more grounds; --json lists them all\./);
  for (const line of long.split('\n')) assert.ok(line.length <= 60 || /npm run|\+AAAA/.test(line), line);
});

test('no line is longer than the terminal is wide, except what is to be copied', () => {
  for (const columns of [40, 60, 80, 100]) {
    const report = formatReport(resultOf([]), circumstances, { colours: false, columns });
    for (const line of report.split('\n')) assert.ok(line.length <= columns || /npm run|\+AAAA/.test(line), line);
  }
  assert.equal(wrap('one two three', 9, '  '), '  one two\n  three');
  assert.equal(wrap('unbreakable word', 5), 'unbreakable\nword');
});

test('only a terminal gets colours, and not when they are unwanted', () => {
  const terminal = { isTTY: true, columns: 90 };
  assert.deepEqual(styleOf(terminal, {}), { colours: true, columns: 90 });
  assert.deepEqual(styleOf(terminal, { NO_COLOR: '1' }), { colours: false, columns: 90 });
  assert.deepEqual(styleOf(terminal, { TERM: 'dumb' }), { colours: false, columns: 90 });
  assert.deepEqual(styleOf({ isTTY: true, columns: 300 }, {}), { colours: true, columns: 100 });
  assert.deepEqual(styleOf({}, {}), { colours: false, columns: 80 });
  const style = { colours: true, columns: 80 };
  assert.ok(formatReport(resultOf([]), circumstances, style).startsWith('\u001b[1;32mVerified'));
});

test('programs get the same in one JSON object', () => {
  const answer = JSON.parse(formatJson(resultOf([]), circumstances)) as Record<string, unknown>;
  assert.deepEqual(Object.keys(answer), [
    'verdict',
    'level',
    'sentence',
    'address',
    'counts',
    'codes',
    'findings',
    'held',
    'keyTrust',
    'figures',
    'resumed',
    'strays',
    'memory',
  ]);
});

test('what was not read again is said with the verdict, in words and to programs', () => {
  const resumed = { size: 1200, since: '2026-11-20T08:00:00.000Z', until: '2026-11-22T08:00:00.000Z' };
  const said =
    'The first 1,200 entries and their texts were looked at between 20 November 2026 and 22 November 2026 and not again.';
  const text = formatReport(resultOf([]), { ...circumstances, resumed }, { colours: false, columns: 1000 });
  assert.ok(text.split('\n')[0]?.endsWith(said), text);
  const answer = JSON.parse(formatJson(resultOf([]), { ...circumstances, resumed })) as Record<string, unknown>;
  assert.deepEqual([answer['resumed'], String(answer['sentence']).endsWith(said)], [resumed, true]);
});
