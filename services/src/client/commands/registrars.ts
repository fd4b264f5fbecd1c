/** What registrars say: offices, mandates, keys, the calendar. Enough of them sign together. */
import { parseArgs } from 'node:util';
import type { Said } from '@counterfoil/ledger/compose';
import { officialKinds } from '@counterfoil/ledger/statements/rights';
import { makeCalendar } from '../calendar.ts';
import { CannotStart, type ExitCode } from '../command.ts';
import { deskOptions, type Desk } from '../desk.ts';
import { count } from '../layout.ts';
import { readNames } from '../names.ts';
import { describeSaid } from '../preview.ts';
import { agree, record, recordedSentence } from '../say.ts';
import { readIndex, readText } from '../texts.ts';
import { handToTray } from '../waiting.ts';
import { atDesk, type Command } from './command-line.ts';

interface RegistrarOptions {
  /** In place of what is shown of every statement. */
  readonly preview?: string;
  /** Keys that sign besides the registrars, such as both keys of a rotation. */
  readonly themselves?: readonly string[];
  readonly warnings?: readonly string[];
}

/**
 * Shows, asks, signs, records; with fewer registrars than it takes, it waits in the tray for the others.
 * @param saids agreed to together
 */
export async function sayAsRegistrars(
  desk: Desk,
  saids: readonly Said[],
  { preview, themselves = [], warnings = [] }: RegistrarOptions = {},
): Promise<ExitCode> {
  const { registrars, threshold } = await desk.directory();
  const people = new Set(
    desk.hands.flatMap(({ keyid }) => registrars.filter(({ key }) => key === keyid).map(({ person }) => person)),
  );
  const stranger = desk.hands.find(
    ({ keyid }) => !themselves.includes(keyid) && !registrars.some(({ key }) => key === keyid),
  );
  if (stranger !== undefined)
    throw new CannotStart(`${stranger.label} is not the key of a registrar of ${desk.info.origin}.`);
  if (people.size === 0) throw new CannotStart('Name the keys of registrars with --key or --ssh.');
  const waits = people.size < threshold;
  const waiting = waits
    ? [
        `${count(threshold, 'registrar')} must sign together, and ${people.size === 1 ? 'one is' : `${people.size} are`} here: it waits in the tray for the others.`,
      ]
    : [];
  const names = await readNames(desk, undefined, []);
  const agreed = await agree(desk, {
    saids,
    hands: desk.hands,
    preview: preview ?? saids.map((said) => describeSaid(said, names)).join('\n\n'),
    warnings: [...warnings, ...waiting],
  });
  if (agreed === undefined) return 0;
  if (waits) return handToTray(desk, agreed);
  for (const recorded of await record(desk, agreed)) process.stdout.write(`${recordedSentence(desk, recorded)}\n`);
  return 0;
}

const optionNames = {
  title: { type: 'string' },
  body: { type: 'string' },
  may: { type: 'string' },
  person: { type: 'string' },
  'public-key': { type: 'string' },
  from: { type: 'string' },
  until: { type: 'string' },
  holder: { type: 'string' },
  reason: { type: 'string' },
  zone: { type: 'string' },
  years: { type: 'string' },
  weekdays: { type: 'string', default: '1,2,3,4,5' },
  holidays: { type: 'string' },
} as const;

type Option = keyof typeof optionNames;
type Values = { readonly [O in Option]?: string | undefined };

interface Duty {
  readonly word: string;
  readonly summary: string;
  readonly usage: string;
  said(desk: Desk, positionals: readonly string[], values: Values): Promise<Said>;
  /** Keys that sign besides the registrars. */
  themselves?(said: Said): readonly string[];
}

const duties: readonly Duty[] = [
  {
    word: 'office',
    summary: 'define an office, or what it may sign',
    usage: `<office> --title <title> --may <kinds>

  <office>               its code, such as parks
  --title <title>        as people will read it
  --may <kinds>          what it may sign, separated by commas; "all" for everything an authority's office can
  --body <which>         citizens, supplier or device, where it is not an office of the authority`,
    said(_desk, [office], values) {
      const may = needed(values, 'may');
      const all = officialKinds.filter((kind) => kind !== 'supplier-statement' && kind !== 'device-observation');
      return Promise.resolve({
        kind: 'office-defined',
        office: argument(office, 'the code of the office'),
        title: needed(values, 'title'),
        ...(values.body === undefined ? {} : { body: values.body }),
        may: may === 'all' ? all : may.split(',').map((kind) => kind.trim()),
      } as Said);
    },
  },
  {
    word: 'mandate',
    summary: 'give somebody an office',
    usage: `<office> --person <identifier> --public-key <key>

  --person <identifier>  as their own key command printed it
  --public-key <key>     likewise
  --from <time>          where left out, now; such as 2026-03-02T00:00:00.000Z
  --until <time>         where left out, until it is ended
  --holder <name>        the name: readable by everybody until its retention ends`,
    async said(desk, [office], values) {
      return {
        kind: 'mandate-granted',
        office: argument(office, 'the office'),
        person: needed(values, 'person'),
        key: needed(values, 'public-key'),
        from: values.from ?? new Date().toISOString(),
        ...(values.until === undefined ? {} : { until: values.until }),
        ...(values.holder === undefined ? {} : { holder: await readText(values.holder, desk.lang) }),
      };
    },
  },
  {
    word: 'end-mandate',
    summary: 'end a mandate',
    usage: `<mandate> --reason <why>

  <mandate>              the entry that granted it
  --reason <why>         term-ended, resigned, dismissed, key-lost or other`,
    said: (_desk, [mandate], values) =>
      Promise.resolve({
        kind: 'mandate-ended',
        mandate: readIndex(mandate, 'the mandate'),
        reason: needed(values, 'reason'),
      } as Said),
  },
  {
    word: 'rotate',
    summary: 'put a new key in the place of an old one with both keys',
    usage: `<old key> <new key>

Both keys sign as well: name the registrars' key files and the two of this person with --key or --ssh.`,
    said: (_desk, [from, to]) =>
      Promise.resolve({ kind: 'key-rotated', from: argument(from, 'the old key'), to: argument(to, 'the new key') }),
    themselves: (said) => (said.kind === 'key-rotated' ? [said.from, said.to] : []),
  },
  {
    word: 'revoke',
    summary: 'take a lost or stolen key out of use',
    usage: `<key> --reason <why>

  --reason <why>         lost, stolen, replaced or other

Nothing that was signed with it before loses its force. Its holder gets a new mandate with a new key.`,
    said: (_desk, [key], values) =>
      Promise.resolve({ kind: 'key-revoked', key: argument(key, 'the key'), reason: needed(values, 'reason') } as Said),
  },
  {
    word: 'calendar',
    summary: 'publish working days and holidays, by which deadlines are counted',
    usage: `--zone <zone> --years <first>-<last>

  --zone <zone>          such as Europe/Berlin
  --years <first>-<last> such as 2026-2030
  --weekdays <days>      working days of the week, 1 is Monday (1,2,3,4,5)
  --holidays <days>      such as 2026-01-01,2026-12-25; or @file with one a line`,
    async said(desk, _positionals, values) {
      const [, first = '', last = ''] = /^(\d{4})-(\d{4})$/.exec(needed(values, 'years')) ?? [];
      if (first === '') throw new CannotStart('--years takes the first and the last year, such as 2026-2030.');
      const days = values.holidays === undefined ? '' : (await readText(values.holidays, desk.lang)).text;
      const { calendar } = await desk.directory();
      const made = makeCalendar({
        zone: needed(values, 'zone'),
        years: [Number(first), Number(last)],
        weekdays: (values.weekdays ?? '').split(',').map(Number),
        holidays: days.split(/[\s,]+/).filter((day) => day !== ''),
      });
      return { kind: 'calendar-published', version: (calendar?.version ?? 0) + 1, ...made };
    },
  },
];

export const registrarCommands: readonly Command[] = duties.map((duty) => ({
  word: duty.word,
  summary: duty.summary,
  run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...deskOptions, ...optionNames },
    });
    return atDesk(values, `npm run sign -- ${duty.word} ${duty.usage}\n`, async (desk) => {
      const said = await duty.said(desk, positionals, values);
      return sayAsRegistrars(desk, [said], { themselves: duty.themselves?.(said) ?? [] });
    });
  },
}));

function needed(values: Values, option: Option): string {
  const value = values[option];
  if (value === undefined || value === '') throw new CannotStart(`Say --${option}. With --help the command says more.`);
  return value;
}

function argument(value: string | undefined, what: string): string {
  if (value === undefined) throw new CannotStart(`Say ${what}. With --help the command says more.`);
  return value;
}
