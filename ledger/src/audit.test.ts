import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { test } from 'node:test';
import { audit, SourceError, type AuditCode, type AuditOptions, type AuditResult } from './audit.ts';
import { base64, utf8 } from './bytes.ts';
import { formatEntry, parseEntry, prevField } from './entry.ts';
import { formatVerifierKey, parseNote, parseVerifierKey, signNote } from './note.ts';
import { formatCheckpoint } from './checkpoint.ts';
import { nodePlatformPooled } from './platform-node.ts';
import { createVerifier } from './signature.ts';
import { openEnvelope } from './statement.ts';
import { openCity, tellCase, type City } from './testing/city.ts';
import { LedgerBuilder, type Said } from './testing/builder.ts';
import { mapSource } from './testing/map-source.ts';
import { tilePath } from './tile.ts';

const platform = nodePlatformPooled(crypto);
const verifier = createVerifier(platform);

type Files = Map<string, Uint8Array | SourceError>;

async function auditFiles(files: Files, options: Partial<AuditOptions> = {}): Promise<AuditResult> {
  return audit({ source: mapSource(files), platform, verifier, ...options });
}

async function auditLedger(ledger: LedgerBuilder, options: Partial<AuditOptions> = {}): Promise<AuditResult> {
  return auditFiles(await ledger.files(), options);
}

function codes(result: AuditResult): AuditCode[] {
  return result.findings.map(({ code }) => code);
}

/** The city with one case told to its end: 18 entries. */
async function oneCase(): Promise<City & { readonly id: number }> {
  const city = await openCity();
  return { ...city, id: await tellCase(city) };
}

test('an honest ledger verifies, and the result says what was looked at', async () => {
  const { ledger } = await oneCase();
  const progress: number[] = [];
  const result = await auditLedger(ledger, { onProgress: ({ entries }) => progress.push(entries) });
  assert.equal(result.verdict, 'verified');
  assert.deepEqual(result.findings, []);
  assert.deepEqual(result.tally, {
    entries: 18,
    signatures: 29,
    texts: 10,
    cases: 1,
    takenOut: { pending: 0, withheld: 0, erased: 0, grounds: [] },
    newest: '2026-01-05T08:00:17.000Z',
    unaccounted: 0,
    passedOver: 0,
    copied: 0,
    overdue: 0,
    firstOverdue: undefined,
    tiles: 1,
  });
  assert.deepEqual(progress, [18]);
  assert.equal(result.held?.keyFrom, 'ledger.json');
  assert.equal(result.held.authority, 'City of Rivermouth');
  assert.equal(result.held.size, 18);
  assert.equal(result.held.root, base64(ledger.rootAt(18) ?? assert.fail()));
});

test('an empty ledger verifies: the log has signed that it is empty', async () => {
  const result = await auditLedger(await LedgerBuilder.create());
  assert.equal(result.verdict, 'verified');
  assert.equal(result.held?.size, 0);
});

test('facts are reported and leave the verdict alone', async () => {
  const city = await openCity();
  const { ledger, mandate, mayor } = city;
  const id = await ledger.say(
    {
      kind: 'input-received',
      process: { id: 'service-request', version: 1 },
      channel: 'web',
      author: 'person',
      text: ledger.text('A lamp is out.'),
    },
    ledger.intakeKey,
  );
  const text = ledger.text('Decided without looking.');
  const decided = await ledger.say(
    {
      kind: 'decision',
      by: [mandate.mayor],
      case: id,
      outcome: 'refused',
      basis: 'None',
      algorithms: 'none',
      data: 'none',
      text,
    },
    mayor,
  );
  const result = await auditLedger(ledger);
  assert.equal(result.verdict, 'verified');
  assert.deepEqual(result.counts, { failure: 0, unseen: 0, fact: 1 });
  assert.equal(result.findings[0]?.code, 'decided-unaccounted');
  assert.equal(result.findings[0].entry, decided);
  assert.equal(result.findings[0].case, id);
});

/** What an operator could record who holds the log key and the intake key and does not ask the rulebook. */
const hostile: readonly {
  readonly name: string;
  readonly code: AuditCode;
  readonly act: (city: City & { readonly id: number }) => Promise<unknown>;
}[] = [
  {
    name: 'a decision by an office that may not decide',
    code: 'act-not-allowed',
    act: async ({ ledger, clerk, mandate, id }) =>
      ledger.record(
        await ledger.sign(
          {
            kind: 'decision',
            by: [mandate.clerk],
            case: id,
            outcome: 'granted',
            basis: 'None',
            algorithms: 'none',
            data: 'none',
            text: ledger.text('I say so.'),
          },
          [clerk],
        ),
      ),
  },
  {
    name: 'an act under the mandate of somebody else',
    code: 'mandate-key',
    act: async ({ ledger, clerk, mandate, id }) =>
      ledger.record(
        await ledger.sign({ kind: 'response', by: [mandate.mayor], case: id, text: ledger.text('No.') }, [clerk]),
      ),
  },
  {
    name: 'an input by a key that has no part in the ledger',
    code: 'key-unknown',
    act: async ({ ledger }) =>
      ledger.record(
        await ledger.sign(
          {
            kind: 'input-received',
            process: { id: 'service-request', version: 1 },
            channel: 'web',
            author: 'person',
            text: ledger.text('I was never here.'),
          },
          [await ledger.actor('stranger')],
        ),
      ),
  },
  {
    name: 'a signature of somebody else',
    code: 'signature-wrong',
    act: async ({ ledger, parks, mayor, mandate, id }) => {
      const said: Said = { kind: 'response', by: [mandate.parks], case: id, text: ledger.text('Yes.') };
      const [own, other] = [await ledger.sign(said, [parks]), await ledger.sign(said, [mayor])];
      const [mine] = own.signatures;
      const [theirs] = other.signatures;
      ledger.record({ ...own, signatures: [{ keyid: mine?.keyid ?? '', sig: theirs?.sig ?? '' }] });
    },
  },
  {
    name: 'an act under a mandate nobody was given',
    code: 'mandate-unknown',
    act: async ({ ledger, parks, id }) =>
      ledger.record(await ledger.sign({ kind: 'response', by: [2], case: id, text: ledger.text('Soon.') }, [parks])),
  },
  {
    name: 'the same statement twice',
    code: 'statement-repeated',
    act: async ({ ledger, id }) => ledger.record(parseEntry(ledger.entries[id + 2] as Uint8Array).envelope),
  },
  {
    name: 'a second decision in a decided case',
    code: 'case-decided',
    act: async ({ ledger, mayor, mandate, id }) =>
      ledger.record(
        await ledger.sign(
          {
            kind: 'decision',
            by: [mandate.mayor],
            case: id,
            outcome: 'refused',
            basis: 'Second thoughts',
            algorithms: 'none',
            data: 'none',
            text: ledger.text('After all, no.'),
          },
          [mayor],
        ),
      ),
  },
  {
    name: 'a statement made in sight of another history',
    code: 'seen-unknown',
    act: async ({ ledger, parks, mandate, id }) =>
      ledger.record(
        await ledger.sign(
          {
            kind: 'response',
            by: [mandate.parks],
            case: id,
            text: ledger.text('Elsewhere.'),
            seen: { size: 9, root: base64(ledger.rootAt(8) ?? assert.fail()) },
          },
          [parks],
        ),
      ),
  },
  {
    name: 'a statement from the future',
    code: 'at-future',
    act: async ({ ledger, parks, mandate, id }) =>
      ledger.record(
        await ledger.sign(
          {
            kind: 'response',
            by: [mandate.parks],
            case: id,
            text: ledger.text('Tomorrow.'),
            at: '2026-01-06T00:00:00.000Z',
          },
          [parks],
        ),
      ),
  },
  {
    name: 'a second opening',
    code: 'ledger-already-opened',
    act: async ({ ledger }) => ledger.record(parseEntry(ledger.entries[0] as Uint8Array).envelope),
  },
  {
    name: 'a mandate that a single registrar granted',
    code: 'threshold-unmet',
    act: async ({ ledger, registrars, deputy }) =>
      ledger.record(
        await ledger.sign(
          { kind: 'mandate-granted', office: 'mayor', person: deputy.person, key: deputy.keyid, from: ledger.now },
          [registrars[0]],
        ),
      ),
  },
  {
    name: 'an entry that goes back in time',
    code: 'time-backwards',
    act: async ({ ledger, parks, mandate, id }) => {
      ledger.nowMs -= 60_000;
      await ledger.say({ kind: 'response', by: [mandate.parks], case: id, text: ledger.text('Earlier.') }, parks);
      ledger.nowMs += 60_000;
    },
  },
  {
    name: 'an entry that does not follow the one before it',
    code: 'chain-broken',
    act: async ({ ledger, parks, mandate, id }) => {
      const said: Said = { kind: 'response', by: [mandate.parks], case: id, text: ledger.text('Unlinked.') };
      const envelope = await ledger.sign(said, [parks]);
      const prev = prevField(ledger.leaves[3]);
      ledger.append(formatEntry({ index: ledger.entries.length, time: ledger.now, prev, envelope }));
    },
  },
  {
    name: 'an entry with the index of another place',
    code: 'index-wrong',
    act: async ({ ledger, parks, mandate, id }) => {
      const said: Said = { kind: 'response', by: [mandate.parks], case: id, text: ledger.text('Misplaced.') };
      const envelope = await ledger.sign(said, [parks]);
      ledger.append(formatEntry({ index: 3, time: ledger.now, prev: prevField(ledger.leaves.at(-1)), envelope }));
    },
  },
  {
    name: 'bytes that are no entry',
    code: 'entry-malformed',
    act: async ({ ledger }) => Promise.resolve(ledger.append(utf8('{"hello":"world"}'))),
  },
  {
    name: 'an envelope that holds no statement',
    code: 'statement-malformed',
    act: async ({ ledger, parks }) => {
      const payload = utf8('{"kind":"unheard-of"}');
      const signed = await parks.signBytes(payload);
      ledger.record({
        payload: base64(payload),
        payloadType: 'text/plain',
        signatures: [{ keyid: parks.keyid, sig: base64(signed) }],
      });
    },
  },
];

for (const { name, code, act } of hostile) {
  test(`a hostile operator records ${name}: the entry is named, and nothing else is`, async () => {
    const city = await oneCase();
    const index = city.ledger.entries.length;
    await act(city);
    // What comes after is in order and must not be accused.
    await tellCase(city, 'Another wish.');
    const result = await auditLedger(city.ledger);
    const [first, ...others] = result.findings;
    const found = JSON.stringify(result.findings, null, 1);
    assert.equal(first?.code, code, found);
    assert.equal(first.entry, index, found);
    assert.equal(first.severity, 'failure');
    // Only a broken chain cannot be told from a changed neighbour without a word about both.
    assert.deepEqual(others, [], found);
    assert.equal(result.verdict, 'wrong');
  });
}

/** The same history told again by whoever holds the log key, with another entry at `index`; officials cannot be made to sign again. */
async function rewrite(ledger: LedgerBuilder, index: number): Promise<LedgerBuilder> {
  const other = await LedgerBuilder.create();
  for (const [digest, content] of ledger.contents) other.contents.set(digest, content);
  for (const [i, bytes] of ledger.entries.entries()) {
    const { envelope } = parseEntry(bytes);
    const { statement } = openEnvelope(envelope);
    if (i !== index) other.record(envelope);
    else if (statement.kind === 'input-received')
      other.record(await ledger.sign({ ...statement, category: 'roads' }, [ledger.intakeKey]));
    else assert.fail('only the intake key is in the hands of the operator');
  }
  return other;
}

test('a history rewritten with the log key is betrayed by the next official who had seen it', async () => {
  const city = await oneCase();
  const second = await tellCase(city, 'A second wish.');
  const other = await rewrite(city.ledger, second);
  assert.equal(other.entries.length, city.ledger.entries.length);
  const result = await auditLedger(other);
  const [first] = result.findings;
  assert.equal(first?.code, 'seen-unknown');
  assert.equal(first.entry, second + 1);
  assert.equal(first.field, 'seen');
  assert.match(first.sentence, new RegExp(`something else among entries ${second - 1} to ${second}\\.`));
  assert.equal(result.verdict, 'wrong');
});

test('a rewritten history does not reproduce a checkpoint that is remembered', async () => {
  const city = await oneCase();
  const second = await tellCase(city, 'A second wish.');
  const remembered = [await city.ledger.checkpoint(second), await city.ledger.checkpoint(second + 1)];
  const other = await rewrite(city.ledger, second);
  const result = await auditLedger(other, { remembered: async () => Promise.resolve(remembered) });
  const found = result.findings.find(({ code }) => code === 'history-rewritten');
  assert.match(found?.sentence ?? '', new RegExp(`It is entry ${second} that is not what it was`));
  assert.equal(result.held?.extendsRemembered, false);
  assert.equal(result.held.reproduced, 1);
});

test('two checkpoints of the same size with different roots are reported, with what the entries say of it', async () => {
  const city = await oneCase();
  const second = await tellCase(city, 'A second wish.');
  const remembered = [await city.ledger.checkpoint()];
  const other = await rewrite(city.ledger, second);
  const result = await auditLedger(other, { remembered: async () => Promise.resolve(remembered) });
  const found = result.findings.find(({ code }) => code === 'history-rewritten');
  assert.equal(found?.file, 'checkpoint');
  assert.equal(found.among?.last, other.entries.length - 1);
  assert.equal(found.proof?.size, other.entries.length);
});

test('a remembered checkpoint of another log key, or one that is damaged, is not passed over', async () => {
  const { ledger } = await oneCase();
  const stranger = await ledger.actor('stranger');
  const key = parseVerifierKey(formatVerifierKey(ledger.origin, stranger.publicKey));
  const text = parseNote(await ledger.checkpoint()).text;
  const foreign = await signNote(text, key, (message) => stranger.signBytes(message));
  const changed = await auditLedger(ledger, { remembered: async () => Promise.resolve([foreign]) });
  assert.deepEqual(codes(changed), ['key-changed']);
  assert.equal(changed.verdict, 'wrong');
  const damaged = await auditLedger(ledger, { remembered: async () => Promise.resolve(['scribble']) });
  assert.deepEqual(codes(damaged), ['memory-unreadable']);
  assert.equal(damaged.verdict, 'unchecked');
  assert.equal(damaged.held?.extendsRemembered, false);
});

test('the key that was given decides, not the one that ledger.json names', async () => {
  const { ledger } = await oneCase();
  const own = await auditLedger(ledger, { pinnedKey: parseVerifierKey(ledger.vkey) });
  assert.equal(own.verdict, 'verified');
  assert.equal(own.held?.keyFrom, 'given');
  const stranger = await ledger.actor('stranger');
  const other = parseVerifierKey(formatVerifierKey(ledger.origin, stranger.publicKey));
  const result = await auditLedger(ledger, { pinnedKey: other });
  assert.deepEqual(codes(result), ['key-differs']);
  assert.equal(result.verdict, 'wrong');
});

test('a checkpoint under a name that no ledger can have is refused: it would be shown, and remembered by it', async () => {
  const ledger = await LedgerBuilder.create('ledger.example.org/\u009b2Jverified\u202e');
  ledger.append(utf8('{}'));
  const result = await auditLedger(ledger, { pinnedKey: parseVerifierKey(ledger.vkey) });
  assert.deepEqual(codes(result), ['ledger-info-wrong', 'checkpoint-malformed', 'entries-unseen']);
  assert.equal(result.held, undefined);
  assert.doesNotMatch(result.findings.map(({ sentence }) => sentence).join(), /[\u009b\u202e]/);
});

test('a checkpoint signed with another key is refused, and lines of unknown keys are not looked at', async () => {
  const { ledger } = await oneCase();
  const files: Files = await ledger.files();
  const note = await ledger.checkpoint();
  const { text } = parseNote(note);
  const stranger = await ledger.actor('stranger');
  const sameName = parseVerifierKey(formatVerifierKey(ledger.origin, stranger.publicKey));
  const forged = await signNote(text, sameName, (message) => stranger.signBytes(message));
  files.set('checkpoint', utf8(forged));
  assert.equal((await auditFiles(files)).findings[0]?.code, 'checkpoint-unsigned');

  const witness = await signNote(
    text,
    parseVerifierKey(formatVerifierKey('witness.example', stranger.publicKey)),
    (m) => stranger.signBytes(m),
  );
  const linesOf = (signed: string): string => signed.slice(text.length + 1);
  files.set('checkpoint', utf8(note + linesOf(witness) + linesOf(forged)));
  assert.equal((await auditFiles(files)).verdict, 'verified');
});

test('a checkpoint for other entries than those that are here', async () => {
  const { ledger } = await oneCase();
  const files: Files = await ledger.files();
  const other = { origin: ledger.origin, size: 18, root: platform.sha256(utf8('other entries')) };
  const note = await signNote(formatCheckpoint(other), parseVerifierKey(ledger.vkey), (m) =>
    ledger.logKey.signBytes(m),
  );
  files.set('checkpoint', utf8(note));
  const result = await auditFiles(files);
  assert.deepEqual(codes(result), ['root-differs']);
  assert.equal(result.findings[0]?.file, 'checkpoint');
});

test('the first entry must name the key that signs the checkpoint', async () => {
  const city = await oneCase();
  const { ledger } = city;
  const files: Files = await ledger.files();
  const usurper = await ledger.actor('usurper');
  const key = formatVerifierKey(ledger.origin, usurper.publicKey);
  const { text } = parseNote(await ledger.checkpoint());
  files.set('checkpoint', utf8(await signNote(text, parseVerifierKey(key), (m) => usurper.signBytes(m))));
  const info = files.get('ledger.json');
  assert.ok(info instanceof Uint8Array);
  files.set('ledger.json', utf8(new TextDecoder().decode(info).replace(ledger.vkey, key)));
  const result = await auditFiles(files);
  assert.equal(result.findings[0]?.code, 'opening-differs');
  assert.equal(result.findings[0].entry, 0);
});

test('an entry that is lost ends the replay of the rules, and that is said', async () => {
  const city = await oneCase();
  const files: Files = await city.ledger.files();
  const path = tilePath('entries', 0, 18);
  const bundle = Uint8Array.from(files.get(path) as Uint8Array);
  bundle[bundle.length - 40] = (bundle[bundle.length - 40] ?? 0) ^ 1;
  files.set(path, bundle);
  const result = await auditFiles(files);
  assert.deepEqual(codes(result), ['entry-changed', 'rules-unjudged']);
  assert.equal(result.findings[0]?.entry, 17);
  assert.equal(result.tally.entries, 17);
});

const down = new SourceError('unreachable', 'The line is dead.');

test('what cannot be read is never taken for wrong, and never for right', async () => {
  const { ledger, id } = await oneCase();
  const honest = await ledger.files();
  const { statement } = openEnvelope(parseEntry(ledger.entries[id] as Uint8Array).envelope);
  assert.ok(statement.kind === 'input-received');
  for (const [path, expected] of [
    ['ledger.json', ['file-unreadable', 'entries-unseen']],
    ['checkpoint', ['file-unreadable']],
    [tilePath(0, 0, 18), ['file-unreadable']],
    [tilePath('entries', 0, 18), ['file-unreadable', 'rules-unjudged']],
    [`content/${statement.text.digest}`, ['file-unreadable']],
  ] as const) {
    const files: Files = new Map<string, Uint8Array | SourceError>(honest).set(path, down);
    const result = await auditFiles(files);
    assert.equal(result.verdict, 'unchecked', path);
    assert.deepEqual(codes(result), expected, path);
    assert.equal(result.findings[0]?.file, path);
    assert.match(result.findings[0].sentence, /The line is dead/);
  }
});

test('where neither entries nor hashes can be read, everything after them is listed as unseen', async () => {
  const { ledger } = await oneCase();
  const files: Files = await ledger.files();
  files.set(tilePath(0, 0, 18), down).set(tilePath('entries', 0, 18), down);
  const result = await auditFiles(files);
  assert.equal(result.verdict, 'unchecked');
  assert.deepEqual(codes(result), ['file-unreadable', 'file-unreadable', 'entries-unseen']);
  assert.match(result.findings[2]?.sentence ?? '', /entries 0 to 17/);
});

test('nothing at all is not a ledger, and no verdict on one', async () => {
  for (const files of [
    new Map(),
    new Map([
      ['checkpoint', utf8('<html>')],
      ['ledger.json', utf8('<html>')],
    ]),
  ]) {
    const result = await auditFiles(files);
    assert.equal(result.verdict, 'unchecked');
    assert.deepEqual(codes(result), ['not-a-ledger']);
  }
});

test('full tiles and bundles stand in for partial ones that have gone', async () => {
  const city = await openCity();
  while (city.ledger.entries.length < 256) await tellCase(city);
  const files: Files = await city.ledger.files();
  files.set('checkpoint', utf8(await city.ledger.checkpoint(200)));
  assert.equal((await auditFiles(files)).verdict, 'verified');
  const bundle = Uint8Array.from(files.get(tilePath('entries', 0)) as Uint8Array);
  bundle[1000] = (bundle[1000] ?? 0) ^ 1;
  files.set(tilePath('entries', 0), bundle);
  const result = await auditFiles(files);
  assert.equal(result.findings[0]?.entry, 0);
  assert.equal(result.findings[0].file, tilePath('entries', 0));
});

test('a checkpoint that claims more entries than anybody could look for ends where the record ends', async () => {
  const { ledger } = await oneCase();
  const files: Files = await ledger.files();
  const claimed = { origin: ledger.origin, size: Number.MAX_SAFE_INTEGER, root: ledger.rootAt(18) ?? assert.fail() };
  const note = await signNote(formatCheckpoint(claimed), parseVerifierKey(ledger.vkey), (m) =>
    ledger.logKey.signBytes(m),
  );
  files.set('checkpoint', utf8(note));
  const result = await auditFiles(files);
  assert.equal(result.verdict, 'wrong');
  assert.deepEqual(codes(result), ['file-missing', 'file-missing', 'entries-unseen']);
});

test('what a record says cannot write over the verdict on a terminal', async () => {
  const { ledger } = await oneCase();
  const stranger = await ledger.actor('stranger');
  const payload = utf8('{}');
  const sig = base64(await stranger.signBytes(payload));
  const payloadType = '\u001b[2J\u001b[H\u202eVerified\u009b1m';
  ledger.record({ payload: base64(payload), payloadType, signatures: [{ keyid: stranger.keyid, sig }] });
  const result = await auditLedger(ledger);
  assert.equal(result.findings[0]?.code, 'statement-malformed');
  assert.doesNotMatch(result.findings[0].sentence, /[\p{Cc}\p{Cf}]/u);
});

test('a platform that is broken is an error, not a verdict', async () => {
  const { ledger } = await oneCase();
  const broken = { ...platform, verifyEd25519: () => Promise.reject(new Error('out of order')) };
  await assert.rejects(
    auditFiles(await ledger.files(), { platform: broken, verifier: createVerifier(broken) }),
    /out of order/,
  );
});
