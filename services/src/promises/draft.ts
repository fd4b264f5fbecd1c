/** What would be recorded, judged as far as that goes without the database, and what is promised of it. SPEC M66. */
import { base64 } from '@counterfoil/ledger/bytes';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { commitContent, type Content } from '@counterfoil/ledger/content';
import { parseNote } from '@counterfoil/ledger/note';
import type { Pledge } from '@counterfoil/ledger/promise';
import type { Platform } from '@counterfoil/ledger/signature';
import { formatStatement, type Statement } from '@counterfoil/ledger/statement';
import { asProblem, Problem } from '../problem.ts';
import type { Said } from './kept.ts';
import type { RulesMemory } from './rules-memory.ts';

export interface DraftOptions {
  readonly origin: string;
  /** The newest checkpoint: a signed note. */
  readonly note: string;
  readonly rules: Pick<RulesMemory, 'known'>;
  readonly sha256: Platform['sha256'];
}

/** @throws Problem for what would be refused, and `not-recorded` where nobody can tell. */
export function draftPledge(
  said: Said,
  content: Content,
  { at, deadline }: Pick<Pledge, 'at' | 'deadline'>,
  { origin, note, rules, sha256 }: DraftOptions,
): Pledge {
  const { size, root } = parseCheckpoint(parseNote(note).text);
  const { text: _, lang, ...fields } = said;
  const under = said.kind === 'input-received' && said.process !== undefined ? ruled(said, rules) : {};
  if (said.case !== undefined && said.case >= size) throw new Problem('case-unknown', `There is no case ${said.case}.`);
  try {
    const text = commitContent(content, lang, sha256);
    formatStatement({ ...fields, ...under, origin, at, seen: { size, root: base64(root) }, text } as Statement);
    const into = said.case === undefined ? {} : { case: said.case };
    return { origin, kind: said.kind, digest: text.digest, at, deadline, ...into };
  } catch (error) {
    throw asProblem(error);
  }
}

function ruled(
  { process, author }: Extract<Said, { kind: 'input-received' }>,
  { known }: Pick<RulesMemory, 'known'>,
): object {
  if (known === undefined || process === undefined) throw new Problem('not-recorded');
  const inForce = known.get(process);
  if (inForce === undefined) throw new Problem('process-unknown', `There is no process "${process}".`);
  if (!inForce.rules.authors.includes(author))
    throw new Problem('author-not-admitted', `"${process}" takes no input from "${author}".`);
  return { process: { id: process, version: inForce.version } };
}
