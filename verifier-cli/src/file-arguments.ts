/** What can be said when a kept file is to be checked. */
import { parseArgs } from 'node:util';
import { FormatError } from '@counterfoil/ledger/error';
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from '@counterfoil/ledger/note';
import { secondsOption } from './command.ts';
import { UsageError } from './usage-error.ts';

export interface FileArguments {
  readonly file: string;
  /** Of the log, as they are known from elsewhere. */
  readonly keys: readonly VerifierKey[];
  /** The same as text. */
  readonly vkeys: readonly string[];
  readonly against: string | undefined;
  /** One of which a receipt is to say whether it is the one that was recorded. */
  readonly attached: string | undefined;
  /** Where to write a complaint. */
  readonly complaint: string | undefined;
  /** Where to write the receipt made anew. */
  readonly renew: string | undefined;
  readonly timeoutMs: number;
  readonly json: boolean;
}

/** @throws UsageError, and what `parseArgs` throws. */
export function parseFileArguments(argv: readonly string[], what: 'receipt' | 'complaint' | 'promise'): FileArguments {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      key: { type: 'string', multiple: true, default: [] },
      against: { type: 'string' },
      complaint: { type: 'string' },
      renew: { type: 'string' },
      file: { type: 'string' },
      timeout: { type: 'string', default: '20' },
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
  const keys = values.key.map(parseKey);
  return {
    file,
    keys,
    vkeys: keys.map(({ name, publicKey }) => formatVerifierKey(name, publicKey)),
    against: values.against,
    complaint: values.complaint,
    renew: values.renew,
    attached: values.file,
    timeoutMs: secondsOption('--timeout', values.timeout) * 1000,
    json: values.json,
  };
}

/** @throws UsageError */
export function parseKey(text: string): VerifierKey {
  try {
    return parseVerifierKey(text);
  } catch (error) {
    if (error instanceof FormatError) throw new UsageError(`${error.message} Quote it: '…'.`);
    throw error;
  }
}
