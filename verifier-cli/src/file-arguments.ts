/** What can be said when a kept file is to be checked. */
import { parseArgs } from 'node:util';
import { FormatError } from '@counterfoil/ledger/error';
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from '@counterfoil/ledger/note';
import { parseReadingOptions, READING_OPTIONS, type ReadingOptions } from './reading-options.ts';
import { UsageError } from './usage-error.ts';

export interface FileArguments extends ReadingOptions {
  readonly file: string;
  /** Of the log, as they are known from elsewhere. */
  readonly keys: readonly VerifierKey[];
  /** The same as text. */
  readonly vkeys: readonly string[];
  /** The file that says whom the reader believes. */
  readonly policy: string | undefined;
  readonly against: string | undefined;
  /** One of which a receipt is to say whether it is the one that was recorded. */
  readonly attached: string | undefined;
  /** Where to write a complaint. */
  readonly complaint: string | undefined;
  /** Where to write the receipt made anew. */
  readonly renew: string | undefined;
  readonly json: boolean;
}

/** @throws UsageError, and what `parseArgs` throws. */
export function parseFileArguments(argv: readonly string[], what: 'receipt' | 'complaint' | 'promise'): FileArguments {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      key: { type: 'string', multiple: true, default: [] },
      policy: { type: 'string' },
      against: { type: 'string' },
      complaint: { type: 'string' },
      renew: { type: 'string' },
      file: { type: 'string' },
      ...READING_OPTIONS,
      json: { type: 'boolean', default: false },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError(`Give one file: the ${what}.`);
  if (values.complaint !== undefined && (what === 'complaint' || values.against === undefined))
    throw new UsageError(
      '--complaint goes with a receipt or a promise and --against: only a record can give reason to complain.',
    );
  if (values.renew !== undefined && (what !== 'receipt' || values.against === undefined))
    throw new UsageError('--renew goes with a receipt and --against: it is made anew from the record as it is now.');
  if (values.file !== undefined && what === 'complaint')
    throw new UsageError('--file goes with a receipt: it says whether this is the file that was recorded.');
  if (values.policy !== undefined && what !== 'receipt')
    throw new UsageError('--policy goes with a receipt: it says whose cosignatures its checkpoint has to bear.');
  const keys = values.key.map(parseKey);
  return {
    file,
    keys,
    vkeys: formatKeys(keys),
    policy: values.policy,
    against: values.against,
    complaint: values.complaint,
    renew: values.renew,
    attached: values.file,
    ...parseReadingOptions(values),
    json: values.json,
  };
}

export function formatKeys(keys: readonly VerifierKey[]): readonly string[] {
  return keys.map(({ name, publicKey }) => formatVerifierKey(name, publicKey));
}

/** @throws UsageError */
export function parseKey(text: string): VerifierKey {
  try {
    return parseVerifierKey(text);
  } catch (error) {
    throw keySlip(error, text);
  }
}

/** Somewhere in it, or after any of its parts, it ends. */
const CUT_KEY = /^[^+]*(?:\+[0-9a-f]{0,8}(?:\+[A-Za-z0-9+/=]{0,43})?)?$/;

/** A key that was typed, and cannot be read; any other error as it is. */
export function keySlip(error: unknown, text: string): unknown {
  if (!(error instanceof FormatError)) return error;
  const sentence = error.message.replace(/: [A-Z]/, (start) => start.toLowerCase());
  return new UsageError(CUT_KEY.test(text) ? `${sentence} Is it whole? Quote it: '…'.` : sentence);
}
