/** What would be recorded, judged as far as that goes without the database, and what is promised of it. SPEC M66. */
import { base64 } from '@counterfoil/ledger/bytes';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { commitContent, type Content } from '@counterfoil/ledger/content';
import { parseNote } from '@counterfoil/ledger/note';
import type { Pledge } from '@counterfoil/ledger/promise';
import type { Platform } from '@counterfoil/ledger/signature';
import { formatStatement, type Statement } from '@counterfoil/ledger/statement';
import { say } from '@counterfoil/ledger/say';
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
  const { text: _, lang, place, ...fields } = { place: undefined, ...said };
  const under = said.kind === 'input-received' && said.process !== undefined ? ruled(said, rules) : {};
  if (said.case !== undefined && said.case >= size)
    throw new Problem('case-unknown', say`There is no case ${said.case}.`);
  try {
    const text = commitContent(content, lang, sha256);
    // Judged by its form alone: when it is recorded it gets a salt of its own.
    const placed = place === undefined ? {} : { place: commitContent({ ...content, text: place }, lang, sha256) };
    const drafted = { ...fields, ...under, origin, at, seen: { size, root: base64(root) }, text, ...placed };
    formatStatement(drafted as Statement);
    const into = said.case === undefined ? {} : { case: said.case };
    return { origin, kind: said.kind, digest: text.digest, at, deadline, ...into };
  } catch (error) {
    throw asProblem(error);
  }
}

function ruled(
  { process, author, area }: Extract<Said, { kind: 'input-received' }>,
  { known }: Pick<RulesMemory, 'known'>,
): object {
  if (known === undefined || process === undefined) throw new Problem('not-recorded');
  const inForce = known.get(process);
  if (inForce === undefined) throw new Problem('process-unknown', say`There is no process "${process}".`);
  if (!inForce.rules.authors.includes(author))
    throw new Problem('author-not-admitted', say`"${process}" takes no input from "${author}".`);
  if (area !== undefined && inForce.rules.areas?.some(({ code }) => code === area) !== true)
    throw new Problem('area-unknown', say`"${process}" has no area "${area}".`);
  return { process: { id: process, version: inForce.version } };
}
