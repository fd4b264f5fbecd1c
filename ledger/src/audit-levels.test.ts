/** How far an audit looks: what each level finds, what it says that it left out, and that it left it out. SPEC 12, M98. */
import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { test } from 'node:test';
import { audit, type AuditCode, type AuditOptions, type AuditResult } from './audit.ts';
import { levels, type Level } from './audit/level.ts';
import { contentPath } from './audit/source.ts';
import { base64, concatBytes, parseBase64, utf8 } from './bytes.ts';
import { parseEntry, parseLink } from './entry.ts';
import type { Envelope } from './envelope.ts';
import { parseVerifierKey } from './note.ts';
import { nodePlatformPooled } from './platform-node.ts';
import { createVerifier } from './signature.ts';
import { openCity, tellCase, type City } from './testing/city.ts';
import { mapSource } from './testing/map-source.ts';
import { tilePath } from './tile.ts';

const platform = nodePlatformPooled(crypto);
const verifier = createVerifier(platform);
type Files = Map<string, Uint8Array>;

async function check(files: Files, options: Partial<AuditOptions>): Promise<AuditResult> {
  return audit({ source: mapSource(files), platform, verifier, ...options });
}

function failures({ findings }: AuditResult): AuditCode[] {
  return findings.filter(({ severity }) => severity === 'failure').map(({ code }) => code);
}

function bundlePath({ ledger }: City): string {
  return tilePath('entries', 0, ledger.entries.length);
}

/** The newest envelope again, changed, recorded by whoever holds the log key: chain, tree and checkpoint all fit. */
function forge({ ledger }: City, change: (envelope: Envelope) => Envelope): void {
  ledger.record(change(parseEntry(ledger.entries.at(-1) ?? assert.fail()).envelope));
}

/** A payload that is no statement. */
function says(payload: string): (envelope: Envelope) => Envelope {
  return (envelope) => ({ ...envelope, payload });
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.with(at, (bytes[at] ?? 0) ^ 1);
}

interface Damage {
  readonly name: string;
  /** The first level that finds it; those below must not say that they had looked. */
  readonly level: Level;
  readonly code: AuditCode;
  readonly make: (city: City) => Promise<Files>;
}

const damages: readonly Damage[] = [
  {
    name: 'a byte of an entry',
    level: 'structure',
    code: 'entry-changed',
    async make(city) {
      const files = await city.ledger.files();
      const bundle = files.get(bundlePath(city)) ?? assert.fail();
      return files.set(bundlePath(city), flipped(bundle, 300));
    },
  },
  {
    name: 'a byte of a file of hashes',
    level: 'structure',
    code: 'tile-differs',
    async make({ ledger }) {
      const files = await ledger.files();
      const path = tilePath(0, 0, ledger.entries.length);
      return files.set(path, flipped(files.get(path) ?? assert.fail(), 40));
    },
  },
  {
    name: 'a byte at the end of a bundle that is not there',
    level: 'structure',
    code: 'bundle-malformed',
    async make(city) {
      const files = await city.ledger.files();
      const bundle = files.get(bundlePath(city)) ?? assert.fail();
      return files.set(bundlePath(city), bundle.subarray(0, -1));
    },
  },
  {
    name: 'the signature of the checkpoint',
    level: 'structure',
    code: 'checkpoint-signature',
    async make({ ledger }) {
      const files = await ledger.files();
      const note = new TextDecoder().decode(files.get('checkpoint'));
      return files.set('checkpoint', utf8(note.replace(`\n${ledger.entries.length}\n`, '\n17\n')));
    },
  },
  {
    name: 'a signature that its author never gave, under a tree and a checkpoint that fit',
    level: 'signatures',
    code: 'signature-wrong',
    async make({ ledger }) {
      const process = { id: 'service-request', version: 1 };
      const text = ledger.text('A lamp is out.');
      const said = { kind: 'input-received', process, channel: 'web', author: 'person', text } as const;
      const envelope = await ledger.sign(said, [ledger.intakeKey]);
      const signatures = envelope.signatures.map((one) => ({ ...one, sig: base64(flipped(parseBase64(one.sig), 5)) }));
      ledger.record({ ...envelope, signatures });
      return ledger.files();
    },
  },
  {
    name: 'a statement of a kind that is none',
    level: 'signatures',
    code: 'statement-malformed',
    make(city) {
      forge(city, says('e30='));
      return city.ledger.files();
    },
  },
  {
    name: 'a decision by an office that may not, well signed',
    level: 'rules',
    code: 'act-not-allowed',
    async make({ ledger, mandate, parks }) {
      const text = ledger.text('A lamp is out.');
      const process = { id: 'service-request', version: 1 };
      const id = await ledger.say(
        { kind: 'input-received', process, channel: 'web', author: 'person', text },
        ledger.intakeKey,
      );
      const said = { outcome: 'granted', basis: 'By-law 4', algorithms: 'none', data: 'none' } as const;
      ledger.record(await ledger.sign({ kind: 'decision', by: [mandate.parks], case: id, ...said, text }, [parks]));
      return ledger.files();
    },
  },
  {
    name: 'a ledger.json that gives the authority another name than its registrars signed',
    level: 'rules',
    code: 'ledger-info-differs',
    async make({ ledger }) {
      const files = await ledger.files();
      const text = new TextDecoder().decode(files.get('ledger.json'));
      return files.set('ledger.json', utf8(text.replace('City of Rivermouth', 'City of Rivermount')));
    },
  },
  {
    name: 'a text',
    level: 'all',
    code: 'content-differs',
    async make({ ledger }) {
      const files = await ledger.files();
      const path = contentPath([...ledger.contents.keys()][0] ?? assert.fail());
      return files.set(path, flipped(files.get(path) ?? assert.fail(), 40));
    },
  },
  {
    name: 'a text that is gone',
    level: 'all',
    code: 'content-missing',
    async make({ ledger }) {
      const files = await ledger.files();
      files.delete(contentPath([...ledger.contents.keys()][0] ?? assert.fail()));
      return files;
    },
  },
];

const passedOver: { readonly [L in Level]: readonly AuditCode[] } = {
  structure: ['signatures-passed-over', 'rules-passed-over', 'texts-passed-over'],
  signatures: ['rules-passed-over', 'texts-passed-over'],
  rules: ['texts-passed-over'],
  all: [],
};

async function oneCase(): Promise<City> {
  const city = await openCity();
  await tellCase(city);
  return city;
}

for (const { name, level, code, make } of damages) {
  test(`${name}: found from the level ${level} on, and not looked at below it`, async () => {
    const files = await make(await oneCase());
    for (const asked of levels) {
      const result = await check(files, { level: asked });
      const isFound = levels.indexOf(asked) >= levels.indexOf(level);
      assert.equal(failures(result).includes(code), isFound, `${asked}: ${failures(result).join(', ')}`);
      assert.equal(result.verdict, isFound ? 'wrong' : 'verified', asked);
      assert.equal(result.level, asked);
      if (result.held === undefined) continue;
      for (const over of passedOver.structure)
        assert.equal(result.codes.get(over), passedOver[asked].includes(over) ? 1 : undefined, `${asked}: ${over}`);
    }
  });
}

test('a lower level gives no figures of what it did not look at, and no session could go on from it', async () => {
  const { ledger } = await oneCase();
  const tallies = new Map<Level, AuditResult>();
  for (const level of levels) tallies.set(level, await check(await ledger.files(), { level }));
  const size = ledger.entries.length;
  const looked = levels.map((level) => {
    const { tally, goesOn } = tallies.get(level) ?? assert.fail();
    const { entries, signatures, texts, cases, unaccounted, tiles } = tally;
    return { entries, signatures, texts, cases, unaccounted, tiles, goesOn };
  });
  assert.deepEqual(looked, [
    { entries: size, signatures: 0, texts: 0, cases: 0, unaccounted: undefined, tiles: 1, goesOn: false },
    { entries: size, signatures: 29, texts: 0, cases: 0, unaccounted: undefined, tiles: 1, goesOn: false },
    { entries: size, signatures: 29, texts: 0, cases: 1, unaccounted: 0, tiles: 1, goesOn: true },
    { entries: size, signatures: 29, texts: 10, cases: 1, unaccounted: 0, tiles: 1, goesOn: true },
  ]);
});

test('the structure is read without one signature being checked or one text being asked for', async () => {
  const { ledger } = await oneCase();
  const files = await ledger.files();
  const asked: string[] = [];
  const source = mapSource(files);
  const result = await audit({
    source: { ...source, read: (path, maxBytes) => (asked.push(path), source.read(path, maxBytes)) },
    platform,
    verifier: { ...verifier, verify: verifier.verify.bind(verifier), check: () => assert.fail('a signature') },
    level: 'structure',
  });
  assert.equal(result.verdict, 'verified');
  assert.deepEqual(
    asked.filter((path) => /^(?:content|file|redactions)\//.test(path)),
    [],
  );
});

test('every level holds the record to what was seen before', async () => {
  const [before, now] = [await oneCase(), await oneCase()];
  forge(before, says('e30='));
  forge(now, says('e31='));
  const seen = await before.ledger.checkpoint(before.ledger.entries.length);
  const files = await now.ledger.files();
  for (const level of levels) {
    const result = await check(files, { level, remembered: () => Promise.resolve([seen]) });
    assert.ok(failures(result).includes('history-rewritten'), level);
    assert.equal(result.held?.extendsRemembered, false);
  }
});

test('where the log key was replaced, an old key that was given leads to nothing below the rules', async () => {
  const city = await oneCase();
  const { ledger, registrars } = city;
  const next = await ledger.actor('new log');
  const said = { kind: 'log-key-rotated', logKey: ledger.vkeyOf(next) } as const;
  await ledger.say(said, registrars[0], registrars[1], ledger.logKey, next);
  const files = await ledger.files();
  files.set('checkpoint', utf8(await ledger.checkpoint(ledger.entries.length, [next])));
  const info = new TextDecoder().decode(files.get('ledger.json')).replace(ledger.vkey, ledger.vkeyOf(next));
  files.set('ledger.json', utf8(info));
  const pinnedKey = parseVerifierKey(ledger.vkey);
  for (const level of levels) {
    const { verdict, codes } = await check(files, { level, pinnedKey });
    const isKnown = level === 'rules' || level === 'all';
    assert.equal(verdict, isKnown ? 'verified' : 'unchecked', level);
    assert.equal(codes.has(isKnown ? 'key-followed' : 'key-unjudged'), true, level);
  }
});

test('the link of an entry is read as the whole of it would be, and what has none is refused', async () => {
  const { ledger } = await oneCase();
  for (const bytes of ledger.entries) {
    const { index, prev, time } = parseEntry(bytes);
    assert.deepEqual(parseLink(bytes), { index, prev, time });
    for (const at of [2, 3, 20, 60, 100]) {
      // Shorter by some bytes at the end, or with others put there: no link is made of what is no entry.
      assert.throws(() => parseLink(bytes.subarray(0, -at)), /FormatError/);
      assert.throws(() => parseLink(concatBytes(bytes, bytes.subarray(-at, -1))), /FormatError/);
    }
  }
  assert.throws(() => parseLink(new Uint8Array(70_000)), /FormatError/);
});
