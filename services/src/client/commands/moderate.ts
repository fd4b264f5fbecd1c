/** `withhold`, `redact`, `restore`: takes a text out of public view, for a time or for good, and brings it back. */
import { parseArgs } from 'node:util';
import type { Said } from '@counterfoil/ledger/compose';
import { registrarGrounds } from '@counterfoil/ledger/statements/contents';
import { blackOut } from '../black-out.ts';
import type { CaseFile } from '../case-file.ts';
import { isFileRef, type CaseText, type TextState } from '../case-texts.ts';
import { fileKind } from '@counterfoil/web-viewer/file-kind';
import { language } from '../language.ts';
import { CannotStart } from '../command.ts';
import { deskOptions, type Desk } from '../desk.ts';
import { readEntryTexts, type EntryTexts } from '../entry-texts.ts';
import { list, shorten, wrap } from '../layout.ts';
import { speakEach } from '../speak.ts';
import { readIndex, readText, TEXT_USAGE } from '../texts.ts';
import { atDesk, type Command } from './command-line.ts';
import { sayAsRegistrars } from './registrars.ts';

const options = {
  ground: { type: 'string' },
  basis: { type: 'string' },
  told: { type: 'string' },
  appeal: { type: 'string' },
  text: { type: 'string' },
  black: { type: 'string', multiple: true, default: [] as string[] },
  digest: { type: 'string', multiple: true, default: [] as string[] },
  all: { type: 'boolean', default: false },
  with: { type: 'string', multiple: true, default: [] as string[] },
} as const;

type Values = ReturnType<typeof parseValues>['values'];

interface Act {
  readonly word: string;
  readonly kind: 'content-withheld' | 'content-redacted' | 'content-restored';
  readonly summary: string;
  readonly usage: string;
  /** In which state a text can be for this. */
  readonly from: readonly TextState[];
  fields(found: Found, values: Values): Promise<Readonly<Record<string, unknown>>>;
  readonly warnings?: readonly string[];
}

/** A text that an act is about. */
interface Found {
  readonly desk: Desk;
  /** Undefined for what was not said in a case. */
  readonly file: CaseFile | undefined;
  readonly text: CaseText;
  /** Undefined where the ledger does not show them to the keys at hand. */
  readonly words: string | undefined;
}

const TOLD = ['yes', 'no', 'unreachable'];
/** Where no process names any. */
const outside = Object.entries(registrarGrounds).map(([code, title]) => ({ code, title }));
const WHY = `  --ground <code>        on which of the grounds of the process; for a text that was not said in a case, such as the name of somebody who held an office: ${list(
  outside.map(({ code }) => code),
  'or',
)}
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
  const grounds = file === undefined ? outside : (file.rules.grounds ?? []);
  if (grounds.length === 0)
    throw new CannotStart(`The rules of "${file?.rules.title ?? ''}" have no ground for taking a text out.`);
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
  --digest <digits>      which of the texts of the entry, by the first digits of its commitment; again for each
  --all                  all of them, with the files
  --with <entry>         a mandate whose holder is to sign as well; again for each

Registrars decide about what was not said in a case: name their keys, or one and the others sign in the tray.

${TEXT_USAGE}`;
    return atDesk(values, usage, async (desk) => {
      const found = await readEntryTexts(desk, readIndex(positionals[0], 'the entry'));
      const { entry, file } = found;
      const each = [];
      const warnings = new Set(act.warnings);
      let shown = '';
      for (const text of await chooseTexts(desk, found, values, act)) {
        const words = await found.wordsOf(text);
        each.push({ entry, digest: text.ref.digest, ...(await act.fields({ desk, file, text, words }, values)) });
        shown += `\n${isFileRef(text.ref) ? 'A file' : 'The text'} of entry ${entry}, which is ${states[text.state]} now:\n\n${wrap(words ?? unseen(text.ref), 4)}\n`;
        if (words === undefined && !isFileRef(text.ref))
          warnings.add(`You sign this without having read ${each.length === 1 ? 'the' : 'each'} text.`);
      }
      process.stdout.write(shown);
      const { kind } = act;
      if (file !== undefined) {
        const others = values.with.map((one) => readIndex(one, 'a mandate'));
        return speakEach({ desk, file, kind, others, warnings: [...warnings] }, each);
      }
      if (values.with.length > 0)
        throw new CannotStart(
          `What entry ${entry} says was not said in a case: registrars sign, and --with names none. With fewer of their keys than it takes it waits for the others in the tray.`,
        );
      const saids = each.map((fields) => ({ kind, ...fields }) as unknown as Said);
      return sayAsRegistrars(desk, saids, { warnings: [...warnings] });
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

/** Those that were named, or the only one that there is for this. */
async function chooseTexts(desk: Desk, found: EntryTexts, values: Values, act: Act): Promise<readonly CaseText[]> {
  const { entry, texts: own } = found;
  const { word, from } = act;
  const { digest: digests, black, all } = values;
  if (own.length === 0) throw new CannotStart(`Entry ${entry} has no text.`);
  if (all && digests.length > 0) throw new CannotStart('Say --all or --digest: one of the two.');
  if (black.length > 0 && (all || digests.length > 1))
    throw new CannotStart('Passages are blacked out in one text at a time: --black goes with one --digest at most.');
  const offers = async (some: readonly CaseText[]): Promise<string> =>
    (await Promise.all(some.map((one) => offer(desk, one)))).join('\n');
  const named = new Set<CaseText>();
  for (const digits of digests) {
    const [one, another] = own.filter(({ ref }) => digits !== '' && ref.digest.startsWith(digits));
    if (one === undefined || another !== undefined)
      throw new CannotStart(
        `${one === undefined ? 'No text' : 'More than one text'} of entry ${entry} has a commitment that begins with "${digits}":\n${await offers(own)}`,
      );
    named.add(one);
  }
  const asked = named.size > 0 ? [...named] : own;
  const fit = asked.filter(({ state }) => from.includes(state));
  if (fit.length === 0 || (named.size > 0 && fit.length < asked.length)) {
    const unfit = asked.filter((text) => !fit.includes(text));
    const now = [...new Set(unfit.map(({ state }) => states[state]))];
    const where =
      own.length === asked.length ? `in entry ${entry}` : `in ${list(unfit.map(({ ref }) => ref.digest.slice(0, 8)))}`;
    throw new CannotStart(
      `There is nothing to ${word} ${where}: what it says is ${list(now)} now.${await instead(desk, unfit, word)}`,
    );
  }
  if (all || named.size > 0 || fit.length === 1) return fit;
  if (black.length > 0) {
    const having = [];
    for (const text of fit) {
      const words = await found.wordsOf(text);
      if (words !== undefined && black.every((passage) => words.includes(passage))) having.push(text);
    }
    if (having.length === 1) return having;
    if (having.length === 0)
      throw new CannotStart(
        `No text of entry ${entry} that you may read has what is to be blacked out. Give each passage letter by letter as it stands there:\n${await offers(fit)}`,
      );
    throw new CannotStart(
      `Several texts of entry ${entry} have that. Say which with --digest:\n${await offers(having)}`,
    );
  }
  throw new CannotStart(
    `Entry ${entry} has several texts. Say which with --digest, again for each, or --all of them:\n${await offers(fit)}`,
  );
}

function unseen(ref: CaseText['ref']): string {
  if (!isFileRef(ref)) return '(The ledger does not show it to you.)';
  return `(${fileKind(language, ref)}. Look at it on the page of the entry; where it is not public, with "pending --save".)`;
}

async function offer(desk: Desk, { ref, state }: CaseText): Promise<string> {
  if (isFileRef(ref)) return `  ${ref.digest.slice(0, 8)}  (${fileKind(language, ref)}, ${states[state]})`;
  const words = state === 'public' ? await desk.reader.text(ref) : undefined;
  return `  ${ref.digest.slice(0, 8)}  ${shorten(words ?? `(${states[state]})`, 60)}`;
}
