/** `retention`: texts that were kept as long as their process says, and the entries that erase them. */
import { parseArgs } from 'node:util';
import { language } from '../language.ts';
import { z } from 'zod';
import { writeArchive, type Archived } from '../archive.ts';
import { readCaseFile, type CaseFile } from '../case-file.ts';
import { textsOfCase } from '../case-texts.ts';
import { CannotStart } from '../command.ts';
import { deskOptions, type Desk } from '../desk.ts';
import { holdings } from '../holdings.ts';
import { count, list, row } from '../layout.ts';
import { readNames } from '../names.ts';
import { readPending } from '../pending.ts';
import { describeSaid } from '../preview.ts';
import { doneSentence, planTexts, sayMany, type TextName } from '../say-many.ts';
import { readIndex } from '../texts.ts';
import { atDesk, type Command } from './command-line.ts';

const DAY_MS = 86_400_000;
/** Cases listed of those whose time has not come. */
const SHOWN = 10;
/** Mergers followed from one case to the next. */
const MOST_MERGERS = 100;

const USAGE = `npm run sign -- retention

Texts and files that have been kept as long as the rules of their case say: shows them, and has their erasure signed. Where none is due, says what will be and when. --dry-run only looks.

  --archive <folder>     first writes what is going to be erased there, with proofs, for an archive; some rules ask for it
  --with <entry>         a mandate whose holder is to sign as well; again for each
`;

export const retentionCommand: Command = {
  word: 'retention',
  summary: 'erase texts that were kept long enough; or see what is due when',
  run(args) {
    const { values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...deskOptions,
        archive: { type: 'string' },
        with: { type: 'string', multiple: true, default: [] as string[] },
      },
    });
    return atDesk(values, USAGE, async (desk) => {
      const held = [...new Set((await holdings(desk)).map(({ office }) => office))];
      const offices = desk.values.office === undefined ? held : [desk.values.office];
      if (offices.length === 0)
        throw new CannotStart('Say whose work it is with --key <file> or --ssh <public key file>.');
      const now = new Date().toISOString();
      const told = await readTold(desk, offices);
      const others = values.with.map((entry) => readIndex(entry, 'a mandate'));
      const [plans, lines] = [[], []] as [Awaited<ReturnType<typeof planTexts>>[number][], string[]];
      for (const { case: id } of told.filter(({ due }) => due <= now)) {
        const found = await readDue(desk, id, now);
        if (found === undefined) continue;
        const archive = await archiveFirst(desk, found, values.archive);
        if (archive !== undefined) lines.push(row('Archive', archive.path), row('SHA-256', archive.sha256));
        const fields = archive === undefined ? {} : { archive: { sha256: archive.sha256 } };
        const planned = await planTexts(desk, 'retention-applied', { id, items: found.items, others, fields });
        plans.push(...planned);
        const names = await readNames(desk, found.file.rules, [...(planned[0]?.by ?? [])]);
        lines.push(
          ...planned.map(({ said }) => describeSaid(said, names)),
          row('Rules', `${found.file.rules.title}: texts are kept for ${count(found.days, 'day')}`),
          row('Decided', language.day(found.decided)),
          '',
        );
      }
      if (plans.length === 0) {
        const names = await readNames(desk, undefined, []);
        process.stdout.write(
          describeLater(
            told.filter(({ due }) => due > now),
            list(offices.map(names.office)),
          ),
        );
        return 0;
      }
      const recorded = await sayMany(desk, plans, {
        preview: lines.join('\n').trimEnd(),
        warnings: ['This is for good: the ledger destroys the words and their salt, and nobody can bring them back.'],
      });
      process.stdout.write(doneSentence(recorded ?? [], 'erased'));
      return 0;
    });
  },
};

/** What the rules want an archive to have, or whoever asks for it. Nothing is written where nothing is going to be signed. */
async function archiveFirst(
  desk: Desk,
  { file, items }: Due,
  folder: string | undefined,
): Promise<Archived | undefined> {
  if (folder === undefined && file.rules.retention?.archive === 'before')
    throw new CannotStart(
      `"${file.rules.title}" wants an archive to have the texts before they are erased: say where to write them with --archive <folder>.`,
    );
  if (folder === undefined || desk.values['dry-run']) return undefined;
  const isHidden = [...textsOfCase(file).values()].some(({ state }) => state === 'pending' || state === 'withheld');
  const unseen = isHidden ? (await readPending(desk)).texts : [];
  return writeArchive(desk, { id: file.id, items, folder }, unseen);
}

/** Only which cases to look at is taken from the service. */
const pageSchema = z.object({
  items: z.array(z.object({ case: z.int().min(0), due: z.string(), items: z.array(z.unknown()) })),
  next: z.string().nullable().default(null),
});
type Told = z.infer<typeof pageSchema>['items'][number];

/** Soonest first. */
async function readTold(desk: Desk, offices: readonly string[]): Promise<readonly Told[]> {
  const told = new Map<number, Told>();
  for (const office of offices) {
    for (let after: string | undefined = ''; after !== undefined;) {
      const path: string = `api/v1/retention?office=${encodeURIComponent(office)}${after}`;
      const page: z.infer<typeof pageSchema> = await desk.ask(path, pageSchema);
      for (const item of page.items) told.set(item.case, item);
      after = page.next === null ? undefined : `&after=${encodeURIComponent(page.next)}`;
    }
  }
  return [...told.values()].sort((a, b) => (a.due < b.due ? -1 : 1));
}

interface Due {
  readonly file: CaseFile;
  readonly items: readonly TextName[];
  readonly days: number;
  /** When the case was decided, or the one that it is part of. */
  readonly decided: string;
}

/** By the entries themselves: undefined where the record does not bear out that the time has come. SPEC M57. */
async function readDue(desk: Desk, id: number, now: string): Promise<Due | undefined> {
  const file = await readCaseFile(desk, id);
  let ended = file;
  for (let merged = 0; ended.merged !== undefined && merged < MOST_MERGERS; merged++)
    ended = await readCaseFile(desk, ended.merged);
  const decided = ended.steps.find(({ index }) => index === ended.decided)?.time;
  const days = file.rules.retention?.days;
  if (decided === undefined || days === undefined) return undefined;
  if (now < new Date(Date.parse(decided) + days * DAY_MS).toISOString()) return undefined;
  const items = [...textsOfCase(file).values()]
    .filter(({ state }) => state !== 'erased')
    .map(({ entry, ref }) => ({ entry, digest: ref.digest }));
  return items.length === 0 ? undefined : { file, items, days, decided };
}

function describeLater(later: readonly Told[], who: string): string {
  const more = later.length - SHOWN;
  return [
    `No text is due to be erased by ${who}.`,
    ...(later.length === 0 ? [] : ['Next:']),
    ...later
      .slice(0, SHOWN)
      .map(({ case: id, due, items }) =>
        row(`Case ${id}`, `${count(items.length, 'text')}, from ${language.day(due)} on`),
      ),
    ...(more > 0 ? [`  … and ${count(more, 'more case')}`] : []),
    '',
  ].join('\n');
}
