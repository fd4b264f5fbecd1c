/** `withhold`, `redact`, `restore`: takes a text out of public view, for a time or for good, and brings it back. */
import { parseArgs } from 'node:util';
import { caseOf } from '@counterfoil/ledger/statement';
import type { CaseKind } from '@counterfoil/ledger/statements/rights';
import { blackOut } from '../black-out.ts';
import { readCaseFile, type CaseFile } from '../case-file.ts';
import { textsOfCase, type CaseText, type TextState } from '../case-texts.ts';
import { ClientProblem } from '../client-problem.ts';
import type { FileRef } from '@counterfoil/ledger/file-content';
import { fileWords } from '@counterfoil/web-viewer/words/files';
import { CannotStart } from '../command.ts';
import { deskOptions, type Desk } from '../desk.ts';
import { list, shorten, wrap } from '../layout.ts';
import { readPending } from '../pending.ts';
import { speak } from '../speak.ts';
import { readIndex, readText, TEXT_USAGE } from '../texts.ts';
import { atDesk, type Command } from './command-line.ts';

const options = {
  ground: { type: 'string' },
  basis: { type: 'string' },
  told: { type: 'string' },
  appeal: { type: 'string' },
  text: { type: 'string' },
  black: { type: 'string', multiple: true, default: [] as string[] },
  digest: { type: 'string' },
  with: { type: 'string', multiple: true, default: [] as string[] },
} as const;

type Values = ReturnType<typeof parseValues>['values'];

interface Act {
  readonly word: string;
  readonly kind: CaseKind;
  readonly summary: string;
  readonly usage: string;
  /** In which state a text can be for this. */
  readonly from: readonly TextState[];
  fields(found: Found, values: Values): Promise<Readonly<Record<string, unknown>>>;
  readonly warnings?: readonly string[];
}

/** The text that an act is about. */
interface Found {
  readonly desk: Desk;
  readonly file: CaseFile;
  readonly text: CaseText;
  /** Undefined where the ledger does not show them to the keys at hand. */
  readonly words: string | undefined;
}

const TOLD = ['yes', 'no', 'unreachable'];
const WHY = `  --ground <code>        on which of the grounds of the process
  --basis <title>        the legal basis
  --told <answer>        was the person told whose words they are? ${list(TOLD, 'or')}
  --appeal <text>        how to appeal; everybody can read it
  --text <text>          what else there is to say (may be left out)`;

const acts: readonly Act[] = [
  {
    word: 'withhold',
    kind: 'content-withheld',
    summary: 'keep a text out of public view; it can be restored',
    usage: `<entry> …\n\n${WHY}`,
    from: ['pending', 'public'],
    fields: takenOut,
  },
  {
    word: 'redact',
    kind: 'content-redacted',
    summary: 'take a text out for good, or black out a passage',
    usage: `<entry> …\n\n${WHY}
  --black <passage>      takes out this passage alone, letter by letter as it stands there; again for each`,
    from: ['pending', 'public', 'withheld'],
    async fields(found, values) {
      const { text, words } = found;
      if (values.black.length === 0) return takenOut(found, values);
      if (words === undefined)
        throw new CannotStart('Nothing can be blacked out in a text that the ledger does not show you.');
      const left = blackOut(words, values.black);
      const lang = 'lang' in text.ref ? text.ref.lang : found.desk.lang;
      return { ...(await takenOut(found, values)), replacement: { text: left, lang } };
    },
    warnings: ['This is for good: the ledger destroys the words and their salt, and nobody can bring them back.'],
  },
  {
    word: 'restore',
    kind: 'content-restored',
    summary: 'bring a text that was withheld back into public view',
    usage: `<entry> …\n\n  --text <text>          why (may be left out)`,
    from: ['withheld'],
    fields: ({ desk }, { text }) => optionalText(desk, text),
  },
];

async function takenOut({ desk, file }: Found, values: Values): Promise<Readonly<Record<string, unknown>>> {
  const { ground, basis, told, appeal } = values;
  const { grounds = [], title } = file.rules;
  if (grounds.length === 0) throw new CannotStart(`The rules of "${title}" have no ground for taking a text out.`);
  if (!grounds.some(({ code }) => code === ground))
    throw new CannotStart(
      `Say on which ground with --ground: ${list(
        grounds.map((one) => `${one.code} (${one.title})`),
        'or',
      )}.`,
    );
  if (basis === undefined) throw new CannotStart('Say the legal basis with --basis.');
  if (told === undefined || !TOLD.includes(told))
    throw new CannotStart(`Say with --told whether the person was told whose words they are: ${list(TOLD, 'or')}.`);
  if (appeal === undefined) throw new CannotStart('Say with --appeal how to appeal.');
  return { ground, basis, told, appeal: await readText(appeal, desk.lang), ...(await optionalText(desk, values.text)) };
}

async function optionalText(desk: Desk, text: string | undefined): Promise<Readonly<Record<string, unknown>>> {
  return text === undefined ? {} : { text: await readText(text, desk.lang) };
}

export const moderationCommands: readonly Command[] = acts.map((act) => ({
  word: act.word,
  summary: act.summary,
  run(args) {
    const { values, positionals } = parseValues(args);
    const usage = `npm run sign -- ${act.word} ${act.usage}
  --digest <digits>      which of the texts of the entry, by the first digits of its commitment
  --with <entry>         a mandate whose holder is to sign as well; again for each

${TEXT_USAGE}`;
    return atDesk(values, usage, async (desk) => {
      const found = await findText(desk, readIndex(positionals[0], 'the entry'), values.digest, act);
      const { file, text, words } = found;
      const fields = { entry: text.entry, digest: text.ref.digest, ...(await act.fields(found, values)) };
      const others = values.with.map((entry) => readIndex(entry, 'a mandate'));
      process.stdout.write(
        `\nThe text of entry ${text.entry}, which is ${states[text.state]} now:\n\n${wrap(words ?? unseen(text.ref), 4)}\n`,
      );
      const unread = words === undefined && !isFile(text.ref) ? ['You sign this without having read the text.'] : [];
      return speak({ desk, file, kind: act.kind, fields, others, warnings: [...(act.warnings ?? []), ...unread] });
    });
  },
}));

function parseValues(args: readonly string[]) {
  return parseArgs({ args: [...args], allowPositionals: true, options: { ...deskOptions, ...options } });
}

const states: Readonly<Record<TextState, string>> = {
  pending: 'waiting to be looked at',
  public: 'public',
  withheld: 'withheld',
  erased: 'erased',
};

/** Where the words that are shown in its place are to be found. */
async function instead(desk: Desk, [text]: readonly CaseText[], word: string): Promise<string> {
  if (text?.by === undefined) return '';
  const { statement } = await desk.reader.entry(text.by);
  if (statement.kind !== 'content-redacted' || statement.replacement === undefined) return '';
  const digest = statement.replacement.digest.slice(0, 12);
  return ` What is shown in its place is a text of entry ${text.by}: npm run sign -- ${word} ${text.by} --digest ${digest}`;
}

async function findText(desk: Desk, entry: number, digest: string | undefined, { word, from }: Act): Promise<Found> {
  const { statement } = await desk.reader.entry(entry);
  const id = caseOf(statement, entry);
  if (id === undefined) throw new CannotStart(`Entry ${entry} belongs to no case: its texts stay public.`);
  const file = await readCaseFile(desk, id);
  const own = [...textsOfCase(file).values()].filter((text) => text.entry === entry);
  const fit = own.filter(({ ref, state }) => from.includes(state) && ref.digest.startsWith(digest ?? ''));
  const [text, another] = fit;
  if (text === undefined) {
    const now = [...new Set(own.map(({ state }) => states[state]))];
    throw new CannotStart(
      own.length === 0
        ? `Entry ${entry} has no text.`
        : `There is nothing to ${word} in entry ${entry}: what it says is ${list(now)} now.${await instead(desk, own, word)}`,
    );
  }
  if (another !== undefined)
    throw new CannotStart(
      `Entry ${entry} has several texts. Say which with --digest:\n${(await Promise.all(fit.map((one) => offer(desk, one)))).join('\n')}`,
    );
  return { desk, file, text, words: await wordsOf(desk, text) };
}

function isFile(ref: CaseText['ref']): ref is FileRef {
  return ref.mediaType !== 'text/plain';
}

function unseen(ref: CaseText['ref']): string {
  if (!isFile(ref)) return '(The ledger does not show it to you.)';
  return `(${fileWords.kind(ref.mediaType, ref.bytes)}. Look at it on the page of the entry; where it is not public, with "pending --save".)`;
}

async function offer(desk: Desk, { ref, state }: CaseText): Promise<string> {
  if (isFile(ref))
    return `  ${ref.digest.slice(0, 8)}  (${fileWords.kind(ref.mediaType, ref.bytes)}, ${states[state]})`;
  const words = state === 'public' ? await desk.reader.text(ref) : undefined;
  return `  ${ref.digest.slice(0, 8)}  ${shorten(words ?? `(${states[state]})`, 60)}`;
}

async function wordsOf(desk: Desk, { ref, state }: CaseText): Promise<string | undefined> {
  if (isFile(ref)) return undefined;
  if (state === 'public') return desk.reader.text(ref);
  try {
    const { texts } = await readPending(desk);
    return texts.find(({ digest }) => digest === ref.digest)?.text;
  } catch (error) {
    // An office may take out what it may not read: whoever signs is told that they have not read it.
    if (error instanceof ClientProblem && error.status === 403) return undefined;
    throw error;
  }
}
