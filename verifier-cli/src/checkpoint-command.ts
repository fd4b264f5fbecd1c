/** `verify <checkpoint file>`: who has signed a checkpoint that somebody kept. From the file alone. SPEC 3, 3.1. */
import { parseArgs } from 'node:util';
import { base64 } from '@counterfoil/ledger/bytes';
import { parseExtendedCheckpoint, type Checkpoint } from '@counterfoil/ledger/checkpoint';
import { ED25519_COSIGNATURE, parseCosignerKey, parseLogKey, verifyLines } from '@counterfoil/ledger/cosignature';
import { FormatError } from '@counterfoil/ledger/error';
import { MAX_NOTE_BYTES, parseNote, parseTypedKey, type Note, type VerifierKey } from '@counterfoil/ledger/note';
import { judgeWitnesses, type Policy } from '@counterfoil/ledger/policy';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import { formatAnswer, type Answer, type Section } from './file-answer.ts';
import { keySlip } from './file-arguments.ts';
import { readKeptFile } from './kept-file.ts';
import { readPolicy } from './policy.ts';
import { count, formatTime } from './sentence.ts';
import { UsageError } from './usage-error.ts';

/** Gives the exit code. @throws UsageError */
export async function verifyCheckpoint(argv: readonly string[], verifier: SignatureVerifier): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      key: { type: 'string', multiple: true, default: [] },
      policy: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('Give one file: the checkpoint.');
  const keys = values.key.map(parseAnyKey);
  const policy = values.policy === undefined ? undefined : readPolicy(values.policy);
  const answer = await judge(readKeptFile(file, MAX_NOTE_BYTES), { keys, policy }, verifier);
  process.stdout.write(formatAnswer(answer, values.json));
  return answer.exitCode;
}

interface Believed {
  readonly keys: readonly VerifierKey[];
  readonly policy: Policy | undefined;
}

/** @throws UsageError */
function parseAnyKey(text: string): VerifierKey {
  try {
    return parseTypedKey(text).algorithm === ED25519_COSIGNATURE ? parseCosignerKey(text) : parseLogKey(text);
  } catch (error) {
    throw keySlip(error, text);
  }
}

async function judge(bytes: Uint8Array, { keys, policy }: Believed, verifier: SignatureVerifier): Promise<Answer> {
  let note: Note;
  let checkpoint: Checkpoint;
  try {
    note = parseNote(bytes);
    checkpoint = parseExtendedCheckpoint(note.text);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { exitCode: 1, code: 'checkpoint-malformed', sentence: error.message, sections: [], json: {} };
  }
  const verify: SignatureVerifier['verify'] = (...signature) => verifier.verify(...signature);
  const { origin, size, root } = checkpoint;
  const asked = [...keys, ...(policy?.logs ?? []).map(({ key }) => key).filter(({ name }) => name === origin)];
  const signers: string[] = [];
  const faults: Fault[] = [];
  for (const key of asked) {
    const judged = await verifyLines(note, key, verify);
    if (judged.verdict === 'verified') signers.push(signerLine(key, judged.timestamp));
    else if (judged.verdict === 'wrong')
      faults.push({ code: 'checkpoint-signature', words: `The line of ${key.name} is not its signature.` });
    else
      faults.push({ code: 'checkpoint-unsigned', words: `It bears no line of the key that you gave for ${key.name}.` });
  }
  const witnesses = policy && (await judgeWitnesses(policy, note, verify));
  for (const { name, timestamp } of witnesses?.cosigned ?? []) signers.push(cosignedLine(name, timestamp));
  for (const name of witnesses?.wrong ?? [])
    faults.push({ code: 'cosignature-wrong', words: `The line of the witness ${name} is not its cosignature.` });
  const sections = [saysSection(checkpoint), signersSection(note, signers), NOT_LOOKED_AT];
  const json = { origin, size, root: base64(root), signedBy: signers };
  const over = `${count(size, 'entry', 'entries')} of ${origin}`;
  const [fault] = faults;
  if (fault !== undefined) {
    const sentence = `Not sound: ${faults.map(({ words }) => words).join(' ')}`;
    return { exitCode: 1, code: fault.code, sentence, sections, json };
  }
  if (asked.length === 0) {
    const sentence = `A checkpoint over ${over}. Who signed it cannot be told without a key: give one with --key '…' or --policy.`;
    return { exitCode: 2, code: 'key-needed', sentence, sections, json };
  }
  if (witnesses?.reached === false) {
    const sentence = `Signed, but too few of the witnesses you named have cosigned it: a checkpoint over ${over}.`;
    return { exitCode: 2, code: 'quorum-missing', sentence, sections, json };
  }
  return { exitCode: 0, code: 'signed', sentence: `Soundly signed: a checkpoint over ${over}.`, sections, json };
}

interface Fault {
  readonly code: Answer['code'];
  readonly words: string;
}

function saysSection({ origin, size, root }: Checkpoint): Section {
  return {
    heading: 'What it says',
    lines: [`Record: ${origin}`, count(size, 'entry', 'entries'), `Root: ${base64(root)}`],
  };
}

function signersSection({ signatures }: Note, signers: readonly string[]): Section {
  const names = [...new Set(signatures.map(({ name }) => name))].join(', ');
  const lines = signers.length > 0 ? signers : ['Nobody whose key you gave.'];
  return {
    heading: 'Who signed it',
    lines: [...lines, `It bears lines under these names, whoever wrote them: ${names}.`],
  };
}

function signerLine(key: VerifierKey, timestamp: number): string {
  return timestamp === 0 ? `Signed by ${key.name}` : cosignedLine(key.name, timestamp);
}

function cosignedLine(name: string, timestamp: number): string {
  const date = new Date(timestamp * 1000);
  return `Cosigned by ${name}, ${Number.isNaN(date.getTime()) ? 'at a time that is none' : formatTime(date.toISOString())}`;
}

const NOT_LOOKED_AT: Section = {
  heading: 'What was not looked at',
  lines: ['The entries, and whether the record still leads to this checkpoint: for that give verify the address.'],
};
