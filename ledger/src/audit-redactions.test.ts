/** The signed pages of redactions, and copies that keep no texts. SPEC 10.4, M68, M69. */
import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { test } from 'node:test';
import { audit, type AuditOptions, type AuditResult } from './audit.ts';
import { utf8 } from './bytes.ts';
import { nodePlatformPooled } from './platform-node.ts';
import { createVerifier } from './signature.ts';
import { openLetters } from './testing/letters.ts';
import { mapSource } from './testing/map-source.ts';

const platform = nodePlatformPooled(crypto);
const verifier = createVerifier(platform);
const PAGE = 'redactions/0';

async function letters(): Promise<Map<string, Uint8Array>> {
  const { ledger, ed, say, write } = await openLetters();
  const [hidden, erased] = [await write('My neighbour, Mrs Smith.'), await write('Buy my lamps!')];
  await ledger.say(say.withholds(hidden[0], hidden), ed);
  await ledger.say({ ...say.redacts(erased[0], erased), ground: 'spam' }, ed);
  const files = await ledger.files();
  for (const [, { digest }] of [hidden, erased]) files.delete(`content/${digest}`);
  return files;
}

function check(files: Map<string, Uint8Array>, options: Partial<AuditOptions> = {}): Promise<AuditResult> {
  return audit({ source: mapSource(files), platform, verifier, ...options });
}

function failures({ findings }: AuditResult): string[] {
  return findings.filter(({ severity }) => severity === 'failure').map(({ code, file }) => `${code} ${file ?? ''}`);
}

test('A page of redactions that lists what entries say is right, and without one a file is missing.', async () => {
  const files = await letters();
  assert.equal((await check(files)).verdict, 'verified');
  files.delete(PAGE);
  assert.deepEqual(failures(await check(files)), [`file-missing ${PAGE}`]);
});

test('A page that leaves something out, adds something, or was signed by nobody is found.', async () => {
  const files = await letters();
  const text = new TextDecoder().decode(files.get(PAGE));
  const lines = text.split('\n');
  const forged: Record<string, string[]> = {
    [lines.toSpliced(4, 1).join('\n')]: ['redactions-differ', 'redactions-unsigned'],
    [lines.toSpliced(4, 0, lines[4] ?? '').join('\n')]: ['redactions-differ', 'redactions-unsigned'],
    [text.replace('withheld', 'public')]: ['redactions-differ', 'redactions-unsigned'],
    [text.replace('counterfoil/redactions', 'counterfoil/others')]: ['redactions-malformed'],
    [text.replace(/(— \S+ )(....)/, '$1AAAA')]: ['redactions-unsigned'],
    'nothing of the kind': ['redactions-malformed'],
  };
  for (const [page, codes] of Object.entries(forged)) {
    const found = failures(await check(new Map(files).set(PAGE, utf8(page))));
    assert.deepEqual(
      found,
      codes.map((code) => `${code} ${PAGE}`),
      page,
    );
  }
});

test('A copy of commitments alone is verified where that was asked for, and not otherwise.', async () => {
  const files = await letters();
  const bare = new Map([...files].filter(([path]) => !path.startsWith('content/')));
  const result = await check(bare, { level: 'rules' });
  assert.equal(result.verdict, 'verified');
  assert.equal(result.codes.get('texts-passed-over'), 1);
  assert.equal(result.tally.texts, 0);
  const wrong = await check(bare);
  assert.equal(wrong.verdict, 'wrong');
  assert.ok((wrong.codes.get('content-missing') ?? 0) > 0);
});
