/** `registers <which>`: what decisions rest on (algorithms, data uses, nudges), each version an entry; and what suppliers say. */
import { parseArgs } from 'node:util';
import type { Said } from '@counterfoil/ledger/compose';
import type { RegisterKind } from '@counterfoil/ledger/statements/rights';
import { CannotStart } from '../command.ts';
import { deskOptions, type Desk } from '../desk.ts';
import { chooseMandates } from '../holdings.ts';
import { list, row } from '../layout.ts';
import { readNames } from '../names.ts';
import { describeSaid } from '../preview.ts';
import { say } from '../say.ts';
import { readIndexes, readText, TEXT_USAGE } from '../texts.ts';
import { atDesk, type Command } from './command-line.ts';

const options = {
  id: { type: 'string' },
  title: { type: 'string' },
  status: { type: 'string' },
  text: { type: 'string' },
  impact: { type: 'string' },
  supplier: { type: 'string' },
  basis: { type: 'string' },
  about: { type: 'string' },
  concerns: { type: 'string' },
} as const;

type Values = { readonly [O in keyof typeof options]?: string | undefined };

const kindOf: Readonly<Record<string, RegisterKind>> = {
  algorithm: 'algorithm-registered',
  'data-use': 'data-use-registered',
  nudge: 'nudge-registered',
  supplier: 'supplier-statement',
};

const USAGE = `npm run sign -- registers                    what is registered
npm run sign -- registers algorithm|data-use|nudge|supplier …

  --id <code>            what it is called in the register; a known one gets a new version
  --title <title>        as people will read it
  --status <status>      pilot, in-use or retired
  --text <text>          what it does, for whom, and how it is watched
  --impact <impact>      of an algorithm: high where it weighs heavily on people, or limited
  --supplier <office>    of an algorithm: who made it, where the supplier has an office on this ledger
  --basis <title>        of a data use: the legal basis
  --about <what>         of a supplier: deployment, incident, change or other
  --concerns <entries>   of a supplier: register entries, such as 31,40

${TEXT_USAGE}`;

export const registersCommand: Command = {
  word: 'registers',
  summary: 'algorithms, data uses, nudges; and what suppliers say',
  run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...deskOptions, ...options },
    });
    return atDesk(values, USAGE, async (desk) => {
      const [which] = positionals;
      if (which === undefined) return listRegisters(desk);
      const kind = kindOf[which];
      if (kind === undefined) throw new CannotStart(`There is ${list(Object.keys(kindOf), 'or')}, not "${which}".`);
      const { by, hands } = await chooseMandates(desk, kind, {});
      const said = { kind, by: [...by], ...(await fieldsOf(desk, which, values)) } as unknown as Said;
      const names = await readNames(desk, undefined, by);
      await say(desk, { saids: [said], hands, preview: describeSaid(said, names) });
      return 0;
    });
  },
};

async function fieldsOf(desk: Desk, which: string, values: Values): Promise<Readonly<Record<string, unknown>>> {
  const needed = (option: keyof Values): string => {
    const value = values[option];
    if (value === undefined) throw new CannotStart(`Say --${option}. With --help the command says more.`);
    return value;
  };
  const text = await readText(needed('text'), desk.lang);
  if (which === 'supplier') {
    const concerns =
      values.concerns === undefined ? {} : { concerns: readIndexes(values.concerns, 'a register entry') };
    return { about: needed('about'), ...concerns, text };
  }
  const id = needed('id');
  const { registers } = await desk.directory();
  const known = registers.find((one) => one.register === which && one.id === id);
  return {
    id,
    version: (known?.version ?? 0) + 1,
    title: needed('title'),
    status: needed('status'),
    ...(which === 'algorithm' ? { impact: needed('impact') } : {}),
    ...(values.supplier === undefined ? {} : { supplier: values.supplier }),
    ...(which === 'data-use' ? { basis: needed('basis') } : {}),
    text,
  };
}

async function listRegisters(desk: Desk): Promise<0> {
  const { registers } = await desk.directory();
  const names = await readNames(desk, undefined, []);
  const out = [registers.length === 0 ? 'Nothing is registered.' : 'In the registers, in their newest version:'];
  for (const { entry, register, id, version, office } of registers) {
    const { statement } = await desk.reader.entry(entry);
    const title = 'title' in statement ? statement.title : '';
    const status = 'status' in statement ? statement.status : '';
    out.push(
      '',
      row(`entry ${entry}`, title),
      row('', `${register} "${id}", version ${version}, ${status}, kept by ${names.office(office)}`),
    );
  }
  process.stdout.write(`${out.join('\n')}\n`);
  return 0;
}
