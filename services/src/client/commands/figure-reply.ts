/** `figure-reply <figure>`: what an office says to a figure about itself, beside which it stands for everybody. SPEC 7.6. */
import { parseArgs } from 'node:util';
import { figureNames } from '@counterfoil/ledger/accountability/figure-names';
import type { Said } from '@counterfoil/ledger/compose';
import { dateField } from '@counterfoil/ledger/statements/calendar';
import { CannotStart } from '../command.ts';
import { deskOptions, type Desk } from '../desk.ts';
import { chooseMandates } from '../holdings.ts';
import { list } from '../layout.ts';
import { readNames } from '../names.ts';
import { describeSaid } from '../preview.ts';
import { say } from '../say.ts';
import { readText, TEXT_USAGE } from '../texts.ts';
import { atDesk, type Command } from './command-line.ts';

const options = {
  text: { type: 'string' },
  process: { type: 'string' },
  from: { type: 'string' },
  until: { type: 'string' },
  size: { type: 'string' },
} as const;

const USAGE = `npm run sign -- figure-reply <figure> --text <text> …

  <figure>               ${figureNames.join(', ')}
  --text <text>          what your office says to it
  --process <id>         where you read the figure for one process
  --from <date>          likewise for the days from this one on: 2026-03-01
  --until <date>         likewise up to this one
  --size <entries>       how many entries the figure was counted from, where it was not the record as it is now: the page of the figures says it

A later reply to the same takes the place of this one in view; both stay on record.

${TEXT_USAGE}`;

export const figureReplyCommand: Command = {
  word: 'figure-reply',
  summary: 'reply for your office to a figure about it',
  run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...deskOptions, ...options },
    });
    return atDesk(values, USAGE, async (desk) => {
      const figure = figureNames.find((name) => name === positionals[0]);
      if (figure === undefined || positionals.length > 1)
        throw new CannotStart(`Name one figure: ${list(figureNames, 'or')}.`);
      if (values.text === undefined) throw new CannotStart('Say --text. With --help the command says more.');
      const { process } = values;
      const days = { from: readDate('--from', values.from), until: readDate('--until', values.until) };
      const size = readSize(desk, values.size);
      const { by, hands } = await chooseMandates(desk, 'figure-reply', {});
      const said: Said = {
        ...{ kind: 'figure-reply', by: [...by], office: await officeOf(desk, by), figure, size },
        ...(process === undefined ? {} : { process }),
        ...(days.from === undefined ? {} : { from: days.from }),
        ...(days.until === undefined ? {} : { until: days.until }),
        text: await readText(values.text, desk.lang),
      };
      const names = await readNames(desk, undefined, by);
      await say(desk, { saids: [said], hands, preview: describeSaid(said, names) });
      return 0;
    });
  },
};

function readDate(option: string, text: string | undefined): string | undefined {
  if (text !== undefined && !dateField.safeParse(text).success)
    throw new CannotStart(`${option} takes a day, as 2026-03-01; "${text}" is none.`);
  return text;
}

function readSize(desk: Desk, text: string | undefined): number {
  const { size } = desk.reader.seen;
  if (text === undefined) return size;
  const given = Number(text);
  if (!/^[1-9]\d*$/.test(text) || given > size)
    throw new CannotStart(`--size takes a number of entries from 1 to ${size}; "${text}" is none.`);
  return given;
}

async function officeOf(desk: Desk, by: readonly number[]): Promise<string> {
  const { mandates } = await desk.directory();
  const offices = [...new Set(by.flatMap((entry) => mandates.find((one) => one.entry === entry)?.office ?? []))];
  const [office] = offices;
  if (office === undefined || offices.length > 1)
    throw new CannotStart(`An office replies for itself alone. These keys are of ${list(offices)}.`);
  return office;
}
