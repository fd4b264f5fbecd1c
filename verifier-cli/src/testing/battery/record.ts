/** What is tampered with: a record with every kind of statement, as a mirror of it holds it. */
import * as crypto from 'node:crypto';
import { parseUtf8, utf8 } from '@counterfoil/ledger/bytes';
import { signCosignature } from '@counterfoil/ledger/cosignature';
import { parseEntry } from '@counterfoil/ledger/entry';
import { formatLedgerInfo } from '@counterfoil/ledger/ledger-info';
import { formatNote, formatTypedKey, keyId, parseNote } from '@counterfoil/ledger/note';
import { parsePolicy, type Policy } from '@counterfoil/ledger/policy';
import { formatRedactions, redactionsOf, redactionsPath } from '@counterfoil/ledger/redactions';
import { contentRefs, fileRefs, openEnvelope, type Statement } from '@counterfoil/ledger/statement';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { tellEveryKind } from '@counterfoil/ledger/workshop/every-kind';
import { logNamed, signedCheckpoint, signedNote, treeFiles, type Files, type Log } from './forger.ts';

export interface BatteryRecord {
  readonly ledger: LedgerBuilder;
  readonly log: Log;
  readonly entries: readonly Uint8Array[];
  readonly statements: readonly Statement[];
  readonly files: Files;
  /** Verifier key of the log. */
  readonly vkey: string;
  /** Asks for the witness that has cosigned. */
  readonly policy: Policy;
  /** The first entry that refers to a text or file, by its path. */
  readonly owners: ReadonlyMap<string, number>;
  /** What the log signed when it had so many entries. */
  checkpointAt(size: number): Uint8Array;
}

export async function batteryRecord(atLeast: number): Promise<BatteryRecord> {
  const { council, logKeyName } = await tellEveryKind(atLeast);
  const { ledger } = council;
  const { entries, origin } = ledger;
  const log = await logNamed(ledger, logKeyName);
  const { vkey } = log;
  const statements = entries.map((bytes) => openEnvelope(parseEntry(bytes).envelope).statement);

  const files = new Map(await ledger.files());
  for (const path of files.keys()) if (path.startsWith('tile/')) files.delete(path);
  for (const [path, bytes] of treeFiles(entries).files) files.set(path, bytes);
  for (const [digest, { state }] of ledger.state.all('content'))
    if (state !== 'public') files.delete(`content/${digest}`);
  const info = { origin, logKey: vkey, authority: { name: 'City of Rivermouth', lang: 'en' } };
  files.set('ledger.json', formatLedgerInfo({ ...info, licence: 'CC-BY-4.0', links: {} }));
  const redactions = statements.flatMap((statement, index) => redactionsOf(statement, index));
  const page = formatRedactions({ origin, page: 0, size: entries.length, redactions });
  files.set(redactionsPath(0), signedNote(log, page));
  const checkpointAt = (size: number): Uint8Array =>
    signedCheckpoint(log, size, treeFiles(entries.slice(0, size)).root);
  const { note, vkey: witness } = await cosigned(checkpointAt(entries.length));
  files.set('checkpoint', note);
  const policyText = `log ${vkey}\nwitness W ${witness}\nquorum W\n`;

  const owners = new Map<string, number>();
  for (const [index, statement] of statements.entries()) {
    const own = (path: string): unknown => owners.has(path) || owners.set(path, index);
    for (const { digest } of contentRefs(statement)) own(`content/${digest}`);
    for (const { digest } of fileRefs(statement)) own(`file/${digest}`);
  }
  // Nobody refers to what was written and never said.
  for (const path of files.keys()) if (/^(?:content|file)\//.test(path) && !owners.has(path)) files.delete(path);
  const policy = parsePolicy(utf8(policyText));
  return { ledger, log, entries, statements, files, vkey, policy, owners, checkpointAt };
}

/** By a witness of whom everything is fixed. */
async function cosigned(checkpoint: Uint8Array): Promise<{ readonly note: Uint8Array; readonly vkey: string }> {
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 60)]);
  const privateKey = crypto.createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const { x = '' } = crypto.createPublicKey(privateKey).export({ format: 'jwk' });
  const name = 'witness.example.org';
  const publicKey = Uint8Array.fromBase64(x, { alphabet: 'base64url' });
  const key = { name, algorithm: 4, publicKey, id: keyId(name, 4, publicKey) };
  const { text, signatures } = parseNote(parseUtf8(checkpoint));
  const seconds = Date.UTC(2026, 2, 1, 12) / 1000;
  const line = await signCosignature(
    text,
    key,
    seconds,
    (message) => new Uint8Array(crypto.sign(null, message, privateKey)),
  );
  return { note: utf8(formatNote(text, [...signatures, line])), vkey: formatTypedKey(key) };
}
