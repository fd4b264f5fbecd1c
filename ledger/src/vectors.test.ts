/** The files of `ledger/vectors/`, judged by the core as a second implementation would be judged by them. */
import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { withValue } from '../testing/change-json.ts';
import type { History } from '../testing/history.ts';
import { Log } from '../testing/log.ts';
import { vectorFiles, VECTORS, type LinkRow } from '../testing/make-vectors.ts';
import { sampleStatements } from '../testing/sample-statements.ts';
import type { ClockRow } from '../testing/vectors/clocks.ts';
import type { ProofRow } from '../testing/vectors/proofs.ts';
import type { PromiseComplaintRow, PromiseRow } from '../testing/vectors/promises.ts';
import type { ComplaintRow, ReceiptRow } from '../testing/vectors/receipts.ts';
import type { TwoHistoriesRow } from '../testing/vectors/two-histories.ts';
import { messageOf, type SignatureRow } from '../testing/vectors/signature-rows.ts';
import type { ContentRow, EntryRow, EnvelopeRow, StatementRow } from '../testing/vectors/statements.ts';
import type { FieldRow, JsonRow, SpellingRow } from '../testing/vectors/texts.ts';
import type { BundleRow, CheckpointRow, NoteRow, TilePathRow } from '../testing/vectors/tree-files.ts';
import { base64, hex, parseBase64, parseHex, utf8 } from './bytes.ts';
import { dueAfter } from './calendar.ts';
import { canonicalBytes, canonicalJson, parseCanonicalJson, parseJson, type Json } from './canonical-json.ts';
import { formatCheckpoint, parseCheckpoint } from './checkpoint.ts';
import {
  checkComplaint,
  complaintStanding,
  formatComplaint,
  parseComplaint,
  type ComplaintVerdict,
} from './complaint.ts';
import { checkContent, parseContent } from './content.ts';
import { formatEntry, parseEntry } from './entry.ts';
import { envelopeSchema, findWrongSignature, type Envelope } from './envelope.ts';
import { FormatError } from './error.ts';
import { parseKeyid } from './keyid.ts';
import { parseNote, parseVerifierKey, verifyNote } from './note.ts';
import { nodePlatform } from './platform-node.ts';
import { checkPromise, formatPromise, parsePromise } from './promise.ts';
import { checkPromiseComplaint, formatPromiseComplaint, parsePromiseComplaint } from './promise-complaint.ts';
import { checkReceipt, parseReceipt } from './receipt.ts';
import { checkLink } from './rulebook.ts';
import { createVerifier } from './signature.ts';
import { openEnvelope, parseStatement } from './statement.ts';
import { parseBundle, parseTilePath, tilePath } from './tile.ts';
import { parseTlogProof } from './tlog-proof.ts';
import { checkInclusion, leafHash } from './tree.ts';
import { checkTwoHistories, formatTwoHistories, parseTwoHistories } from './two-histories.ts';

const verifier = createVerifier(nodePlatform(crypto));
const read = (file: string): string => readFileSync(new URL(file, VECTORS), 'utf8');
const rows = (file: string): unknown => JSON.parse(read(file));

/** The code with which something was refused, or null. */
async function codeOf(judge: () => unknown): Promise<string | null> {
  try {
    await judge();
    return null;
  } catch (error) {
    if (error instanceof FormatError) return error.code;
    throw error;
  }
}

async function signatureFault(envelope: Envelope): Promise<string | null> {
  const { statement, payload } = openEnvelope(envelope);
  const wrong = await findWrongSignature(envelope, { payload, origin: statement.origin }, verifier);
  return wrong?.verdict ?? null;
}

describe('The vectors', () => {
  test('on disk are those that the generator makes, byte for byte', async () => {
    const made = await vectorFiles();
    assert.deepEqual(
      readdirSync(VECTORS).filter((name) => name.endsWith('.json') && name !== 'signature-rule.json'),
      [...made.keys()].sort(),
    );
    for (const [name, text] of made)
      assert.ok(read(name) === text, `Run "node ledger/testing/make-vectors.ts": ${name} has changed.`);
  });

  test('are each told in the page beside them, and more of them are refused than accepted', () => {
    const page = read('README.md');
    let refused = 0;
    let accepted = 0;
    for (const file of readdirSync(VECTORS).filter((name) => name.endsWith('.json'))) {
      assert.ok(page.includes(`## ${file}`), `README.md does not tell of ${file}.`);
      for (const row of (rows(file) as object[]).flatMap(itemsOf)) {
        if (isAccepted(row)) accepted++;
        else refused++;
      }
    }
    assert.ok(accepted > 200 && refused > 2 * accepted, `${accepted} accepted, ${refused} refused`);
  });
});

/** What is judged one by one: a history has steps, a calendar has cases. */
function itemsOf(row: object): readonly object[] {
  if ('steps' in row) return row.steps as object[];
  return 'cases' in row ? (row.cases as object[]) : [row];
}

function isAccepted(row: object): boolean {
  if ('due' in row) return true;
  if ('tile' in row) return row.tile !== null;
  if ('accepted' in row) return row.accepted === true;
  if ('fits' in row && row.fits === false) return false;
  if ('complaint' in row && 'verdict' in row && row.verdict === 'promise-overdue') return true;
  if ('complaint' in row && 'verdict' in row)
    return row.verdict !== null && complaintStanding(row.verdict as ComplaintVerdict) === 'proved';
  if ('verdict' in row) return ['verified', 'proved', 'holds'].includes(String(row.verdict));
  return 'refused' in row && row.refused === null;
}

describe('The core answers as the vectors say', () => {
  test('of JSON', async () => {
    for (const { name, as, text, hex: bytes, refused } of rows('json.json') as JsonRow[]) {
      const given = text === undefined ? parseHex(bytes ?? '') : utf8(text);
      const parse = as === 'canonical' ? parseCanonicalJson : parseJson;
      assert.equal(await codeOf(() => parse(given)), refused, name);
      if (refused === null && as === 'canonical') assert.equal(canonicalJson(parse(given)), text);
    }
  });

  test('of base64, hexadecimal, keyids and verifier keys', async () => {
    const parsers = {
      base64: parseBase64,
      hex: parseHex,
      keyid: (text: string) => parseKeyid(text).publicKey,
      vkey: (text: string) => parseVerifierKey(text).publicKey,
    };
    for (const { name, format, text, bytes, refused } of rows('spellings.json') as SpellingRow[]) {
      assert.equal(await codeOf(() => parsers[format](text)), refused, `${format} ${name}`);
      if (refused === null) assert.equal(hex(parsers[format](text)), bytes, `${format} ${name}`);
    }
  });

  test('of fields', async () => {
    for (const { name, kind, path, value, refused } of rows('fields.json') as FieldRow[]) {
      const changed = withValue(sampleStatements[kind] as unknown as Json, path, value);
      assert.equal(
        await codeOf(() => parseStatement(canonicalBytes(changed))),
        refused,
        `${name} ${canonicalJson(value)}`,
      );
    }
  });

  test('of statements', async () => {
    const known = rows('statements.json') as StatementRow[];
    for (const { name, text, refused } of known)
      assert.equal(await codeOf(() => parseStatement(utf8(text))), refused, name);
    for (const [kind, sample] of Object.entries(sampleStatements))
      assert.equal(
        known.find(({ name }) => name === `${kind} with every field`)?.text,
        canonicalJson(sample as unknown as Json),
      );
  });

  test('of envelopes', async () => {
    for (const { name, envelope: given, refused } of rows('envelopes.json') as EnvelopeRow[]) {
      const envelope = envelopeSchema.safeParse(given);
      // The envelope has no bytes of its own: what holds it refuses it with a code of its own.
      if (!envelope.success) assert.equal(refused, 'envelope-malformed', name);
      else {
        const code = await codeOf(() => openEnvelope(envelope.data));
        assert.equal(code ?? (await signatureFault(envelope.data)), refused, name);
      }
    }
  });

  test('of signatures by SSH keys and passkeys', async () => {
    for (const file of ['ssh-signatures.json', 'webauthn-signatures.json']) {
      const known = rows(file) as SignatureRow[];
      for (const row of known) {
        const verdict = await verifier.check(row.keyid, messageOf(row), parseBase64(row.sig));
        assert.equal(verdict, row.refused ?? 'ok', row.name);
      }
      assert.ok(known.filter(isAccepted).length * 2 < known.length);
    }
  });

  test('of entries', async () => {
    for (const { name, text, fill, refused } of rows('entries.json') as EntryRow[]) {
      const bytes = utf8(fill === undefined ? text : text.replace('…', 'A'.repeat(fill)));
      assert.equal(await codeOf(() => parseEntry(bytes)), refused, name);
      if (refused === null) assert.deepEqual(formatEntry(parseEntry(bytes)), bytes, name);
      if (fill !== undefined) assert.equal(bytes.length, refused === null ? 65_535 : 65_536);
    }
  });

  test('of content files', async () => {
    for (const { name, file, ref, fits, refused } of rows('contents.json') as ContentRow[]) {
      assert.equal(await codeOf(() => parseContent(utf8(file))), refused, name);
      if (refused === null) assert.equal(checkContent(ref, parseContent(utf8(file))), fits, name);
    }
  });

  test('of signed notes', async () => {
    for (const { name, note, vkey, verdict, refused } of rows('notes.json') as NoteRow[]) {
      assert.equal(await codeOf(() => parseNote(note)), refused, name);
      if (refused !== null) assert.equal(verdict, null);
      else assert.equal(await verifyNote(parseNote(note), parseVerifierKey(vkey), verifier.verify), verdict, name);
    }
  });

  test('of checkpoints', async () => {
    for (const { name, text, size, refused } of rows('checkpoints.json') as CheckpointRow[]) {
      assert.equal(await codeOf(() => parseCheckpoint(text)), refused, name);
      if (refused !== null) continue;
      assert.equal(parseCheckpoint(text).size, size, name);
      assert.equal(formatCheckpoint(parseCheckpoint(text)), text, name);
    }
  });

  test('of paths of tiles', () => {
    for (const { path, tile } of rows('tile-paths.json') as TilePathRow[]) {
      assert.deepEqual(parseTilePath(path) ?? null, tile, path);
      if (tile !== null) assert.equal(tilePath(tile.level, tile.index, tile.width), path);
    }
  });

  test('of entry bundles', async () => {
    for (const { name, bytes, count, entries, refused } of rows('bundles.json') as BundleRow[]) {
      assert.equal(await codeOf(() => parseBundle(parseHex(bytes), count)), refused, name);
      if (refused === null) assert.deepEqual(parseBundle(parseHex(bytes), count).map(hex), entries, name);
    }
  });

  test('of proofs', async () => {
    for (const { name, proof: text, entry, vkey, verdict, refused } of rows('tlog-proofs.json') as ProofRow[]) {
      assert.equal(await codeOf(() => parseTlogProof(text)), refused, name);
      if (refused !== null) assert.equal(verdict, null);
      else assert.equal(await judgeProof(text, parseBase64(entry), vkey), verdict, name);
    }
  });

  test('of receipts', async () => {
    for (const { name, receipt, verdict, refused } of rows('receipts.json') as ReceiptRow[]) {
      const given = parseReceipt(canonicalBytes(receipt));
      assert.equal(await codeOf(() => checkReceipt(given, verifier)), refused, name);
      if (refused !== null) assert.equal(verdict, null);
      else assert.equal(await checkReceipt(given, verifier), verdict, name);
    }
  });

  test('of complaints', async () => {
    for (const { name, complaint, verdict, refused } of rows('complaints.json') as ComplaintRow[]) {
      const given = parseComplaint(formatComplaint(complaint));
      assert.equal(await codeOf(() => checkComplaint(given, verifier)), refused, name);
      if (refused !== null) assert.equal(verdict, null);
      else assert.equal(await checkComplaint(given, verifier), verdict, name);
    }
  });

  test('of promises', async () => {
    for (const { name, promise, verdict, refused } of rows('promises.json') as PromiseRow[]) {
      const given = parsePromise(formatPromise(promise));
      assert.equal(await codeOf(() => checkPromise(given, verifier)), refused, name);
      if (refused !== null) assert.equal(verdict, null);
      else assert.equal(await checkPromise(given, verifier), verdict, name);
    }
  });

  test('of complaints over promises', async () => {
    for (const { name, complaint, verdict } of rows('promise-complaints.json') as PromiseComplaintRow[]) {
      const given = parsePromiseComplaint(formatPromiseComplaint(complaint));
      assert.equal(await checkPromiseComplaint(given, verifier), verdict, name);
    }
  });

  test('of evidence that a log has two histories', async () => {
    for (const { name, file, verdict, refused } of rows('two-histories.json') as TwoHistoriesRow[]) {
      const judge = () => checkTwoHistories(parseTwoHistories(utf8(file)), verifier);
      assert.equal(await codeOf(judge), refused, name);
      if (refused !== null) assert.equal(verdict, null);
      else {
        assert.equal(await judge(), verdict, name);
        assert.deepEqual(formatTwoHistories(parseTwoHistories(utf8(file))), utf8(file), name);
      }
    }
  });

  test('of links between entries', () => {
    for (const { name, before: earlier, entry, place, refused } of rows('links.json') as LinkRow[]) {
      const bytes = earlier === null ? undefined : parseBase64(earlier);
      const known = bytes && { leaf: base64(leafHash(bytes)), time: parseEntry(bytes).time };
      assert.equal(checkLink(known, parseEntry(parseBase64(entry)), place)?.code ?? null, refused, name);
    }
  });

  test('of days and deadlines', () => {
    for (const { name: calendar, cases, ...row } of rows('clocks.json') as ClockRow[])
      for (const { name, since, span, due } of cases)
        assert.equal(dueAfter(row, since, span), due, `${calendar}: ${name}`);
  });

  describe('of histories', () => {
    const logs = new Map<string, Log>();
    for (const { name, after, steps, size, root } of rows('histories.json') as History[]) {
      test(name, async () => {
        const log = after === null ? new Log() : logs.get(after)?.fork();
        assert.ok(log, `"${after}" has to come before "${name}".`);
        for (const { name: what, time, envelope, refused, facts } of steps)
          assert.deepEqual(await log.receive(envelope, time), { refused, facts }, what);
        assert.deepEqual([log.size, log.root], [size, root]);
        logs.set(name, log);
      });
    }
  });
});

async function judgeProof(text: string, entry: Uint8Array, vkey: string): Promise<string> {
  const { index, proof, checkpoint } = parseTlogProof(text);
  const note = parseNote(checkpoint);
  const verdict = await verifyNote(note, parseVerifierKey(vkey), verifier.verify);
  if (verdict !== 'verified') return verdict;
  const { size, root } = parseCheckpoint(note.text);
  return checkInclusion({ index, size, leafHash: leafHash(entry), proof, root }) ? 'proved' : 'not-included';
}
