/** What people sign by the key of an entry of theirs, where it has no words. */
import type { Statement, StatementOf } from '@counterfoil/ledger/statement';
import { factWords } from '../words/facts.ts';
import { entryFact, type Fact } from './fact.ts';

export type FollowStatement = StatementOf<'withdrawal'> | StatementOf<'erasure-request'>;

export function isFollowStatement(statement: Statement): statement is FollowStatement {
  return statement.kind === 'withdrawal' || statement.kind === 'erasure-request';
}

export function readFollowFacts(statement: FollowStatement): readonly Fact[] {
  if (statement.kind === 'withdrawal') return [entryFact(factWords.takesBack, statement.speaker)];
  const { speaker, entry } = statement;
  return [
    entryFact(factWords.asksToErase, entry),
    ...(speaker === undefined ? [] : [entryFact(factWords.askedBy, speaker)]),
  ];
}
