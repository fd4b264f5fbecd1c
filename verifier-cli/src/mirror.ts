/**
 * Copies the public record of a ledger into a folder; run again, it fetches only what is new:
 *
 *     npm run mirror -- https://ledger.example.org my-copy
 *
 * Exit code 0: the copy is complete. 1: the record does not lead on from the copy, or lacks files. 2: it could not be copied.
 */
import { parseArgs } from 'node:util';
import { SourceError } from '@counterfoil/ledger/audit/source';
import { FormatError } from '@counterfoil/ledger/error';
import { openAddress } from './address.ts';
import { called } from './called-as.ts';
import { EXIT_COULD_NOT, resolvePath, runCommand, secondsOption } from './command.ts';
import { MirrorFolder } from './mirror-folder.ts';
import { MirrorRefusal, mirrorRecord } from './mirror-record.ts';
import { showProgress } from './progress.ts';
import { wrap } from './report.ts';
import { count } from './sentence.ts';
import { styleOf } from './style.ts';
import { UsageError } from './usage-error.ts';

export const mirrorUsage = `Copies the public record of a ledger into a folder. Run again, it fetches only what is new.

  npm run mirror -- <address> <folder> [options]

  --no-texts     keep commitments only, none of the words: check such a copy with verify --no-texts
  --timeout <s>  the longest to wait for one file, in seconds (default: 20)

Exit code 0: the copy is complete. 1: the record does not lead on from the copy, or lacks files. 2: it could not be copied.
`;

/** Gives the exit code. @throws UsageError */
export async function mirror(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { 'no-texts': { type: 'boolean', default: false }, timeout: { type: 'string', default: '20' } },
  });
  const [address, folder, ...more] = positionals;
  if (address === undefined || folder === undefined || more.length > 0)
    throw new UsageError('Give one address and one folder.');
  const source = openAddress(address, { timeoutMs: secondsOption('--timeout', values.timeout) * 1000 });
  const { columns } = styleOf(process.stdout, process.env);
  const say = (text: string): void => void process.stdout.write(`${wrap(text, columns)}\n`);
  const progress = showProgress(process.stderr);
  try {
    const { origin, size, fetched, missing, unseen, dropped } = await mirrorRecord(
      source,
      new MirrorFolder(resolvePath(folder)),
      {
        texts: !values['no-texts'],
        onProgress: (entries, of) => progress.show('Copying entries', entries, of),
      },
    ).finally(() => progress.clear());
    say(`Copied: ${origin}, ${count(size, 'entry', 'entries')}, ${count(fetched, 'file', 'files')} fetched.`);
    if (unseen > 0) {
      const gone = dropped === 0 ? '' : `; ${count(dropped, 'of them was', 'of them were')} taken out of the folder`;
      say(`${count(unseen, 'text is', 'texts are')} not in public view, as entries or their process say${gone}.`);
    }
    if (missing.length > 0) {
      say(`${count(missing.length, 'file is', 'files are')} missing there, the first of them ${missing[0]}.`);
    }
    const bare = values['no-texts'] ? ' --no-texts' : '';
    say(`Nothing has been checked yet. Next: ${called('verify')} ${folder}${bare}`);
    return missing.length > 0 ? 1 : 0;
  } catch (error) {
    if (error instanceof MirrorRefusal) {
      say(`Not copied. ${error.message}`);
      return 1;
    }
    if (!(error instanceof SourceError || error instanceof FormatError)) throw error;
    say(`Could not copy: ${error.message} What was fetched is kept; run the same command again to go on.`);
    return EXIT_COULD_NOT;
  }
}

if (import.meta.main) await runCommand(mirrorUsage, mirror);
