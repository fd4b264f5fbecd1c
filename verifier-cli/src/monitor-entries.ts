/** What a new entry is worth telling, in words. Everything in it comes from others and is made plain. */
import type { Candidate } from '@counterfoil/ledger/rulebook';
import type { MemoryState, StateShapes } from '@counterfoil/ledger/state';
import { caseOf, type Statement } from '@counterfoil/ledger/statement';
import { registrarGround } from '@counterfoil/ledger/statements/contents';
import { plain } from './file-answer.ts';
import type { Draft } from './monitor-events.ts';
import { count, kindNames } from './sentence.ts';

/** @param each whether every entry is told, or only what watchdogs look for. */
export function draftsOf({ index, time, statement, digest }: Candidate, state: MemoryState, each: boolean): Draft[] {
  const id = caseOf(statement, index);
  const common = {
    ...{ entry: index, statement: statement.kind, recorded: time, key: [index, digest] },
    ...(id === undefined ? {} : { case: id }),
  };
  const drafts: Draft[] = [];
  if (each) {
    const inCase = id === undefined ? '' : id === index ? ', which opens a case' : `, in case ${id}`;
    drafts.push({ kind: 'entry', ...common, sentence: `Entry ${index}: ${kindNames[statement.kind]}${inCase}.` });
  }
  const special = specialOf(statement, state);
  if (special !== undefined)
    drafts.push({ ...common, ...special, sentence: `${plain(special.sentence)} (Entry ${index}.)` });
  return drafts;
}

type Special = Pick<Draft, 'kind' | 'sentence'> & Pick<Draft, 'ground'>;

function specialOf(statement: Statement, state: MemoryState): Special | undefined {
  const key = keyChange(statement, state);
  if (key !== undefined) return { kind: 'key-changed', sentence: key };
  switch (statement.kind) {
    case 'process-published': {
      const { title, process, version } = statement;
      const which = version === 1 ? 'New rules' : `Rules changed: version ${version}`;
      return { kind: 'rules-changed', sentence: `${which} of the process “${title}” (${process}).` };
    }
    case 'calendar-published':
      return {
        kind: 'rules-changed',
        sentence: `The calendar by which time limits run was published, version ${statement.version}.`,
      };
    case 'content-withheld':
    case 'content-redacted': {
      const done = statement.kind === 'content-withheld' ? 'taken out of public view' : 'erased';
      const { entry, ground, basis } = statement;
      const why = groundTitle(statement, state);
      return {
        kind: 'text-taken-out',
        ground,
        sentence: `A text of entry ${entry} was ${done}. Ground: ${why}. Legal basis: ${basis}.`,
      };
    }
    case 'retention-applied': {
      const texts = count(statement.items.length, 'text was', 'texts were');
      return {
        kind: 'text-taken-out',
        ground: null,
        sentence: `${texts} erased after being kept as long as the process says.`,
      };
    }
    case 'content-restored':
      return { kind: 'text-returned', sentence: `A text of entry ${statement.entry} is in public view again.` };
    default:
      return undefined;
  }
}

function keyChange(statement: Statement, state: MemoryState): string | undefined {
  switch (statement.kind) {
    case 'registrars-changed':
      return `The registrars changed: there are ${statement.registrars.length} now, of whom ${statement.threshold} have to sign together.`;
    case 'office-defined':
      return `The office “${statement.title}” (${statement.office}) was defined.`;
    case 'mandate-granted':
      return `Somebody was given a mandate for ${officeName(statement.office, state)}.`;
    case 'mandate-ended': {
      const office = state.all('mandate').get(String(statement.mandate))?.office;
      const of = office === undefined ? '' : ` for ${officeName(office, state)}`;
      return `The mandate of entry ${statement.mandate}${of} was ended (${statement.reason}).`;
    }
    case 'key-rotated':
      return 'A key was replaced by another one of the same person.';
    case 'key-revoked':
      return `A key was revoked (${statement.reason}).`;
    case 'log-key-rotated':
      return 'The log key was replaced; the old one has signed for the new one.';
    default:
      return undefined;
  }
}

export function officeName(code: string, state: MemoryState): string {
  const title = state.all('office').get(code)?.title;
  return plain(title === undefined ? code : `${title} (${code})`);
}

type TakenOut = Extract<Statement, { kind: 'content-withheld' | 'content-redacted' }>;

function groundTitle({ case: id, ground }: TakenOut, state: MemoryState): string {
  if (id === undefined) return registrarGround(ground);
  const of = state.all('case').get(String(id));
  const rules: StateShapes['rules'] | undefined = state.all('rules').get(`${of?.process ?? ''}/${of?.version ?? 0}`);
  return rules?.grounds?.find(({ code }) => code === ground)?.title ?? ground;
}
