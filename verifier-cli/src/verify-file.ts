/** What kind of file somebody wants checked, by what is in it: `verify` takes all of them. */
import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { utf8 } from '@counterfoil/ledger/bytes';
import { parseJson } from '@counterfoil/ledger/canonical-json';
import { COMPLAINT_TYPE, MAX_COMPLAINT_BYTES } from '@counterfoil/ledger/complaint';
import { FormatError } from '@counterfoil/ledger/error';
import { parseNote } from '@counterfoil/ledger/note';
import { PROMISE_TYPE } from '@counterfoil/ledger/promise';
import { RECEIPT_TYPE } from '@counterfoil/ledger/receipt';
import { MAX_TWO_HISTORIES_BYTES, TWO_HISTORIES_TYPE } from '@counterfoil/ledger/two-histories';
import { called } from './called-as.ts';
import { resolvePath } from './command.ts';
import { readKeptFile } from './kept-file.ts';
import { UnusableFile } from './usage-error.ts';

export type FileKind = 'receipt' | 'promise' | 'complaint' | 'evidence' | 'checkpoint';

const KINDS: ReadonlyMap<unknown, FileKind> = new Map([
  [RECEIPT_TYPE, 'receipt'],
  [PROMISE_TYPE, 'promise'],
  [COMPLAINT_TYPE, 'complaint'],
  [TWO_HISTORIES_TYPE, 'evidence'],
]);

const MAX_BYTES = Math.max(MAX_TWO_HISTORIES_BYTES, MAX_COMPLAINT_BYTES);

/** Those that take a value, of any command for a file: what follows them is not what is to be checked. */
const WITH_VALUE = ['key', 'policy', 'post-quantum-key', 'memory', 'timeout', 'give-up-after', 'against', 'complete']
  .concat('complaint', 'renew', 'file', 'evidence')
  .map((name) => [name, { type: 'string', multiple: true }] as const);

/** Undefined where no file is named, so it will be an address or a folder. @throws UsageError for a file of another kind. */
export function kindOfFile(argv: readonly string[]): FileKind | undefined {
  const options = Object.fromEntries(WITH_VALUE);
  const { positionals } = parseArgs({ args: [...argv], allowPositionals: true, strict: false, options });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0 || !isFile(path)) return undefined;
  const kind = kindOf(readKeptFile(path, MAX_BYTES));
  if (kind !== undefined) return kind;
  throw new UnusableFile(
    `"${path}" is a file, and neither a receipt, a promise, a complaint, evidence of two histories nor a signed checkpoint. Give one of these, the folder of a mirror, or an address.`,
  );
}

const NAMES: { readonly [K in FileKind]: string } = {
  receipt: 'a receipt',
  promise: 'a promise',
  complaint: 'a complaint',
  evidence: 'evidence of two histories',
  checkpoint: 'a signed checkpoint',
};

/**
 * Of the kind that a command takes, or of none that is known: what is wrong with that is for the command to say. Up to `maxBytes` and
 * one more. From the answer to a submission it takes the receipt or the promise.
 * @throws UnusableFile for another kind
 */
export function readFileOf(kind: FileKind, path: string, maxBytes: number): Uint8Array {
  const bytes = readKeptFile(path, MAX_BYTES);
  const found = kindOf(bytes);
  if (found !== undefined && found !== kind) {
    const command = found === 'checkpoint' ? 'verify' : found;
    throw new UnusableFile(
      `"${path}" is ${NAMES[found]}, and not ${NAMES[kind]}. This checks it: ${called(command)} ${path}`,
    );
  }
  return (withinAnswer(bytes)?.bytes ?? bytes).subarray(0, maxBytes + 1);
}

function isFile(path: string): boolean {
  return statSync(resolvePath(path), { throwIfNoEntry: false })?.isFile() === true;
}

function kindOf(bytes: Uint8Array): FileKind | undefined {
  try {
    return kindOfValue(JSON.parse(new TextDecoder().decode(bytes))) ?? withinAnswer(bytes)?.kind;
  } catch {
    return isNote(bytes) ? 'checkpoint' : undefined;
  }
}

function kindOfValue(value: unknown): FileKind | undefined {
  return typeof value === 'object' && value !== null && 'type' in value ? KINDS.get(value.type) : undefined;
}

/** A service answers a submission with the receipt, or the promise, in a field of that name: people keep the whole answer. */
function withinAnswer(bytes: Uint8Array): { readonly kind: FileKind; readonly bytes: Uint8Array } | undefined {
  try {
    const answer: unknown = parseJson(bytes);
    // A complaint holds a receipt too, and is something of its own.
    if (typeof answer !== 'object' || answer === null || 'type' in answer) return undefined;
    for (const [kind, value] of Object.entries(answer))
      if ((kind === 'receipt' || kind === 'promise') && kindOfValue(value) === kind)
        return { kind, bytes: utf8(JSON.stringify(value)) };
    return undefined;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

function isNote(bytes: Uint8Array): boolean {
  try {
    parseNote(bytes);
    return true;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}
