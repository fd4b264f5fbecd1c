/** The operator's token: it opens the ledger, and what is sent with it is not limited. */
import { readFile } from 'node:fs/promises';
import { CannotStart } from './command.ts';

/** @throws CannotStart */
export async function readOperatorToken(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CannotStart(
      `The operator's token cannot be read from ${file}. The service writes it to opening-token in its data folder, for its own account only.`,
      { cause },
    );
  });
  return text.trim();
}
