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
import { EXIT_COULD_NOT, resolvePath, runCommand } from './command.ts';
import { MirrorFolder } from './mirror-folder.ts';
import { keepEvidence } from './evidence-file.ts';
import { plain } from './file-answer.ts';
import { CannotMirror, MirrorRefusal } from './mirror-history.ts';
import { mirrorRecord } from './mirror-record.ts';
import { showProgress } from './progress.ts';
import { parseReadingOptions, READING_OPTIONS } from './reading-options.ts';
import { wrap } from './report.ts';
import { count } from './sentence.ts';
import { styleOf } from './style.ts';
import { UsageError } from './usage-error.ts';

export const mirrorUsage = `Copies the public record of a ledger into a folder. Run again, it fetches only what is new.

  npm run mirror -- <address> <folder> [options]

  --no-texts           keep commitments only, none of the words: check such a copy with verify --no-texts
  --timeout <s>        the longest to wait for one file, in seconds (default: 20)
  --give-up-after <s>  the longest to wait for everything together (default: five minutes, and 20 seconds more for every thousand entries that were copied)

What was taken out of public view goes from the folder as well, unless the rules refuse the entry that says so.
A folder that holds anything but a copy of this ledger is left as it is.
Where the address shows another history than the copy, the copy is left as it was, and evidence is put beside it.

Exit code 0: the copy is complete. 1: the record does not lead on from the copy, or lacks files. 2: it could not be copied.
`;

/** Gives the exit code. @throws UsageError */
export async function mirror(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { 'no-texts': { type: 'boolean', default: false }, ...READING_OPTIONS },
  });
  const [address, folder, ...more] = positionals;
  if (address === undefined || folder === undefined || more.length > 0)
    throw new UsageError('Give one address and one folder.');
  const reading = parseReadingOptions(values);
  const source = openAddress(address, reading);
  const { columns } = styleOf(process.stdout, process.env);
  const say = (text: string): void => void process.stdout.write(`${wrap(text, columns)}\n`);
  const progress = showProgress(process.stderr);
  try {
    const { origin, size, before, fetched, missing, unseen, dropped } = await mirrorRecord(
      source,
      new MirrorFolder(resolvePath(folder)),
      {
        texts: !values['no-texts'],
        address,
        onProgress(entries, of) {
          reading.limit.progress(entries);
          progress.show('Copying entries', entries, of);
        },
      },
    ).finally(() => progress.clear());
    const entries = `${plain(origin)}, ${count(size, 'entry', 'entries')}`;
    const added = before === null ? '' : ` ${size === before ? 'none' : size - before} of them new,`;
    if (size === before && fetched === 0) say(`Nothing new: ${entries}, as in the folder.`);
    else say(`Copied: ${entries},${added} ${count(fetched, 'file', 'files')} fetched.`);
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
      if (error.evidence !== undefined) {
        const { file, failure } = await keepEvidence(resolvePath(folder), error.evidence);
        if (file === null) say(`Evidence could not be written: ${failure}.`);
        else
          say(`Evidence is in the folder. Whoever gets the file checks it by itself:\n  ${called('evidence')} ${file}`);
      }
      return error instanceof CannotMirror ? EXIT_COULD_NOT : 1;
    }
    if (!(error instanceof SourceError || error instanceof FormatError)) throw error;
    const what = error instanceof FormatError ? 'there is no ledger there, or its checkpoint is damaged. ' : '';
    say(`Could not copy: ${what}${error.message} What was fetched is kept; run the same command again to go on.`);
    return EXIT_COULD_NOT;
  }
}

if (import.meta.main) await runCommand(mirrorUsage, 'mirror', mirror);
