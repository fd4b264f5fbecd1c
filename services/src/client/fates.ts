/** What becomes of the inputs of a case: chosen by a file, and by what an input says or is. */
import { channels, type Channel } from '@counterfoil/ledger/statements/citizens';
import { authorKinds, type AuthorKind } from '@counterfoil/ledger/statements/process';
import { openTable } from '../import/table.ts';
import type { Fate } from './account-plan.ts';
import type { CaseFile, CaseInput, OnRead } from './case-file.ts';
import { CannotStart } from './command.ts';
import type { Desk } from './desk.ts';
import { filePath } from './hands.ts';
import { count, list, wrap } from './layout.ts';
import { readIndexes, readText } from './texts.ts';

/** As `parseArgs` takes them. */
export const fateOptions = {
  from: { type: 'string' },
  code: { type: 'string' },
  reason: { type: 'string' },
  inputs: { type: 'string' },
  contains: { type: 'string', multiple: true, default: [] as string[] },
  category: { type: 'string' },
  channel: { type: 'string' },
  author: { type: 'string' },
  'all-others': { type: 'boolean', default: false },
} as const;

export interface FateValues {
  readonly from?: string | undefined;
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
  readonly inputs?: string | undefined;
  readonly contains: readonly string[];
  readonly category?: string | undefined;
  readonly channel?: string | undefined;
  readonly author?: string | undefined;
  readonly 'all-others': boolean;
}

export const FATE_USAGE = `  --from <file.csv>      what became of each input: columns input, code, reason
  --code <code>          what became of those chosen below, by a code of the process
  --reason <text>        why, for each of them
  --inputs <numbers>     these, such as 12,15-20
  --contains <text>      whose text contains this, in any case; again for any of several
  --category <code>, --channel <how>, --author <kind>
                         who said it, how, about what; all that are given must fit
  --all-others           all that are left without a word`;

export interface Chosen {
  readonly fates: ReadonlyMap<number, Fate>;
  /** Named, and accounted for before. */
  readonly before: number;
}

/** The file goes first; the choice is made among what it leaves. @throws CannotStart naming the line or option at fault */
export async function chooseFates(desk: Desk, file: CaseFile, values: FateValues, onRead: OnRead): Promise<Chosen> {
  const open = new Map(file.unaccounted.map((input) => [input.index, input]));
  const known = new Set(file.inputs.map(({ index }) => index));
  const fates = new Map<number, Fate>();
  let before = 0;
  const put = (input: number, fate: Fate, where: string): void => {
    if (!known.has(input)) throw new CannotStart(`${where}: entry ${input} is no input of case ${file.id}.`);
    if (!open.has(input)) before++;
    else fates.set(input, fate);
  };
  if (values.from !== undefined) {
    for await (const { line, input, ...fate } of readFates(filePath(values.from))) {
      const where = `${values.from}, line ${line}`;
      if (fates.has(input)) throw new CannotStart(`${where}: input ${input} stands in the file twice.`);
      requireCode(file, fate.code, where);
      put(input, fate, where);
    }
  }
  if (values.code === undefined) {
    if (isChoosing(values))
      throw new CannotStart('Say what became of those chosen with --code, and why with --reason.');
    return { fates, before };
  }
  requireCode(file, values.code, '--code');
  if (values.reason === undefined) throw new CannotStart('Say why with --reason.');
  const fate = { code: values.code, reason: (await readText(values.reason, desk.lang)).text };
  const rest = file.unaccounted.filter(({ index }) => !fates.has(index));
  if (values.inputs !== undefined) {
    for (const input of new Set(readIndexes(values.inputs, 'an input'))) put(input, fate, '--inputs');
    return { fates, before };
  }
  if (!isChoosing(values))
    throw new CannotStart('Say which inputs: --inputs, --contains, --category, --channel, --author or --all-others.');
  for (const { index } of await choose(desk, rest, values, onRead)) fates.set(index, fate);
  return { fates, before };
}

function isChoosing({ inputs, contains, category, channel, author, ...rest }: FateValues): boolean {
  return (
    rest['all-others'] || contains.length > 0 || [inputs, category, channel, author].some((one) => one !== undefined)
  );
}

function requireCode({ rules }: CaseFile, code: string, where: string): void {
  if (rules.dispositions.some((choice) => choice.code === code)) return;
  const codes = rules.dispositions.map((choice) => `${choice.code} (${choice.title})`);
  throw new CannotStart(`${where}: the process has no "${code}". It has ${list(codes)}.`);
}

async function choose(
  desk: Desk,
  inputs: readonly CaseInput[],
  { contains, category, channel, author }: FateValues,
  onRead: OnRead,
): Promise<readonly CaseInput[]> {
  requireKnown('--channel', channel, channels);
  requireKnown('--author', author, authorKinds);
  const fit = inputs.filter(
    ({ said }) =>
      (category === undefined || said.category === category) &&
      (channel === undefined || said.channel === (channel as Channel)) &&
      (author === undefined || said.author === (author as AuthorKind)),
  );
  if (contains.length === 0) return fit;
  const texts = await desk.reader.texts(
    fit.map(({ said }) => said.text),
    (done) => onRead('Reading texts', done),
  );
  const unread = texts.filter((text) => text === undefined).length;
  if (unread > 0)
    process.stderr.write(
      `${wrap(`${count(unread, 'input')} could not be searched: ${unread === 1 ? 'its text is' : 'their texts are'} not in public view. Choose ${unread === 1 ? 'it' : 'them'} with --inputs.`)}\n`,
    );
  const wanted = contains.map(fold);
  return fit.filter((_, i) => {
    const text = fold(texts[i] ?? '');
    return wanted.some((part) => text.includes(part));
  });
}

function requireKnown(option: string, value: string | undefined, among: readonly string[]): void {
  if (value !== undefined && !among.includes(value))
    throw new CannotStart(`${option} takes ${list(among, 'or')}, not "${value}".`);
}

/** As people search: without regard to case and to how accents are composed. */
function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

async function* readFates(file: string): AsyncGenerator<Fate & { readonly line: number; readonly input: number }> {
  const table = await openTable(file);
  const missing = ['input', 'code', 'reason'].find((column) => !table.columns.includes(column));
  if (missing !== undefined) throw new CannotStart(`The header of ${file} has no column "${missing}".`);
  for await (const row of table.rows()) {
    const where = `${file}, line ${row.line}`;
    if ('refused' in row) throw new CannotStart(`${where}: ${row.refused}`);
    const { input = '', code = '', reason = '' } = row.cells;
    if (!/^\s*(?:0|[1-9]\d{0,14})\s*$/.test(input))
      throw new CannotStart(`${where}: "${input}" is not the number of an input.`);
    if (reason.trim() === '') throw new CannotStart(`${where}: there is no reason. Whoever said it shall read one.`);
    yield { line: row.line, input: Number(input), code: code.trim(), reason: reason.trim() };
  }
}
