/** `npm run second-place`: shows what the second place holds, and puts the newest checkpoint there where it was lost or has moved. */
import crypto from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { equalBytes } from '@counterfoil/ledger/bytes';
import { FormatError } from '@counterfoil/ledger/error';
import { parseVerifierKey, verifyNote } from '@counterfoil/ledger/note';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { createVerifier } from '@counterfoil/ledger/signature';
import { CannotStart, runCommand, type ExitCode } from '../client/command.ts';
import { wrapUsage } from '../client/layout.ts';
import { LogKeys } from '../recorder/log-keys.ts';
import { readConfig } from '../rebuild/open-database.ts';
import { openMirror } from '../restore/mirror.ts';
import { openSecondPlace } from './open.ts';
import { MAX_KEPT_BYTES, parseKept, type Kept } from './second-place.ts';

const USAGE = wrapUsage(`npm run second-place [-- --set-from <file, or folder or address of a mirror>]

Without a word: shows the newest checkpoint that is kept in COUNTERFOIL_SECOND_PLACE.

  --set-from <where>  puts a signed checkpoint there: after the place was lost, or when it moves. Take the newest that anybody has; the service then refuses to go on from anything older. A smaller one never takes the place of a larger one

Exit code 0: done. 1: the checkpoint was refused, for the reason given. 2: it could not be done.`);

async function main(args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: { 'set-from': { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const { secondPlace: address, bucketCredentials: credentials, origin, dataFolder } = readConfig();
  await using opened = new AsyncDisposableStack();
  const place = opened.adopt(await openSecondPlace({ address, credentials, origin }), (one) => one.close());
  const kept = await place.read();
  const from = values['set-from'];
  if (from === undefined) {
    process.stdout.write(
      kept === undefined ? `${place.name} is empty.\n` : `${place.name}, ${describe(kept)}:\n\n${kept.text}`,
    );
    return 0;
  }
  const found = parse(await readNote(from), from);
  const refusal = await refuse(found, kept, await LogKeys.read(join(dataFolder, 'keys'), origin), origin);
  if (refusal !== undefined) {
    process.stdout.write(`Nothing was changed. ${refusal}\n`);
    return 1;
  }
  if ((await place.swap(found.text, kept)) === undefined)
    throw new CannotStart(`Somebody else has just written to ${place.name}.`);
  process.stdout.write(`${place.name} now holds the checkpoint ${describe(found)}. Start the service.\n`);
  return 0;
}

/** Why it may not be put there. */
async function refuse(found: Kept, kept: Kept | undefined, keys: LogKeys, origin: string): Promise<string | undefined> {
  const { size, root } = found.checkpoint;
  if (found.checkpoint.origin !== origin)
    return `It is of the ledger "${found.checkpoint.origin}", not of "${origin}".`;
  const verifier = createVerifier(nodePlatform(crypto));
  const verdicts = await Promise.all(
    keys.all.map(({ vkey }) =>
      verifyNote(found.note, parseVerifierKey(vkey), (...signed) => verifier.verify(...signed)),
    ),
  );
  if (!verdicts.includes('verified') || verdicts.includes('wrong'))
    return 'It is not signed by the log keys of the data folder.';
  if (kept === undefined) return undefined;
  if (kept.checkpoint.size > size)
    return `There is a larger one already, over ${kept.checkpoint.size} entries: history does not go backwards.`;
  if (kept.checkpoint.size === size)
    return equalBytes(kept.checkpoint.root, root)
      ? 'It is there already.'
      : `There is another one over ${size} entries, of another history. Keep both as evidence.`;
  return undefined;
}

async function readNote(from: string): Promise<string> {
  const isFile = await stat(from)
    .then((found) => found.isFile())
    .catch(() => false);
  if (isFile) return readFile(from, 'utf8');
  const bytes = await openMirror(from)('checkpoint', MAX_KEPT_BYTES);
  if (bytes === undefined) throw new CannotStart(`There is no checkpoint at ${from}.`);
  return new TextDecoder().decode(bytes);
}

function parse(text: string, from: string): Kept {
  try {
    return parseKept(text, '');
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new CannotStart(`What lies at ${from} is not a signed checkpoint.`, { cause });
  }
}

function describe({ checkpoint: { size, origin } }: Kept): string {
  return `over ${size.toLocaleString('en')} entries of ${origin}`;
}

await runCommand(() => main(process.argv.slice(2)));
