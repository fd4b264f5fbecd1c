/** The fields of an entry as rows to read. */
import type { Statement } from '@counterfoil/ledger/statement';
import { caseKinds, registerKinds } from '@counterfoil/ledger/statements/rights';
import { readAuthorityFacts } from './facts/authority-facts.ts';
import { readCaseFacts, type CaseStatement } from './facts/case-facts.ts';
import { isFollowStatement, readFollowFacts, type FollowStatement } from './facts/follow-facts.ts';
import { fact, type Fact } from './facts/fact.ts';
import { readRegisterFacts, type RegisterStatement } from './facts/register-facts.ts';
import type { OpenedEntry } from './opened-entry.ts';
import type { Reading } from './reading.ts';

export async function readFacts(reading: Reading, { entry, statement }: OpenedEntry): Promise<readonly Fact[]> {
  const { language } = reading;
  return [
    fact('fact-kind', language.phrase(`kind-${statement.kind}`)),
    fact('fact-happened', language.time(statement.at)),
    fact('fact-recorded', language.time(entry.time)),
    ...(await readOwnFacts(reading, statement)),
    fact('fact-seen', language.phrase('seen-size', { count: statement.seen.size })),
  ];
}

/** What the kind says in its own fields, its words left out. */
export function readOwnFacts(reading: Reading, statement: Statement): Promise<readonly Fact[]> {
  if (isFollowStatement(statement)) return Promise.resolve(readFollowFacts(reading.language, statement));
  if (isCaseStatement(statement)) return readCaseFacts(reading, statement);
  if (isRegisterStatement(statement)) return readRegisterFacts(reading, statement);
  return readAuthorityFacts(reading, statement);
}

const ofCases: ReadonlySet<string> = new Set(caseKinds);
const ofRegisters: ReadonlySet<string> = new Set(registerKinds);

function isCaseStatement(statement: Statement): statement is CaseStatement {
  return ofCases.has(statement.kind);
}

function isRegisterStatement(
  statement: Exclude<Statement, CaseStatement | FollowStatement>,
): statement is RegisterStatement {
  return ofRegisters.has(statement.kind);
}
