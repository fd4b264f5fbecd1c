/** What people sign by the key of an entry of theirs, where it has no words. */
import type { Language } from '../language.ts';
import type { Statement, StatementOf } from '@counterfoil/ledger/statement';
import { entryFact, type Fact } from './fact.ts';

export type FollowStatement = StatementOf<'withdrawal'> | StatementOf<'erasure-request'>;

export function isFollowStatement(statement: Statement): statement is FollowStatement {
  return statement.kind === 'withdrawal' || statement.kind === 'erasure-request';
}

export function readFollowFacts(language: Language, statement: FollowStatement): readonly Fact[] {
  if (statement.kind === 'withdrawal') return [entryFact(language, 'fact-takes-back', statement.speaker)];
  const { speaker, entry } = statement;
  return [
    entryFact(language, 'fact-asks-to-erase', entry),
    ...(speaker === undefined ? [] : [entryFact(language, 'fact-asked-by', speaker)]),
  ];
}
