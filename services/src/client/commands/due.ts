/** `due`: what the offices of the key at hand owe, soonest first, and why. */
import { parseArgs } from 'node:util';
import { readCaseRules } from '../case-file.ts';
import { CannotStart } from '../command.ts';
import { deskOptions } from '../desk.ts';
import { holdings } from '../holdings.ts';
import { count, list, shorten } from '../layout.ts';
import { readNames } from '../names.ts';
import { describeObligation, readDays, readObligations, type Owed } from '../obligation-list.ts';
import { atDesk, type Command } from './command-line.ts';

const USAGE = `npm run sign -- due

What the offices of your keys owe, soonest first: what, in which case, until when, since when. --office <code> asks for one office, whoever holds it.
`;

export const dueCommand: Command = {
  word: 'due',
  summary: 'what is due for your offices, soonest first',
  run(args) {
    const { values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: deskOptions,
    });
    return atDesk(values, USAGE, async (desk) => {
      const held = [...new Set((await holdings(desk)).map(({ office }) => office))];
      const offices = values.office === undefined ? held : [values.office];
      if (offices.length === 0)
        throw new CannotStart(
          desk.hands.length === 0
            ? 'Say whose work it is with --key <file>, --ssh <file> or --office <code>.'
            : 'Your keys hold no office here now.',
        );
      const owed: Owed[] = [];
      for (const office of offices) {
        const page = await readObligations(desk, `office=${encodeURIComponent(office)}&state=open`);
        if (page === undefined) throw new CannotStart('This ledger does not tell what is due.');
        owed.push(...page.filter((one) => !owed.some((other) => sameDuty(one, other))));
      }
      owed.sort((a, b) => ((a.due ?? '9') < (b.due ?? '9') ? -1 : 1));
      const names = await readNames(desk, undefined, []);
      const late = owed.filter(({ overdue }) => overdue).length;
      const out = [
        owed.length === 0
          ? `Nothing is due for ${list(offices.map(names.office))}.`
          : `${count(owed.length, 'step')} due for ${list(offices.map(names.office))}${late === 0 ? '' : `, ${late} of them late`}:`,
        '',
      ];
      const days = await readDays(desk);
      for (const id of new Set(owed.map((one) => one.case))) {
        const opening = await desk.reader.entry(id);
        const ref = 'text' in opening.statement ? opening.statement.text : undefined;
        const text = ref === undefined ? undefined : await desk.reader.text(ref);
        const rules = await readCaseRules(desk, id);
        const own = owed.filter((one) => one.case === id);
        out.push(
          `Case ${id}  ${shorten(text ?? '(its text is not in public view)', 72 - String(id).length)}`,
          ...(await Promise.all(own.map((one) => describeObligation(desk, one, days, rules)))),
          '',
        );
      }
      if (owed.length > 0) out.push('Read a case with  npm run sign -- case <number>', '');
      process.stdout.write(out.join('\n'));
      return 0;
    });
  },
};

function sameDuty(a: Owed, b: Owed): boolean {
  return a.case === b.case && a.kind === b.kind && a.entry === b.entry;
}
