/** `report <address>`: what an authority has to account for, counted after the whole record was checked. */
import { rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { AuditResult } from '@counterfoil/ledger/audit';
import type { Source } from '@counterfoil/ledger/audit/source';
import { AccountBook, accountFor, type Selection } from '@counterfoil/ledger/accountability';
import { utf8 } from '@counterfoil/ledger/bytes';
import type { ContentRef } from '@counterfoil/ledger/content';
import { reasonHash } from '@counterfoil/ledger/reason';
import type { MemoryState } from '@counterfoil/ledger/state';
import { dateField } from '@counterfoil/ledger/statements/calendar';
import { openAddress } from './address.ts';
import { formatCsv } from './accountability-csv.ts';
import { formatPage, type Report } from './accountability-page.ts';
import { tablesOf } from './accountability-tables.ts';
import { namesOf, waitedWords } from './accountability-words.ts';
import { called } from './called-as.ts';
import { writing } from './cannot-write.ts';
import { readText } from './case-story.ts';
import { resolvePath } from './command.ts';
import { parseKey } from './file-arguments.ts';
import { plain } from './file-answer.ts';
import { writeNewFile } from './kept-file.ts';
import { logKeyFor, readPolicy } from './policy.ts';
import { showProgress } from './progress.ts';
import { parseReadingOptions, READING_OPTIONS } from './reading-options.ts';
import { wrap } from './report.ts';
import { count, verdictSentence } from './sentence.ts';
import { paint, styleOf, type Style } from './style.ts';
import { UsageError } from './usage-error.ts';
import { mayHaveGrown } from './verify.ts';
import { auditShowing } from './verify-audit.ts';
import { makeFolder } from './make-folder.ts';

export const reportUsage = `Reports what an authority has to account for, after checking the whole record:
whom it did not answer, how long others waited, what became of what they said,
what was taken out of view, what was promised.

  ${called('report')} <address or folder> [options]

  --out <folder>       where to write the report: a page for people, tables for
                       spreadsheets (CSV), and JSON for programs
  --html, --csv, --json
                       only these of the three; without --out, --html or --json
                       goes to the terminal
  --process <id>       only cases of this process
  --office <id>        only what this office did or owes
  --from <date>        only what was recorded on this day or later: 2026-03-01
  --until <date>       only what was recorded on this day or earlier
  --key <key>          the log key, got elsewhere than from this address
  --policy <file>      whom you believe: log keys, witnesses, and how many of
                       them have to have cosigned (C2SP tlog-policy)
  --timeout <s>        the longest to wait for one file, in seconds (default: 20)
  --give-up-after <s>  the longest to wait for everything together

Exit code 0: the record is verified, and the figures follow from it. 1: something is wrong with the record, and the report says so. 2: it could not be checked, or the report could not be written.
`;

const EXIT_CODES = { verified: 0, wrong: 1, unchecked: 2 } as const;

/** Texts of reasons that are asked for at the same moment. */
const READ_AT_ONCE = 16;

type Form = 'html' | 'csv' | 'json';

/** Gives the exit code. @throws UsageError */
export async function report(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      html: { type: 'boolean', default: false },
      csv: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      process: { type: 'string' },
      office: { type: 'string' },
      from: { type: 'string' },
      until: { type: 'string' },
      key: { type: 'string' },
      policy: { type: 'string' },
      ...READING_OPTIONS,
    },
  });
  const [address, ...more] = positionals;
  if (address === undefined || more.length > 0) throw new UsageError('Give one address or folder.');
  const { out, process: id, office } = values;
  const selection = {
    process: id,
    office,
    from: parseDate('--from', values.from),
    until: parseDate('--until', values.until),
  };
  const asked = (['html', 'csv', 'json'] as const).filter((form) => values[form]);
  if (out === undefined && (asked.length > 1 || values.csv))
    throw new UsageError('Several files need a folder: give one with --out.');
  const undo = out === undefined ? undefined : await requireFree(out);
  const reading = parseReadingOptions(values);
  const policy = values.policy === undefined ? undefined : readPolicy(values.policy);
  const source = openAddress(address, reading);
  const pinnedKey = values.key === undefined ? policy && (await logKeyFor(policy, source)) : parseKey(values.key);

  const unasked = { postQuantumKey: undefined, memory: undefined };
  const order = { address, ...reading, level: 'all', source, pinnedKey, policy, ...unasked } as const;
  let follower = new Follower();
  let result = await auditShowing({ ...order, onAdmitted: follower.onAdmitted });
  if (await mayHaveGrown(result, source)) {
    follower = new Follower();
    result = await auditShowing({ ...order, onAdmitted: follower.onAdmitted });
  }
  const style = styleOf(process.stdout, process.env);
  const made = await follower.report(result, { address, selection, source });
  if (made === undefined || typeof made === 'string') {
    await undo?.();
    const sentence = made === undefined ? verdictSentence(result) : `No report: ${made}`;
    process.stdout.write(
      `${paint(style, result.verdict === 'wrong' ? 'red' : 'yellow', wrap(sentence, style.columns))}\n`,
    );
    return result.verdict === 'wrong' ? 1 : 2;
  }
  const [only] = asked;
  if (out === undefined && only !== undefined) {
    process.stdout.write([...filesOf(made, [only]).values()].join(''));
    return EXIT_CODES[result.verdict];
  }
  process.stdout.write(summary(made, style));
  if (out === undefined) {
    process.stdout.write(
      `\n${wrap(`All of it, with every entry: ${called('report')} ${address} --out <folder>`, style.columns)}\n`,
    );
    return EXIT_CODES[result.verdict];
  }
  const failed = await writeAll(out, filesOf(made, asked.length === 0 ? ['html', 'csv', 'json'] : asked));
  process.stdout.write(`\n${wrap(failed ?? `Written to ${out}.`, style.columns)}\n`);
  return failed === undefined ? EXIT_CODES[result.verdict] : 2;
}

/** @throws UsageError */
function parseDate(option: string, text: string | undefined): string | undefined {
  if (text !== undefined && !dateField.safeParse(text).success)
    throw new UsageError(`${option} takes a day, as 2026-03-01; "${text}" is none.`);
  return text;
}

/**
 * Before the record is read: an older report is not written over, nor mixed with, and the folder can be written to.
 * Gives what takes the folder away again, where it was made for nothing.
 * @throws UsageError, CannotWrite
 */
async function requireFree(out: string): Promise<() => Promise<void>> {
  for (const name of ['report.html', 'report.json', 'about.csv']) {
    const there = await stat(join(resolvePath(out), name)).catch(() => undefined);
    if (there !== undefined) throw new UsageError(`A report is in "${out}" already. Give another folder.`);
  }
  const folder = resolvePath(out);
  const target = {
    what: 'The report',
    file: `"${out}"`,
    advice: 'Nothing was checked. Make room, or give another folder.',
  };
  const isNew = (await stat(folder).catch(() => undefined)) === undefined;
  await writing(target, async () => {
    makeFolder(folder);
    const trial = join(folder, `.trial-${process.pid}`);
    try {
      await writeFile(trial, '.', { flag: 'wx' });
    } finally {
      await rm(trial, { force: true });
    }
  });
  return async () => {
    if (isNew) await rmdir(folder).catch(() => undefined);
  };
}

/** Takes down what the figures are made of, while the record is replayed: only what is in order gets here. */
class Follower {
  readonly #book = new AccountBook();
  /** Of reasons and replies, by commitment. */
  readonly #refs = new Map<string, ContentRef>();
  #state: MemoryState | undefined;
  #now = '';

  readonly onAdmitted = (entry: Parameters<AccountBook['note']>[0], state: MemoryState): void => {
    [this.#state, this.#now] = [state, entry.time];
    this.#book.note(entry);
    if (entry.statement.kind === 'dispositions')
      for (const { reason } of entry.statement.items) this.#refs.set(reason.digest, reason);
    if (entry.statement.kind === 'figure-reply') this.#refs.set(entry.statement.text.digest, entry.statement.text);
  };

  /** Undefined where there is nothing to count in, a text where what was asked for is not there. */
  async report(
    result: AuditResult,
    { address, selection, source }: { address: string; selection: Selection; source: Source },
  ): Promise<Report | string | undefined> {
    const { held, verdict } = result;
    const state = this.#state;
    if (held === undefined || state === undefined) return undefined;
    const names = namesOf(state);
    const lacks =
      missing('process', selection.process, names.processes) ?? missing('office', selection.office, names.offices);
    if (lacks !== undefined) return lacks;
    const words = await this.#readWords(state, source);
    const wordsOf = (digest: string): string | undefined => {
      const text = words.get(digest);
      return text === undefined ? undefined : reasonHash(text);
    };
    const now = this.#now;
    const figures = accountFor({ book: this.#book, state, now, selection, wordsOf });
    const digests = [
      ...figures.reasons.map(({ digests: [first = ''] }) => first),
      ...figures.replies.map(({ digest }) => digest),
    ];
    const shown = digests.map((digest) => [digest, words.get(digest)] as const);
    return {
      ...{ verdict, sentence: verdictSentence(result), address, selection, names, figures },
      ledger: { origin: held.origin, authority: held.authority ?? null, checkpoint: held.note, size: held.size },
      words: Object.fromEntries(shown.flatMap(([digest, text]) => (text === undefined ? [] : [[digest, text]]))),
    };
  }

  /** Those in public view; what cannot be read is a reason of its own, as the audit has said already. */
  async #readWords(state: MemoryState, source: Source): Promise<ReadonlyMap<string, string>> {
    const refs = [...this.#refs.values()].filter(({ digest }) => state.all('content').get(digest)?.state === 'public');
    const words = new Map<string, string>();
    const progress = showProgress(process.stderr);
    const queue = refs.values();
    const readOn = async (): Promise<void> => {
      for (const ref of queue) {
        const text = await readText(ref, source);
        if (text !== undefined) words.set(ref.digest, text);
        progress.show('Reading reasons and replies', words.size, refs.length);
      }
    };
    await Promise.all(Array.from({ length: READ_AT_ONCE }, readOn));
    progress.clear();
    return words;
  }
}

function missing(what: string, id: string | undefined, known: Readonly<Record<string, string>>): string | undefined {
  if (id === undefined || Object.hasOwn(known, id)) return undefined;
  const all = Object.keys(known).join(', ');
  return `the record has no ${what} "${id}". It has: ${all === '' ? 'none' : all}.`;
}

/** What goes where, by name. */
function filesOf(made: Report, forms: readonly Form[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  if (forms.includes('html')) files.set('report.html', formatPage(made));
  if (forms.includes('json')) files.set('report.json', `${JSON.stringify(made, null, 2)}\n`);
  if (!forms.includes('csv')) return files;
  const { verdict, sentence, address, ledger, selection, figures } = made;
  const about = { verdict, sentence, address, ...ledger, now: figures.now, ...selection };
  const columns = ['what', 'is'].map((key) => ({ key, title: key, isFigure: false }));
  const rows = Object.entries(about).map(([key, value]) => [key, value === undefined ? null : value] as const);
  for (const table of [
    { name: 'about', title: '', columns, rows },
    ...Object.values(tablesOf(figures, made.names, made.words)),
  ])
    files.set(`${table.name}.csv`, formatCsv(table));
  return files;
}

/** Undefined when all is written, or else what is in the way. */
async function writeAll(out: string, files: ReadonlyMap<string, string>): Promise<string | undefined> {
  for (const [name, text] of files) {
    const failed = await writeNewFile(join(out, name), utf8(text));
    if (failed !== undefined) return `"${join(out, name)}" could not be written: ${failed}.`;
  }
  return undefined;
}

function summary({ verdict, sentence, figures }: Report, style: Style): string {
  const { totals, times, overdue, outOfView } = figures;
  const colour = verdict === 'verified' ? 'green' : verdict === 'wrong' ? 'red' : 'yellow';
  const answers = times.find(({ step, by }) => step === 'answer' && by === 'all')?.said;
  const waited = answers === undefined ? undefined : waitedWords(answers);
  const lines = [
    `${count(totals.inputs.count, 'input', 'inputs')} in ${count(totals.cases.count, 'case', 'cases')}`,
    `Without an answer in substance: ${totals.unanswered.count}`,
    ...(waited === undefined ? [] : [waited]),
    `Steps overdue: ${overdue.length}`,
    `Inputs of which nobody has said what became: ${totals.unaccounted.count}, ${totals.passedOver.count} of them in decided cases`,
    `Texts taken out of view: ${outOfView.withheld.count}; erased: ${outOfView.erased.count}; waiting to be looked at: ${outOfView.pending.count}`,
  ];
  const head = [paint(style, colour, wrap(plain(sentence), style.columns))];
  if (verdict !== 'verified') head.push(wrap('So nothing that follows is proved.', style.columns));
  return `${head.join('\n\n')}\n\n${lines.map((line) => wrap(line, style.columns, '  ')).join('\n')}\n`;
}
