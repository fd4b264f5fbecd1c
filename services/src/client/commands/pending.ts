/** `pending` and `publish`: texts that wait to be looked at before they are public, read and let through, one or hundreds at once. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isPlaceOf } from '@counterfoil/ledger/statement';
import { language } from '../language.ts';
import { fileKind } from '@counterfoil/web-viewer/file-kind';
import { CannotStart } from '../command.ts';
import { deskOptions, type Desk } from '../desk.ts';
import { filePath } from '../hands.ts';
import { count, list, row, shorten, wrap } from '../layout.ts';
import { readNames } from '../names.ts';
import { readPending, readPendingFile, type Pending, type PendingText } from '../pending.ts';
import { describeSaid } from '../preview.ts';
import { doneSentence, planTexts, sayMany, type Plan } from '../say-many.ts';
import { readIndex, readIndexes } from '../texts.ts';
import { atDesk, type Command } from './command-line.ts';

/** Texts shown whole; of more, `pending` shows the rest with --all, and `publish` the beginnings. */
const SHOWN = 30;

const PENDING_USAGE = `npm run sign -- pending [--all] [--save <folder>]

Texts that wait for somebody of your office to look at them before they are public, oldest first; and those that are kept back.

  --all                  every text; without it the oldest ${SHOWN} of each
  --save <folder>        writes the files that wait into this folder, to be looked at there
`;

const PUBLISH_USAGE = `npm run sign -- publish <entry> … | --all

Lets texts into public view. They are shown before you are asked; entries of the same case go together.

  <entry>                entries whose texts wait, such as 12 15-20
  --all                  all that wait for your office
  --with <entry>         a mandate whose holder is to sign as well; again for each
`;

export const pendingCommand: Command = {
  word: 'pending',
  summary: 'texts that wait to be looked at, and those kept back',
  run(args) {
    const { values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...deskOptions, all: { type: 'boolean', default: false }, save: { type: 'string' } },
    });
    return atDesk(values, PENDING_USAGE, async (desk) => {
      const pending = await readPending(desk);
      process.stdout.write(await describePending(desk, pending, values.all ? Infinity : SHOWN));
      if (values.save !== undefined) process.stdout.write(await saveFiles(desk, pending, values.save));
      return 0;
    });
  },
};

async function describePending(desk: Desk, { texts, offices, newer }: Pending, shown: number): Promise<string> {
  const names = await readNames(desk, undefined, []);
  const who = list(offices.map(names.office));
  const [waiting, kept] = [of(texts, 'pending'), of(texts, 'withheld')];
  const part = (some: readonly PendingText[]): string[] => [
    ...some.slice(0, shown).flatMap((text) => ['', ...describeText(text)]),
    ...(some.length > shown ? ['', `  … and ${count(some.length - shown, 'more text')}: --all shows them`] : []),
  ];
  return [
    waiting.length === 0
      ? `No text waits to be looked at by ${who}.`
      : `${count(waiting.length, 'text')} to be looked at by ${who}:`,
    ...part(waiting),
    ...(kept.length === 0 ? [] : ['', `${count(kept.length, 'text')} kept back:`, ...part(kept)]),
    ...(newer === 0 ? [] : ['', `${count(newer, 'text')} came while you read: ask again in a moment.`]),
    ...(waiting.length === 0 ? [] : ['', 'Let them through with  npm run sign -- publish <entry> …', ...or]),
    '',
  ].join('\n');
}

const LOST = '(The ledger cannot give this text out any more.)';

const or = ['or keep one back with  npm run sign -- withhold <entry> …'];

function of(texts: readonly PendingText[], state: PendingText['state']): PendingText[] {
  return texts.filter((one) => one.state === state);
}

/** Named by entry and commitment, never by what their senders called them. Nothing is written over. */
async function saveFiles(desk: Desk, { texts }: Pending, folder: string): Promise<string> {
  const lines: string[] = [];
  for (const one of texts) {
    const bytes = await readPendingFile(desk, one);
    if (one.file === undefined || bytes === undefined) continue;
    const ending = one.file.mediaType.replace(/^.*\//, '').replace('jpeg', 'jpg');
    const path = join(filePath(folder), `entry-${one.entry}-${one.digest.slice(0, 8)}.${ending}`);
    await mkdir(filePath(folder), { recursive: true });
    const isThere = await writeFile(path, bytes, { flag: 'wx', mode: 0o600 }).then(
      () => false,
      (error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') return true;
        throw error;
      },
    );
    lines.push(`${isThere ? 'Is there already' : 'Written'}: ${path}`);
  }
  return lines.length === 0
    ? 'No file waits.\n'
    : `${lines.join('\n')}\nThey are not public: delete them when you have looked at them.\n`;
}

function describeText({ entry, case: id, since, statement, digest, text, file }: PendingText): string[] {
  const what =
    statement.kind === 'input-received'
      ? `${language.phrase(`author-${statement.author}`)} ${language.phrase(`channel-${statement.channel}`)}`
      : language.phrase(`kind-${statement.kind}`);
  return [
    row(
      `Entry ${entry}`,
      `case ${id}, since ${language.day(since)}: ${what}${isPlaceOf(statement, digest) ? ', where it is' : ''}`,
    ),
    wrap(
      text ??
        (file === undefined ? LOST : `(${fileKind(language, file)}: "pending --save <folder>" lets you look at it.)`),
      4,
    ),
  ];
}

export const publishCommand: Command = {
  word: 'publish',
  summary: 'let texts that were looked at into public view',
  run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...deskOptions,
        all: { type: 'boolean', default: false },
        with: { type: 'string', multiple: true, default: [] as string[] },
      },
    });
    return atDesk(values, PUBLISH_USAGE, async (desk) => {
      if (values.all === positionals.length > 0)
        throw new CannotStart('Say which entries, or all that wait with --all: one of the two.');
      const asked = positionals.flatMap((one) => readIndexes(one, 'an entry'));
      const { texts } = await readPending(desk);
      const chosen = readable(choose(of(texts, 'pending'), values.all ? undefined : asked));
      const others = values.with.map((entry) => readIndex(entry, 'a mandate'));
      const cases = new Map<number, PendingText[]>();
      for (const text of chosen) cases.set(text.case, [...(cases.get(text.case) ?? []), text]);
      const plans = [];
      for (const [id, items] of cases)
        plans.push(...(await planTexts(desk, 'content-published', { id, items, others })));
      const recorded = await sayMany(desk, plans, { preview: await describePlans(desk, plans, chosen) });
      process.stdout.write(doneSentence(recorded ?? [], 'public'));
      return 0;
    });
  },
};

function choose(waiting: readonly PendingText[], asked: readonly number[] | undefined): readonly PendingText[] {
  if (asked === undefined) {
    if (waiting.length === 0) throw new CannotStart('No text waits for your office.');
    return waiting;
  }
  const without = asked.find((entry) => !waiting.some((one) => one.entry === entry));
  if (without !== undefined)
    throw new CannotStart(`No text of entry ${without} waits for your office. "pending" shows those that do.`);
  return waiting.filter(({ entry }) => asked.includes(entry));
}

/** Nobody lets through what nobody has read. */
function readable(texts: readonly PendingText[]): readonly PendingText[] {
  const unread = texts.find(({ text, file }) => text === undefined && file === undefined);
  if (unread === undefined) return texts;
  throw new CannotStart(
    `The ledger cannot give out the text of entry ${unread.entry}: leave it out, and tell the operator.`,
  );
}

async function describePlans(desk: Desk, plans: readonly Plan[], chosen: readonly PendingText[]): Promise<string> {
  const names = await readNames(desk, undefined, [...new Set(plans.flatMap(({ by }) => by))]);
  const whole = chosen.length <= SHOWN;
  return plans
    .map(({ said, items }) =>
      [
        describeSaid(said, names),
        ...chosen
          .filter(({ digest }) => items.some((item) => item.digest === digest))
          .flatMap((one) =>
            whole
              ? ['', ...describeText(one)]
              : [`      ${one.entry}: “${shorten(one.text ?? (one.file && fileKind(language, one.file)) ?? '', 60)}”`],
          ),
      ].join('\n'),
    )
    .join('\n\n');
}
