/** What an audit makes of a log key that was replaced. SPEC 12, M35. */
import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { test } from 'node:test';
import { audit, type AuditCode, type AuditOptions, type AuditResult } from './audit.ts';
import { utf8 } from './bytes.ts';
import { formatLedgerInfo, parseLedgerInfo } from './ledger-info.ts';
import { formatNote, parseNote, parseVerifierKey } from './note.ts';
import { nodePlatformPooled } from './platform-node.ts';
import type { Actor } from './testing/builder.ts';
import { openCity, tellCase, type City } from './testing/city.ts';
import { mapSource } from './testing/map-source.ts';
import { tilePath } from './tile.ts';

const platform = nodePlatformPooled(crypto);

interface Rotated extends City {
  readonly next: Actor;
  /** The entry that put the new key in force. */
  readonly rotation: number;
}

/** A case, the rotation, another case. */
async function rotate(city: City, name = 'second log', from?: Actor): Promise<Rotated> {
  const { ledger, registrars } = city;
  await tellCase(city);
  const next = await ledger.actor(name);
  const said = { kind: 'log-key-rotated', logKey: ledger.vkeyOf(next) } as const;
  const rotation = await ledger.say(said, registrars[0], registrars[1], from ?? ledger.logKey, next);
  await tellCase(city, 'Another wish.');
  return { ...city, next, rotation };
}

interface Shown {
  readonly signers: readonly Actor[];
  readonly listed: Actor;
  readonly size?: number;
}

async function filesOf({ ledger }: City, { signers, listed, size }: Shown): Promise<Map<string, Uint8Array>> {
  const files = await ledger.files(size);
  files.set('checkpoint', utf8(await ledger.checkpoint(size, signers)));
  const info = parseLedgerInfo(files.get('ledger.json') ?? assert.fail());
  return files.set('ledger.json', formatLedgerInfo({ ...info, logKey: ledger.vkeyOf(listed) }));
}

async function auditShown(city: City, shown: Shown, options: Options = {}): Promise<AuditResult> {
  return auditFiles(city, await filesOf(city, shown), options);
}

interface Options {
  readonly given?: Actor;
  /** Notes. */
  readonly remembered?: readonly string[];
  readonly source?: AuditOptions['source'];
}

async function auditFiles(
  { ledger }: City,
  files: ReadonlyMap<string, Uint8Array>,
  { given, remembered = [], source = mapSource(files) }: Options,
): Promise<AuditResult> {
  const pinnedKey = given === undefined ? undefined : parseVerifierKey(ledger.vkeyOf(given));
  return audit({ source, platform, pinnedKey, remembered: () => Promise.resolve(remembered) });
}

function codes({ findings }: AuditResult): AuditCode[] {
  return findings.map(({ code }) => code);
}

test('who was given the old key is led to the new one by the entry that the old key signed, and told so', async () => {
  const city = await rotate(await openCity());
  const { ledger, next, rotation } = city;
  for (const signers of [[next], [next, ledger.logKey]]) {
    const result = await auditShown(city, { signers, listed: next }, { given: ledger.logKey });
    assert.equal(result.verdict, 'verified');
    assert.deepEqual(codes(result), ['key-followed']);
    assert.equal(result.findings[0]?.severity, 'fact');
    assert.equal(result.findings[0].entry, rotation);
    assert.equal(result.held?.keyFrom, 'followed');
    assert.equal(result.held.key, ledger.vkeyOf(next));
  }
});

test('who was given the new key hears nothing of the old one', async () => {
  const city = await rotate(await openCity());
  const { ledger, next } = city;
  const result = await auditShown(city, { signers: [next, ledger.logKey], listed: next }, { given: next });
  assert.deepEqual(result.findings, []);
  assert.equal(result.held?.keyFrom, 'given');
  const unasked = await auditShown(city, { signers: [next], listed: next });
  assert.deepEqual(unasked.findings, []);
  assert.equal(unasked.held?.keyFrom, 'ledger.json');
});

test('a key that was replaced twice leads to the newest', async () => {
  const first = await rotate(await openCity());
  const city = await rotate(first, 'third log', first.next);
  const { ledger, next } = city;
  for (const given of [ledger.logKey, first.next]) {
    const result = await auditShown(city, { signers: [next], listed: next }, { given });
    assert.equal(result.verdict, 'verified');
    assert.deepEqual(codes(result), ['key-followed']);
    assert.equal(result.held?.key, ledger.vkeyOf(next));
  }
  assert.deepEqual(codes(await auditShown(city, { signers: [first.next], listed: first.next })), ['key-not-in-force']);
});

test('a checkpoint remembered from before is still compared, and the new key is told of', async () => {
  const city = await rotate(await openCity());
  const { ledger, next, rotation } = city;
  const before = await ledger.checkpoint(rotation - 1);
  const result = await auditShown(city, { signers: [next], listed: next }, { remembered: [before] });
  assert.equal(result.verdict, 'verified');
  assert.deepEqual(codes(result), ['key-followed']);
  assert.equal(result.findings[0]?.entry, rotation);
  assert.equal(result.held?.reproduced, 1);
  assert.equal(result.held.extendsRemembered, true);
  const both = await ledger.checkpoint(rotation + 2, [next, ledger.logKey]);
  const later = await auditShown(city, { signers: [next], listed: next }, { remembered: [both] });
  assert.deepEqual(later.findings, []);
});

test('a checkpoint remembered from before that the record does not lead to is found under the old key, too', async () => {
  const city = await rotate(await openCity());
  const { ledger, next, rotation } = city;
  const elsewhere = await openCity();
  await tellCase(elsewhere, 'Something else.');
  const before = await elsewhere.ledger.checkpoint(rotation - 1, [ledger.logKey]);
  const result = await auditShown(city, { signers: [next], listed: next }, { remembered: [before] });
  assert.ok(codes(result).includes('history-rewritten'));
  assert.equal(result.held?.extendsRemembered, false);
});

test('a remembered checkpoint signed by a key that was not in force at its size is not taken', async () => {
  const city = await rotate(await openCity());
  const { ledger, next, rotation } = city;
  const stranger = await ledger.actor('stranger');
  const late = await ledger.checkpoint(rotation + 2);
  const foreign = await ledger.checkpoint(rotation - 1, [stranger]);
  for (const remembered of [[late], [foreign]]) {
    const result = await auditShown(city, { signers: [next], listed: next }, { remembered });
    assert.deepEqual(codes(result), ['key-changed']);
    assert.equal(result.held?.extendsRemembered, false);
  }
});

test('the old key alone does not do once the rotation lies below', async () => {
  const city = await rotate(await openCity());
  const { ledger, next, rotation } = city;
  for (const given of [undefined, ledger.logKey]) {
    for (const listed of given === undefined ? [ledger.logKey] : [ledger.logKey, next]) {
      const options = given === undefined ? {} : { given };
      const result = await auditShown(city, { signers: [ledger.logKey], listed }, options);
      assert.deepEqual(codes(result), ['key-not-in-force']);
      assert.equal(result.findings[0]?.entry, rotation);
      assert.equal(result.verdict, 'wrong');
    }
  }
  const upToThere = { signers: [ledger.logKey], listed: ledger.logKey, size: rotation };
  assert.equal((await auditShown(city, upToThere)).verdict, 'verified');
});

test('a key that never was one of this log is refused, and one that came later than the copy, too', async () => {
  const city = await rotate(await openCity());
  const { ledger, next, rotation } = city;
  const stranger = await ledger.actor('stranger');
  const never = await auditShown(city, { signers: [next, ledger.logKey], listed: next }, { given: stranger });
  assert.deepEqual(codes(never), ['key-differs']);
  const older = { signers: [ledger.logKey], listed: ledger.logKey, size: rotation };
  assert.deepEqual(codes(await auditShown(city, older, { given: next })), ['key-differs']);
});

test('ledger.json must name the key in force', async () => {
  const city = await rotate(await openCity());
  const { ledger, next } = city;
  const signers = [next, ledger.logKey];
  for (const options of [{}, { given: next }]) {
    const result = await auditShown(city, { signers, listed: ledger.logKey }, options);
    assert.deepEqual(codes(result), ['ledger-info-differs']);
    assert.equal(result.findings[0]?.field, 'logKey');
  }
});

test('a wrong signature of the key that was given is not passed over for the sake of a right one', async () => {
  const city = await rotate(await openCity());
  const { ledger, next } = city;
  const files = await filesOf(city, { signers: [next, ledger.logKey], listed: next });
  const { text, signatures } = parseNote(files.get('checkpoint') ?? assert.fail());
  const [right, other] = signatures;
  assert.ok(right !== undefined && other !== undefined);
  files.set('checkpoint', utf8(formatNote(text, [right, { ...other, signature: right.signature }])));
  const result = await auditFiles(city, files, { given: ledger.logKey });
  assert.deepEqual(codes(result), ['checkpoint-signature', 'entries-unseen']);
});

test('a key that is replaced while the first two files are read is no reason to accuse anybody', async () => {
  const city = await rotate(await openCity());
  const { ledger, next, rotation } = city;
  const files = await filesOf(city, { signers: [next], listed: next });
  const early = utf8(await ledger.checkpoint(rotation));
  let asked = 0;
  const source: AuditOptions['source'] = {
    read: (path, maxBytes) =>
      path === 'checkpoint' && asked++ === 0 ? Promise.resolve(early) : mapSource(files).read(path, maxBytes),
  };
  const result = await auditFiles(city, files, { source });
  assert.equal(result.verdict, 'verified');
  assert.equal(result.held?.size, ledger.entries.length);
});

test('where the entry that replaced the key is lost, nobody is accused of using another', async () => {
  const city = await rotate(await openCity());
  const { ledger, next } = city;
  const files = await filesOf(city, { signers: [next], listed: next });
  files.delete(tilePath('entries', 0, ledger.entries.length));
  const before = await ledger.checkpoint(3);
  const result = await auditFiles(city, files, { given: ledger.logKey, remembered: [before] });
  assert.ok(codes(result).includes('key-unjudged'));
  for (const code of ['key-differs', 'key-changed'] as const) assert.ok(!codes(result).includes(code), code);
  assert.equal(result.held?.extendsRemembered, false);
});
