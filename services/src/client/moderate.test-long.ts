import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { parseBase64 } from '@counterfoil/ledger/bytes';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { checkContent } from '@counterfoil/ledger/content';
import { parseEntry } from '@counterfoil/ledger/entry';
import { parseNote } from '@counterfoil/ledger/note';
import { contentRefs, openEnvelope, type Kind, type StatementOf } from '@counterfoil/ledger/statement';
import { followSigner, makeFollowCode } from '@counterfoil/ledger/follow-code';
import { parseTlogProof } from '@counterfoil/ledger/tlog-proof';
import { checkInclusion, leafHash } from '@counterfoil/ledger/tree';
import { firstRules } from '../demo/rules.ts';
import { startTestService, type TestService } from '../testing/service.ts';
import { readCaseFile } from './case-file.ts';
import { textsOfCase } from './case-texts.ts';
import { openDesk } from './desk.ts';
import { auditService } from './testing/audit-service.ts';
import { startFlakyProxy } from './testing/flaky-proxy.ts';
import { openRivermouth, type Rivermouth } from './testing/open-rivermouth.ts';
import { runProgram } from './testing/run-program.ts';
import { signIn, type SignIn } from './testing/sign-in.ts';

interface ArchiveLine {
  readonly type?: string;
  readonly case?: number;
  readonly checkpoint?: string;
  readonly bytes?: string;
  readonly proof?: string;
  readonly texts?: readonly { readonly digest: string; readonly salt: string; readonly text: string }[];
}

const DAY_MS = 86_400_000;
const WHY = [
  ...['--ground', 'personal-data', '--basis', 'Data Protection Act, section 17', '--told', 'no'],
  ...['--appeal', 'Write to the clerk.'],
];

describe('texts in public view at the command line', () => {
  let service: TestService & AsyncDisposable;
  let city: Rivermouth;
  let desk: SignIn;
  let laterMs = 0;
  before(async () => {
    service = await startTestService({ now: () => Date.now() + laterMs });
    city = await openRivermouth(service);
    desk = signIn(service);
  });
  after(async () => {
    city.client.close();
    await service[Symbol.asyncDispose]();
  });
  const send = async (text: string, goes: { process: string } | { case: number }): Promise<number> =>
    (await city.client.sendInput({ text, lang: 'en', author: 'person', ...goes }, { check: true })).index;
  const complain = (text: string): Promise<number> => send(text, { process: 'complaint' });
  const request = (text: string): Promise<number> => send(text, { process: 'service-request' });
  const shownOf = async (digest: string): Promise<string | undefined> => {
    const response = await fetch(`${service.address}/content/${digest}`);
    return response.status === 404 ? undefined : await response.text();
  };
  const textOf = async (entry: number): Promise<string | undefined> => {
    using reading = await openHere();
    const { statement } = await reading.reader.entry(entry);
    return await shownOf(contentRefs(statement)[0]?.digest ?? '');
  };
  const openHere = () =>
    openDesk({
      ...{ key: [], ssh: [], to: service.address, memory: join(service.folder, 'memory') },
      ...{ 'dry-run': false, raw: false, yes: true },
    });
  const newest = async <K extends Kind>(kind: K) => {
    using reading = await openHere();
    return await reading.reader.entryOf(reading.reader.seen.size - 1, kind);
  };

  test('what waits is read by those who may let it through, each text whole; nobody else gets a word', async () => {
    const id = await complain('The clerk at window three laughed at my form.\nTwice.');
    assert.equal(await textOf(id), undefined);
    const shown = await desk.signed(['pending'], ['ruth']);
    assert.match(shown, /^1 text to be looked at by Front desk:/);
    assert.match(shown, new RegExp(`Entry ${id} +case ${id}, since .*: A person on the web`, 'i'));
    assert.match(shown, /window three laughed at my form\.\n +Twice\./);
    for (const line of shown.split('\n')) assert.ok(line.length <= 80, line);
    assert.doesNotMatch(await desk.signed(['pending'], ['ines']), /window three/);
    const posing = await desk.sign(['pending', '--office', 'front-desk'], ['ines']);
    assert.equal(posing.exitCode, 2);
    assert.doesNotMatch(posing.stdout + posing.stderr, /window three/);
    assert.match(await desk.signed(['case', String(id)], ['ruth']), /\(This text waits to be looked at\./);
  });

  test('a text that is not the one that was recorded is shown to nobody', async () => {
    await using proxy = await startFlakyProxy(service.address, ({ path }) =>
      path.startsWith('/api/v1/pending') ? (body) => body.replace('window three', 'window four') : 'pass',
    );
    const lied = await runProgram('client/sign.ts', [
      ...['pending', '--key', desk.fileOf('ruth'), '--to', proxy.address, '--memory', join(service.folder, 'memory')],
    ]);
    assert.equal(lied.exitCode, 2);
    assert.match(lied.stderr, /is not the one that was recorded.*content-foreign/s);
    assert.doesNotMatch(lied.stdout, /window/);
  });

  test('many texts are let through at once: those of a case by one entry', async () => {
    const first = await complain('The bus driver did not wait.');
    const [second, third] = [await send('He never does.', { case: first }), await send('Nor for me.', { case: first })];
    const size = service.recorder.publisher.size;
    const dry = await desk.signed(['publish', `${first}`, `${second}-${third}`, '--dry-run'], ['ruth']);
    assert.match(dry, /Texts +3 texts: entries/);
    assert.match(dry, /He never does\./);
    assert.equal(service.recorder.publisher.size, size);
    const published = await desk.signed(['publish', '--all'], ['ruth']);
    assert.match(published, /4 texts are public now, by 2 entries/);
    assert.equal(service.recorder.publisher.size, size + 2);
    assert.match((await textOf(third)) ?? '', /Nor for me\./);
    const none = await desk.sign(['publish', '--all'], ['ruth']);
    assert.equal(none.exitCode, 2);
    assert.match(none.stderr, /No text waits for your office/);
    const again = await desk.sign(['publish', String(third)], ['ruth']);
    assert.match(again.stderr, new RegExp(`No text of entry ${third} waits`));
  });

  test('a text is withheld with its ground, and restored', async () => {
    const id = await complain('That man is a thief.');
    const noGround = await desk.sign(['withhold', String(id), '--ground', 'boredom'], ['ruth']);
    assert.equal(noGround.exitCode, 2);
    assert.match(noGround.stderr, /--ground: .*insult \(It insults somebody\)/);
    const untold = await desk.sign(
      ['withhold', String(id), '--ground', 'insult', '--basis', 'x', '--told', 'maybe'],
      ['ruth'],
    );
    assert.match(untold.stderr, /--told.*yes, no or unreachable/);
    const shown = await desk.signed(['withhold', String(id), ...WHY], ['ruth']);
    assert.match(shown, /waiting to be looked at now:\n\n +That man is a thief\./);
    assert.match(shown, /Ground +It tells of a person/);
    assert.match(shown, /Person told +no/);
    assert.equal(await textOf(id), undefined);
    assert.match(await desk.signed(['pending'], ['ruth']), /1 text kept back:/);
    assert.match(
      (await desk.signed(['case', String(id)], ['ruth'])).replaceAll(/\s+/g, ' '),
      /\(This text is withheld, by entry \d+ \(It tells of a person/,
    );
    const twice = await desk.sign(['withhold', String(id), ...WHY], ['ruth']);
    assert.match(twice.stderr, /nothing to withhold in entry \d+: what it says is withheld now/);
    const notRuth = await desk.sign(['restore', String(id)], ['ruth']);
    assert.match(notRuth.stderr, /Only these may: council-clerk/);
    const restored = await desk.signed(['restore', String(id), '--text', 'The court said so.'], ['marit']);
    assert.match(restored, /That man is a thief\./);
    assert.match((await textOf(id)) ?? '', /That man is a thief\./);
  });

  test('a passage is blacked out, and what is left is shown before anybody signs', async () => {
    const id = await request('The fence is down. Call 555 01 83, or 555 01 84.');
    const size = service.recorder.publisher.size;
    const typo = await desk.sign(['redact', String(id), ...WHY, '--black', '555 01 85'], ['marit']);
    assert.match(typo.stderr, /does not have “555 01 85”/);
    assert.equal(service.recorder.publisher.size, size);
    const black = ['--black', '555 01 83', '--black', '555 01 84'];
    const shown = await desk.signed(['redact', String(id), ...WHY, ...black], ['marit']);
    assert.match(shown, /In its place\n +The fence is down\. Call █{9}, or █{9}\./);
    assert.match(shown, /! This is for good/);
    assert.equal(await textOf(id), undefined);
    const { statement } = await newest('content-redacted');
    assert.match((await shownOf(statement.replacement?.digest ?? '')) ?? '', /Call █{9}, or █{9}\./);
    const gone = await desk.sign(['restore', String(id)], ['marit']);
    assert.match(gone.stderr, /nothing to restore in entry \d+: what it says is erased now/);
  });

  test('a text that waits, and one that was withheld, can be taken out for good', async () => {
    const id = await complain('Ask Mr Underwood of Tide Lane 4.');
    const other = await complain('Ask his sister.');
    await desk.signed(['withhold', String(other), ...WHY], ['marit']);
    for (const entry of [id, other])
      assert.match(await desk.signed(['redact', String(entry), ...WHY], ['marit']), /Ask (?:Mr|his)/);
    assert.equal(await textOf(id), undefined);
    assert.doesNotMatch(await desk.signed(['pending'], ['marit']), /Underwood|sister/);
  });

  test('of an entry with several texts one has to be named', async () => {
    const id = await request('A swing squeaks.');
    await desk.signed(
      ['account', String(id), '--all-others', '--code', 'adopted', '--reason', 'It is oiled.'],
      ['ines'],
    );
    await desk.signed(
      [
        ...['decide', String(id), '--outcome', 'done', '--basis', 'By-law 4', '--text', 'It swings.'],
        ...['--goal', 'Quiet.', '--algorithms', 'none', '--data', 'none'],
      ],
      ['ines'],
    );
    const { index, statement } = await newest('decision');
    const which = await desk.sign(['withhold', String(index), ...WHY], ['marit']);
    assert.equal(which.exitCode, 2);
    assert.match(which.stderr, /has several texts.*--digest/);
    assert.match(which.stderr, /[0-9a-f]{8} {2}Quiet\./);
    const [first] = contentRefs(statement);
    const args = ['withhold', String(index), ...WHY, '--digest', first?.digest.slice(0, 8) ?? ''];
    assert.match(await desk.signed(args, ['marit']), /is public now/);
  });

  test('several texts of an entry are taken out together, by name or all of them; a passage finds its own text', async () => {
    const id = await request('A bench wobbles.');
    await desk.signed(
      ['account', String(id), '--all-others', '--code', 'adopted', '--reason', 'It is bolted.'],
      ['ines'],
    );
    const says = ['--text', 'It stands. Call 555 02 11.', '--goal', 'Rest for all.', '--effect', 'Nobody falls.'];
    const decide = ['decide', String(id), '--outcome', 'done', '--basis', 'By-law 4', ...says];
    await desk.signed([...decide, '--measure', 'Falls a year.', '--algorithms', 'none', '--data', 'none'], ['ines']);
    const { index, statement } = await newest('decision');
    const own = ['redact', String(index), ...WHY];
    const digests = contentRefs(statement).map(({ digest }) => digest);
    const size = service.recorder.publisher.size;
    for (const [args, why] of [
      [['--black', 'a'], /Several texts of entry \d+ have that.*--digest/s],
      [['--black', '555 02 12'], /No text of entry \d+ that you may read has what is to be blacked out/],
      [['--black', 'Rest', '--all'], /one text at a time/],
      [['--digest', 'zz'], /No text of entry \d+ has a commitment that begins with "zz"/],
      [['--all', '--digest', 'aa'], /one of the two/],
    ] as const) {
      const refused = await desk.sign([...own, ...args], ['marit']);
      assert.equal(refused.exitCode, 2);
      assert.match(refused.stderr, why);
    }
    assert.equal(service.recorder.publisher.size, size);
    assert.match(await desk.signed([...own, '--black', '555 02 11'], ['marit']), /It stands\. Call █{9}\./);
    const left = [];
    for (const digest of digests) if ((await shownOf(digest)) !== undefined) left.push(digest);
    assert.equal(left.length, digests.length - 1);
    assert.ok(left.length > 1);
    const named = left.flatMap((digest) => ['--digest', digest.slice(0, 10)]);
    const withheld = await desk.signed(['withhold', String(index), ...WHY, ...named], ['marit']);
    assert.match(withheld, /Rest for all\./);
    assert.match(withheld, /Nobody falls\./);
    assert.match(withheld, new RegExp(`Statements +${left.length}, each with its fingerprint`));
    assert.equal(service.recorder.publisher.size, size + 1 + left.length);
    const all = await desk.signed(['redact', String(index), ...WHY, '--all'], ['marit']);
    assert.match(all, new RegExp(`Statements +${left.length}, `));
    assert.equal(service.recorder.publisher.size, size + 1 + 2 * left.length);
    const none = await desk.sign([...own, '--all'], ['marit']);
    assert.match(none.stderr, /nothing to redact in entry \d+: what it says is erased now/);
  });

  test('what is due says that somebody wants a text erased, and with which command', async () => {
    const code = makeFollowCode(new Uint8Array(29).fill(7));
    const follow = followSigner(code);
    const input = {
      text: 'My name is Wilma Oakes.',
      lang: 'en',
      author: 'person',
      process: 'service-request',
    } as const;
    const { index: id } = await city.client.sendInput({ ...input, followKey: follow.keyid });
    using reading = await openHere();
    const digest = contentRefs((await reading.reader.entry(id)).statement)[0]?.digest ?? assert.fail();
    const wish = { kind: 'erasure-request', case: id, speaker: id, entry: id, digest } as const;
    const { index: asks } = await city.client.submit(wish, [follow]);
    const wanted = new RegExp(
      `erase the text of entry ${id}, or say why not, by .*npm run sign -- redact ${id} --digest ${digest.slice(0, 8)} …\\s+npm run sign -- answer ${id} ${asks} `,
      's',
    );
    for (const shown of [await desk.signed(['due'], ['marit']), await desk.signed(['case', String(id)], ['marit'])]) {
      assert.match(shown, wanted);
      assert.doesNotMatch(shown, new RegExp(`answer entry ${asks}`));
      for (const line of shown.split('\n')) assert.ok(line.length <= 80, line);
    }
    await desk.signed(['redact', String(id), ...WHY, '--digest', digest.slice(0, 8)], ['marit']);
    assert.doesNotMatch(await desk.signed(['case', String(id)], ['marit']), /say why not/);
  });

  test('the name of somebody who held an office is erased by registrars: one signs, the other adds it in the tray', async () => {
    const { mandate } = city.hold('noor');
    const name = (await textOf(mandate)) ?? assert.fail();
    const wrong = await desk.sign(['redact', String(mandate), ...WHY], ['registrar-agnes']);
    assert.equal(wrong.exitCode, 2);
    assert.match(
      wrong.stderr.replaceAll(/\s+/g, ' '),
      /--ground: erasure-request \(The person concerned asked for it\), .* or mistake/,
    );
    const usage = await desk.signed(['redact', '--help']);
    assert.match(
      usage.replaceAll(/\s+/g, ' '),
      /erasure-request, third-party, defamation, court-order, retention or mistake/,
    );
    const why = ['--ground', 'erasure-request', ...WHY.slice(2)];
    const notHers = await desk.sign(['redact', String(mandate), ...why], ['marit']);
    assert.match(notHers.stderr, /is not the key of a registrar/);
    const named = await desk.sign(['redact', String(mandate), ...why, '--with', '3'], ['registrar-agnes']);
    assert.match(named.stderr.replaceAll(/\s+/g, ' '), /registrars sign, and --with names none/);

    await desk.signed(['withhold', String(mandate), ...why], ['registrar-agnes', 'registrar-celia']);
    assert.equal(await textOf(mandate), undefined);
    await desk.signed(['restore', String(mandate)], ['registrar-agnes', 'registrar-celia']);
    assert.equal(await textOf(mandate), name);

    const placed = await desk.signed(['redact', String(mandate), ...why], ['registrar-agnes']);
    assert.match(placed, /which is public now:\n\n {4}Noor Castellane/);
    assert.match(placed, /Ground +The person concerned asked for it/);
    assert.match(placed, /! This is for good/);
    assert.match(placed.replaceAll(/\s+/g, ' '), /2 registrars must sign together/);
    assert.equal(await textOf(mandate), name);
    const [, number = ''] = /tray sign ([0-9a-f]{12})/.exec(placed) ?? [];
    const shown = await desk.signed(['tray', 'sign', number], ['registrar-celia']);
    assert.match(shown, /Ground +The person concerned asked for it/);
    assert.match(shown, /Recorded as entry/);
    assert.equal(await textOf(mandate), undefined);
    const gone = await desk.sign(['restore', String(mandate)], ['registrar-agnes']);
    assert.match(gone.stderr, /nothing to restore in entry \d+: what it says is erased now/);
  });

  test('texts that were kept long enough are found and erased, and those that were not are announced', async () => {
    const rules = firstRules.find(({ process }) => process === 'complaint');
    const file = join(service.folder, 'rules.json');
    const { moderate: _, ...clocks } = rules?.clocks ?? {};
    const next = {
      kind: 'process-published',
      ...rules,
      version: 2,
      clocks,
      moderation: undefined,
      retention: { days: 2, archive: 'before' },
    };
    await writeFile(file, JSON.stringify(next));
    await desk.signed([file], ['registrar-agnes', 'registrar-celia']);
    const id = await complain('The porter whistled.');
    await desk.signed(['account', String(id), '--all-others', '--code', 'adopted', '--reason', 'He stops.'], ['marit']);
    const decide = [
      'decide',
      String(id),
      '--outcome',
      'upheld',
      '--basis',
      'By-law 5',
      '--text',
      'He whistles no more.',
    ];
    await desk.signed([...decide, '--algorithms', 'none', '--data', 'none'], ['helen']);
    const size = service.recorder.publisher.size;
    const early = await desk.signed(['retention'], ['marit']);
    assert.match(early, /No text is due to be erased by Clerk of the council/);
    assert.match(early, new RegExp(`Case ${id} +3 texts, from`));
    assert.equal(service.recorder.publisher.size, size);

    laterMs = 3 * DAY_MS;
    const clock = join(service.folder, 'later.mjs');
    await writeFile(
      clock,
      `const Now = Date;
globalThis.Date = class extends Now {
  constructor(...given) { if (given.length === 0) super(Now.now() + ${laterMs}); else super(...given); }
  static now() { return Now.now() + ${laterMs}; }
};`,
    );
    const env = { NODE_OPTIONS: `--import=${pathToFileURL(clock).href}` };
    const without = await desk.sign(['retention'], ['marit'], { env });
    assert.equal(without.exitCode, 2);
    assert.match(without.stderr.replaceAll(/\s+/g, ' '), /wants an archive to have the texts .* --archive <folder>/);
    assert.equal(service.recorder.publisher.size, size);

    const archive = join(service.folder, 'archive');
    const erased = await desk.signed(['retention', '--archive', archive], ['marit'], { env });
    await checkArchive(archive, id, await newest('retention-applied'));
    assert.match(erased, /Texts +3 texts: entries/);
    assert.match(erased, /texts are kept for\s+2 days/);
    assert.match(erased, /3 texts are erased now, by entry \d+/);
    assert.equal(await textOf(id), undefined);
    assert.match(
      (await desk.signed(['case', String(id)], ['marit'])).replaceAll(/\s+/g, ' '),
      /\(This text was erased, by entry \d+\.\)/,
    );
  });

  test('what the command works out of the entries is what the rulebook keeps', async () => {
    const rows = await service.db.selectFrom('state').select(['id', 'value']).where('kind', '=', 'content').execute();
    const kept = rows
      .map(({ id, value }) => ({ id, ...(value as { case: number | null; state: string; by: number | null }) }))
      .filter((one): one is typeof one & { case: number } => one.case !== null);
    assert.deepEqual([...new Set(kept.map(({ state }) => state))].toSorted(), ['erased', 'public', 'withheld']);
    using reading = await openHere();
    for (const id of new Set(kept.map((one) => one.case))) {
      const texts = textsOfCase(await readCaseFile(reading, id));
      const found = [...texts].map(([digest, { state, by }]) => `${digest} ${state} ${by ?? ''}`);
      const own = kept.filter((one) => one.case === id).map((one) => `${one.id} ${one.state} ${one.by ?? ''}`);
      assert.deepEqual(found.toSorted(), own.toSorted());
    }
  });

  /** What an archive has can be proved by the file alone, and it is what the entry names. */
  const checkArchive = async (
    folder: string,
    id: number,
    { statement }: { statement: StatementOf<'retention-applied'> },
  ): Promise<void> => {
    const files = await readdir(folder);
    assert.equal(files.length, 1, files.join());
    const bytes = await readFile(join(folder, files[0] ?? ''));
    assert.equal(statement.archive?.sha256, hash('sha256', bytes));
    const [head, ...lines] = bytes
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as ArchiveLine);
    assert.deepEqual([head?.type, head?.case], ['counterfoil-archive', id]);
    assert.deepEqual(
      lines.flatMap(({ texts = [] }) => texts.map(({ digest }) => digest)).toSorted(),
      statement.items.map(({ digest }) => digest).toSorted(),
    );
    for (const { bytes: entry = '', proof = '', texts = [] } of lines) {
      const { index, proof: hashes, checkpoint } = parseTlogProof(proof);
      assert.equal(checkpoint, head?.checkpoint);
      const { size, root } = parseCheckpoint(parseNote(checkpoint).text);
      const leaf = leafHash(parseBase64(entry));
      assert.ok(checkInclusion({ index, size, root, proof: hashes, leafHash: leaf }));
      const refs = contentRefs(openEnvelope(parseEntry(parseBase64(entry)).envelope).statement);
      for (const { digest, salt, text } of texts) {
        const ref = refs.find((one) => one.digest === digest);
        assert.ok(ref !== undefined && checkContent(ref, { salt: parseBase64(salt), text }));
      }
    }
    assert.match(bytes.toString(), /The porter whistled\./);
  };

  test('at the end the whole ledger verifies', async () => {
    const audited = await auditService(service);
    assert.equal(audited.verdict, 'verified', JSON.stringify(audited.findings.slice(0, 3)));
    assert.ok((audited.tally.takenOut?.erased ?? 0) >= 6);
    const outside = audited.tally.takenOut?.grounds.filter(({ registrars }) => registrars);
    assert.deepEqual(outside, [
      {
        ...{ ground: 'erasure-request', registrars: true, title: 'The person concerned asked for it' },
        ...{ withheld: 0, erased: 1, first: [city.hold('noor').mandate] },
      },
    ]);
  });
});
