/** `npm run sign -- <statement.json>`: any statement, written as JSON. */
import { readFile } from 'node:fs/promises';
import { parseJson } from '@counterfoil/ledger/canonical-json';
import type { Said } from '@counterfoil/ledger/compose';
import { CannotStart, type ExitCode } from '../command.ts';
import type { Desk } from '../desk.ts';
import { filePath } from '../hands.ts';
import { say } from '../say.ts';

export async function signStatement(desk: Desk, file: string): Promise<ExitCode> {
  const said = await readSaid(file);
  if (desk.hands.length === 0) throw new CannotStart('Name each key that signs it with --key or --ssh.');
  await say(desk, { saids: [said], hands: desk.hands, preview: JSON.stringify(said, null, 2) });
  return 0;
}

/** Only its being an object is looked at here: whether the fields fit the kind is checked before anything is signed. */
async function readSaid(file: string): Promise<Said> {
  const bytes = await readFile(filePath(file)).catch((cause: unknown) => {
    throw new CannotStart(`There is no command and no file "${file}". With --help the command says more.`, { cause });
  });
  const said = parseJson(new Uint8Array(bytes));
  if (typeof said !== 'object' || said === null || Array.isArray(said) || !('kind' in said))
    throw new CannotStart(`${file} holds no statement: it is an object with a "kind".`);
  return said as unknown as Said;
}
