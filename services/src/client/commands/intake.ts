/** `npm run sign -- intake`: taking down what people said by phone, at a counter, on paper or at a meeting, with a slip for each of them. */
import { readFile } from 'node:fs/promises';
import { rename, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Said } from '@counterfoil/ledger/compose';
import { followSigner } from '@counterfoil/ledger/follow-code';
import { isPlace, MAX_PLACE_CHARACTERS } from '@counterfoil/ledger/place';
import { keyidField } from '@counterfoil/ledger/statements/fields';
import { authorKinds } from '@counterfoil/ledger/statements/process';
import { channels as channelCodes } from '@counterfoil/ledger/statements/citizens';
import { parseKeyName, formatKeyName } from '@counterfoil/web-viewer/follow/key-name';
import { parseTypedCode } from '@counterfoil/web-viewer/follow/parse-code';
import { z } from 'zod';
import { ClientProblem } from '../client-problem.ts';
import { readCaseRules } from '../case-file.ts';
import { CannotStart, type ExitCode } from '../command.ts';
import { readContributions, type Contribution } from '../contributions.ts';
import { deskOptions, type Desk } from '../desk.ts';
import { filePath } from '../hands.ts';
import { ableHands, chooseMandates } from '../holdings.ts';
import { count, list, row, shorten, wrap } from '../layout.ts';
import { readNames, type Rules } from '../names.ts';
import { writeNewFile } from '../new-file.ts';
import { newSlip, slipListSchema, slipsPage, slipText, type PaperSlip } from '../paper-slips.ts';
import { describeSaid } from '../preview.ts';
import { showProgress } from '../progress.ts';
import { agree, recordedSentence } from '../say.ts';
import { readIndex, readText, TEXT_USAGE } from '../texts.ts';
import { atDesk, type Command } from './command-line.ts';
import { placeOf, slipLanguage } from './slips.ts';

/** By which something reaches an assistant. */
const spoken = channelCodes.filter((code) => code !== 'web' && code !== 'app');
const EXAMPLES = 3;

const USAGE = `npm run sign -- intake --channel <how> (--process <name> | --case <number>)
                --text <text>
npm run sign -- intake --channel meeting --meeting <file> --name <name>
                (--process … | --case …)

Takes down what somebody said, in their words, and gives a slip with a code by which they come back to it.

  --channel <how>        ${list(spoken, 'or')}
  --process <name>       opens a case of its own under these rules
  --case <number>        adds it to this case
  --text <text>          the words
  --author <kind>        ${list(authorKinds, 'or')}; person where left out
  --when <time>          when it was said: 2026-11-03, or 2026-11-03T18:30 by the clock of this computer
  --category <code>      where the process has categories
  --area <code>          in which of the areas of the process
  --place <text>         where it is, in one line: street and number, or how to find it; it becomes public
  --slip <number>        the slip that was handed over already; with --slips <file>, the list that came with it
  --slip-key <key>       the same by the key on its stub, as a scanner reads it
  --no-slip              nobody comes back to it
  --out <file>           page with the slips, to print; slip.html where left out
  --site <address>       where people find the pages; the address of --to where left out

A meeting
  --meeting <file>       a text with an empty line between contributions, or a .csv with a column "text" (and "author", "lang", "area", "place")
  --name <name>          of the meeting, such as 2026-11-03-library: what is recorded by it once is not recorded again

${TEXT_USAGE}`;

export const intakeCommand: Command = {
  word: 'intake',
  summary: 'take down what somebody said, and give them a slip with a code',
  run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...deskOptions,
        channel: { type: 'string' },
        process: { type: 'string' },
        case: { type: 'string' },
        text: { type: 'string' },
        author: { type: 'string', default: 'person' },
        when: { type: 'string' },
        category: { type: 'string' },
        area: { type: 'string' },
        place: { type: 'string' },
        slip: { type: 'string' },
        slips: { type: 'string' },
        'slip-key': { type: 'string' },
        'no-slip': { type: 'boolean', default: false },
        out: { type: 'string', default: 'slip.html' },
        site: { type: 'string' },
        meeting: { type: 'string' },
        name: { type: 'string' },
      },
    });
    return atDesk(values, USAGE, async (desk) => {
      const channel = spoken.find((code) => code === values.channel);
      if (channel === undefined) throw new CannotStart(`Say how it came with --channel: ${list(spoken, 'or')}.`);
      const author = authorKinds.find((kind) => kind === values.author);
      if (author === undefined) throw new CannotStart(`--author takes ${list(authorKinds, 'or')}.`);
      const place = await readPlace(desk, values.process, values.case);
      const contributions = await readSaid(desk, values);
      checkWhere(place.rules, [values, ...contributions]);
      const given = await readGivenKey(desk, values);
      if (given !== undefined && contributions.length > 1)
        throw new CannotStart('One slip belongs to one person: a meeting gets slips of its own.');
      const { by, hands } = await chooseMandates(desk, 'input-received', {
        rules: place.rules,
        hands: await handsFor(desk, place.rules),
      });
      const at = values.when === undefined ? {} : { at: readWhen(values.when) };
      const taken = contributions.map((contribution): Taken => {
        const { number, text, lang = desk.lang, area = values.area, place: where = values.place } = contribution;
        const slipIn = slipLanguage(desk, lang);
        const said = `${slipIn.phrase(`channel-${channel}`)}${values.when === undefined ? '' : `, ${values.when.replace('T', ' ')}`}`;
        const slip = values['no-slip'] || given !== undefined ? undefined : { ...newSlip(slipIn), said };
        const key = given ?? slip?.keyid;
        const source =
          values.name === undefined ? {} : { source: { name: `meeting-${values.name}`, id: String(number) } };
        const fields = {
          ...{
            kind: 'input-received',
            by: [...by],
            channel,
            author: contribution.author ?? author,
            ...place.into,
            ...at,
            ...source,
          },
          ...(values.category === undefined ? {} : { category: values.category }),
          ...(area === undefined ? {} : { area }),
          ...(key === undefined ? {} : { followKey: key }),
          text: { text, lang },
          ...(where === undefined ? {} : { place: { text: where, lang } }),
        } as const;
        return { contribution, slip, said: fields as unknown as Said };
      });
      const names = await readNames(desk, place.rules, by);
      const preview =
        taken.length === 1
          ? describeSaid(taken[0]?.said as Said, names)
          : [
              wrap(`${count(taken.length, 'contribution')} to the meeting “${values.name ?? ''}”`, 2),
              row('Goes to', place.words),
              row('Signed for', by.map((entry) => names.mandate(entry)).join(', ')),
              ...taken
                .slice(0, EXAMPLES)
                .map(({ contribution }) => row(`  ${contribution.number}`, shorten(contribution.text, 55))),
              ...(taken.length > EXAMPLES ? [row('  …', '')] : []),
            ].join('\n');
      const warnings = [
        'Write what was said, not who said it: leave out names, addresses and telephone numbers.',
        ...(values['no-slip']
          ? ['Without a slip nobody can come back to it, withdraw it or ask that it be erased.']
          : []),
      ];
      const agreed = await agree(desk, { saids: taken.map((one) => one.said), hands, preview, warnings });
      if (agreed === undefined) return 0;
      return recordAll(desk, { taken, ...agreed, out: values.out, site: values.site });
    });
  },
};

/** @throws CannotStart for an area that the rules do not know, and a place that is none. */
function checkWhere(
  { areas = [] }: Rules,
  said: readonly { readonly area?: string | undefined; readonly place?: string | undefined }[],
): void {
  for (const { area, place } of said) {
    if (area !== undefined && !areas.some(({ code }) => code === area))
      throw new CannotStart(
        areas.length === 0
          ? `There is no area "${area}": the process names none.`
          : `There is no area "${area}". The process names ${list(
              areas.map(({ code, title }) => `${code} (${title})`),
              'and',
            )}.`,
      );
    if (place !== undefined && !isPlace(place))
      throw new CannotStart(`Say where it is in one line of at most ${MAX_PLACE_CHARACTERS} characters.`);
  }
}

interface Taken {
  readonly contribution: Contribution;
  /** Undefined where there is none, or it was handed over before. */
  readonly slip: PaperSlip | undefined;
  readonly said: Said;
}

interface ToRecord {
  readonly taken: readonly Taken[];
  readonly drafts: readonly Parameters<Desk['client']['sign']>[0][];
  readonly signers: Parameters<Desk['client']['sign']>[1];
  readonly out: string;
  readonly site: string | undefined;
}

/** The page of slips is there before anything is sent: no code is lost, wherever this is interrupted. */
async function recordAll(desk: Desk, { taken, drafts, signers, out, site }: ToRecord): Promise<ExitCode> {
  const place = placeOf(desk, site);
  const wanted = taken.flatMap(({ slip }) => slip ?? []);
  const page = wanted.length === 0 ? undefined : await writeNewFile(out, slipsPage(wanted, place));
  const progress = showProgress(process.stderr);
  const done: PaperSlip[] = [];
  let recorded = 0;
  let known = 0;
  try {
    for (const [i, one] of taken.entries()) {
      const drafted = drafts[i];
      if (drafted === undefined) continue;
      if (taken.length > 1) progress.show('Signing and recording', i, taken.length);
      try {
        const answer = await desk.client.send(await desk.client.sign(drafted, signers), { check: true });
        recorded++;
        if (taken.length === 1) process.stdout.write(`${recordedSentence(desk, answer)}\n`);
        if (one.slip !== undefined)
          done.push({ ...one.slip, reference: { case: answer.case ?? answer.index, entry: answer.index } });
      } catch (error) {
        if (!(error instanceof ClientProblem) || error.code !== 'source-repeated') throw error;
        known++;
        await warnWhereOther(desk, one, error.detail);
      }
    }
  } finally {
    progress.clear();
    if (page !== undefined) await replaceFile(page, slipsPage(done.length > 0 ? done : wanted, place));
  }
  if (taken.length > 1)
    process.stdout.write(
      `${count(recorded, 'contribution')} recorded${known === 0 ? '' : `, ${known} had been before`}. Every proof was followed and holds.\n`,
    );
  if (page !== undefined && done.length > 0) {
    if (done.length === 1 && done[0] !== undefined) process.stdout.write(slipText(done[0], place));
    process.stdout.write(
      `\n${done.length === 1 ? 'The slip' : count(done.length, 'slip')} to print: ${page}\n${wrap('Print it, hand it over, and delete the file: whoever has a code can speak on for whoever got it.')}\n`,
    );
  } else if (page !== undefined) await replaceFile(page, slipsPage([], place));
  return 0;
}

async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** What is on record by this name and number may say something else: then the file was changed in between. */
async function warnWhereOther(desk: Desk, { contribution }: Taken, detail: string): Promise<void> {
  const entry = Number(/entry (\d+)/.exec(detail)?.[1] ?? NaN);
  if (!Number.isSafeInteger(entry) || entry >= desk.reader.seen.size) return;
  const { statement } = await desk.reader.entryOf(entry, 'input-received');
  const text = await desk.reader.text(statement.text);
  if (text !== undefined && text !== contribution.text)
    process.stderr.write(
      `${wrap(`Contribution ${contribution.number} is on record as entry ${entry}, with other words: “${shorten(text, 60)}”. It was not recorded again. Add what is new at the end of the file, or give the meeting another name.`)}\n`,
    );
}

async function readPlace(
  desk: Desk,
  process: string | undefined,
  joined: string | undefined,
): Promise<{ readonly rules: Rules; readonly into: object; readonly words: string }> {
  if ((process === undefined) === (joined === undefined))
    throw new CannotStart('Say where it goes: --process <name> for a case of its own, or --case <number>.');
  if (joined !== undefined) {
    const id = readIndex(joined, 'the case');
    return { rules: await readCaseRules(desk, id), into: { case: id }, words: `case ${id}` };
  }
  const { processes } = await desk.directory();
  const inForce = processes.find((one) => one.process === process && one.inForce);
  if (inForce === undefined)
    throw new CannotStart(
      `There is no process "${process ?? ''}". There ${list(processes.filter((one) => one.inForce).map((one) => `is "${one.process}"`))}.`,
    );
  const { statement } = await desk.reader.entryOf(inForce.entry, 'process-published');
  return {
    rules: statement,
    into: { process: { id: inForce.process, version: inForce.version } },
    words: `a case of its own each, under “${statement.title}”`,
  };
}

async function handsFor(desk: Desk, rules: Rules): Promise<Desk['hands']> {
  const able = await ableHands(desk, 'input-received', rules);
  return able.length === 0 ? desk.hands : able;
}

async function readSaid(
  desk: Desk,
  { meeting, name, text, channel }: { readonly [K in 'meeting' | 'name' | 'text' | 'channel']?: string | undefined },
): Promise<readonly Contribution[]> {
  if ((meeting === undefined) === (text === undefined))
    throw new CannotStart('Say what was said: with --text, or for a meeting with --meeting <file>.');
  if (meeting === undefined)
    return [{ number: 1, ...(await readText(text ?? '', desk.lang)), author: undefined, lang: desk.lang }];
  if (channel !== 'meeting') throw new CannotStart('What comes from a meeting came by --channel meeting.');
  if (name === undefined || !/^[a-z0-9][a-z0-9-]{0,50}$/.test(name))
    throw new CannotStart('Name the meeting with --name, in small letters, digits and hyphens: 2026-11-03-library.');
  return readContributions(filePath(meeting));
}

const followedSchema = z.object({ entries: z.array(z.object({ entry: z.int() })) });

/** The key of a slip that was handed over before. @throws CannotStart where it belongs to somebody already */
async function readGivenKey(
  desk: Desk,
  values: { readonly [K in 'slip' | 'slips' | 'slip-key']?: string | undefined },
): Promise<string | undefined> {
  const key = await namedKey(values);
  if (key === undefined) return undefined;
  const { entries } = await desk.ask(`api/v1/follow/${formatKeyName(key)}`, followedSchema);
  const [first] = entries;
  if (first !== undefined)
    throw new CannotStart(
      `This slip belongs to entry ${first.entry} already. Whoever has it would read and speak on here as well: take another one.`,
    );
  return key;
}

async function namedKey(values: { readonly [K in 'slip' | 'slips' | 'slip-key']?: string | undefined }): Promise<
  string | undefined
> {
  const { slip, slips, 'slip-key': scanned } = values;
  if (scanned !== undefined) {
    const key = scanned.trim();
    if (keyidField.safeParse(key).success) return key;
    if (parseKeyName(key) !== undefined) return parseKeyName(key);
    const typed = parseTypedCode(key);
    // Somebody scanned the wrong square: it works, and they should know.
    if ('code' in typed) {
      process.stderr.write(
        `${wrap('This is the code itself, which is for the person alone. Its key is taken. Hand the slip over, and forget the code.')}\n`,
      );
      return followSigner(typed.code).keyid;
    }
    throw new CannotStart('--slip-key takes what the square on the stub holds: "ed25519:" and 44 characters.');
  }
  if (slip === undefined) return undefined;
  if (slips === undefined) throw new CannotStart('Say where the list of slips is, with --slips <file>.');
  const number = readIndex(slip, 'the slip');
  const text = await readFile(filePath(slips), 'utf8').catch((cause: unknown) => {
    throw new CannotStart(`There is no file ${slips}.`, { cause });
  });
  const parsed = slipListSchema.safeParse(safeJson(text));
  if (!parsed.success) throw new CannotStart(`${slips} is no list of slips: "slips --count <n>" makes one.`);
  const found = parsed.data.slips.find((one) => one.number === number);
  if (found === undefined) throw new CannotStart(`${slips} has no slip ${number}.`);
  return found.key;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A day is taken at noon, by the clock of this computer. */
function readWhen(typed: string): string {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?$/.exec(typed) ?? [];
  const at = new Date(`${day ?? ''}T${time ?? '12:00'}`);
  if (day === undefined || Number.isNaN(at.getTime()))
    throw new CannotStart(`--when takes 2026-11-03 or 2026-11-03T18:30, not "${typed}".`);
  if (at.getTime() > Date.now()) throw new CannotStart(`${typed} has not come yet.`);
  return at.toISOString();
}
