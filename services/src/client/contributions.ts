/** What was said at a meeting, out of one file: a text with an empty line between contributions, or a CSV with a column `text`. */
import { langField } from '@counterfoil/ledger/statements/fields';
import { authorKinds, type AuthorKind } from '@counterfoil/ledger/statements/process';
import { openTable } from '../import/table.ts';
import { CannotStart } from './command.ts';
import { readText } from './texts.ts';

export interface Contribution {
  /** Its place in the file, from 1: it stays the same when something is added behind. */
  readonly number: number;
  readonly text: string;
  /** Undefined where the command says it for all. */
  readonly author: AuthorKind | undefined;
  readonly lang: string | undefined;
  readonly area?: string | undefined;
  readonly place?: string | undefined;
}

/** More than one evening holds. */
const MOST = 5000;

/** @throws CannotStart in a sentence that names the row */
export async function readContributions(file: string): Promise<readonly Contribution[]> {
  const found = /\.csv$/i.test(file) ? await readRows(file) : readParagraphs((await readText(`@${file}`, 'und')).text);
  if (found.length === 0) throw new CannotStart(`${file} holds nothing that was said.`);
  if (found.length > MOST) throw new CannotStart(`${file} holds more than ${MOST} contributions: split it.`);
  return found;
}

function readParagraphs(text: string): Contribution[] {
  return text
    .split(/\n[ \t]*\n+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part, i) => ({ number: i + 1, text: part, author: undefined, lang: undefined }));
}

async function readRows(file: string): Promise<Contribution[]> {
  const table = await openTable(file);
  if (!table.columns.includes('text')) throw new CannotStart(`${file} has no column "text".`);
  const found: Contribution[] = [];
  for await (const row of table.rows()) {
    const refuse = (why: string): CannotStart =>
      new CannotStart(`${file}, line ${row.line}: ${why} Nothing was recorded.`);
    if ('refused' in row) throw refuse(row.refused);
    const { text = '', author = '', lang = '', area = '', place = '' } = row.cells;
    if (text.trim() === '') throw refuse('The text is empty.');
    const kind = authorKinds.find((known) => known === author);
    if (author !== '' && kind === undefined) throw refuse(`"${author}" is no kind of author.`);
    if (lang !== '' && !langField.safeParse(lang).success) throw refuse(`"${lang}" names no language.`);
    found.push({
      number: found.length + 1,
      text: text.replaceAll(/\r\n?/g, '\n').trim(),
      author: kind,
      lang: lang === '' ? undefined : lang,
      ...(area.trim() === '' ? {} : { area: area.trim() }),
      ...(place.trim() === '' ? {} : { place: place.trim() }),
    });
  }
  return found;
}
