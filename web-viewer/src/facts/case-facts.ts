/** What is said in a case, field by field; the words themselves stand apart. */
import { processHref } from '../addresses.ts';
import type { Kind, StatementOf } from '@counterfoil/ledger/statement';
import type { CaseKind } from '@counterfoil/ledger/statements/rights';
import type { Language } from '../language.ts';
import type { Reading } from '../reading.ts';
import { readDecisionFacts } from './decision-facts.ts';
import { isContentStatement, readContentFacts, type ContentStatement } from './content-facts.ts';
import { readWhereFacts } from './where-facts.ts';
import { caseFact, code, entryFact, entryLine, fact, lineFact, optional, type Fact } from './fact.ts';

type Each<K extends Kind> = K extends Kind ? StatementOf<K> : never;
export type CaseStatement = Each<CaseKind>;

const INPUTS_NAMED = 40;

export async function readCaseFacts(reading: Reading, statement: CaseStatement): Promise<readonly Fact[]> {
  const { language } = reading;
  switch (statement.kind) {
    case 'input-received':
      return [
        ...(statement.process === undefined ? [] : [await processFact(reading, statement.process)]),
        ...voice(language, statement),
        ...optional('fact-category', statement.category),
        ...(await readWhereFacts(reading, statement)),
        ...optional('fact-source', statement.source && `${statement.source.name}, ${statement.source.id}`),
      ];
    case 'support-added':
      return [...voice(language, statement), fact('fact-count', language.number(statement.count))];
    case 'appeal':
    case 'dispute':
      return [...voice(language, statement), entryFact(language, 'fact-against', statement.against)];
    case 'decision':
      return readDecisionFacts(reading, statement);
    case 'commitment':
      return [
        fact('fact-answers-for', await reading.officeTitle(statement.office)),
        fact('fact-carrier', language.phrase(`carrier-${statement.carrier}`)),
        fact('fact-last-day', language.weekday(statement.term)),
        lineFact('fact-funding', [{ words: await reading.text(statement.funding) }]),
        ...(statement.decision === undefined ? [] : [entryFact(language, 'fact-rests-on', statement.decision)]),
      ];
    case 'case-split': {
      const { inputs } = statement;
      const more = inputs.length - INPUTS_NAMED;
      const lines = inputs.slice(0, INPUTS_NAMED).map((index) => entryLine(language, index));
      return [
        lineFact(
          'fact-inputs',
          more > 0 ? [...lines, { text: language.phrase('others-more', { count: more }) }] : lines,
        ),
      ];
    }
    case 'evaluation':
      return [
        fact('fact-heard', language.phrase(`judgement-${statement.heard}`)),
        fact('fact-explained', language.phrase(`judgement-${statement.explained}`)),
        fact('fact-achieved', language.phrase(`judgement-${statement.achieved}`)),
      ];
    default:
      return isContentStatement(statement) ? readContentFacts(reading, statement) : readStepFacts(reading, statement);
  }
}

type Short = Exclude<
  CaseStatement,
  | ContentStatement
  | {
      kind:
        | 'input-received'
        | 'support-added'
        | 'appeal'
        | 'dispute'
        | 'decision'
        | 'commitment'
        | 'case-split'
        | 'evaluation';
    }
>;

async function readStepFacts(reading: Reading, statement: Short): Promise<readonly Fact[]> {
  const { language } = reading;
  switch (statement.kind) {
    case 'question':
      return [
        fact(
          'fact-asked',
          statement.to === undefined ? language.phrase('asked-people') : await reading.officeTitle(statement.to),
        ),
      ];
    case 'answer':
      return [
        entryFact(language, 'fact-answers', statement.answers),
        ...optional('fact-result', statement.result && language.phrase(`result-${statement.result}`)),
      ];
    case 'referral': {
      const { to, elsewhere = '' } = statement;
      return [fact('fact-to', to === undefined ? elsewhere : await reading.officeTitle(to))];
    }
    case 'stage-opened':
      return [fact('fact-opened-stage', statement.stage)];
    case 'case-linked':
      return [
        caseFact(language, 'fact-other', statement.other),
        fact('fact-relation', language.phrase(`relation-${statement.relation}`)),
      ];
    case 'cases-merged':
      return [caseFact(language, 'fact-into', statement.into)];
    case 'dissent':
      return [entryFact(language, 'fact-dissents-from', statement.from)];
    case 'correction':
      return [entryFact(language, 'fact-corrects', statement.corrects)];
    case 'milestone':
      return [
        entryFact(language, 'fact-commitment', statement.commitment),
        fact('fact-progress', language.phrase(`progress-${statement.progress}`)),
      ];
    case 'evidence-cited':
      return [
        fact('fact-retrieved', await reading.day(statement.retrieved)),
        code('fact-fingerprint', statement.sha256),
      ];
    case 'acknowledgement':
    case 'response':
    case 'dispositions':
      return [];
  }
}

function voice(
  language: Language,
  { author, channel }: Pick<StatementOf<'appeal'>, 'author' | 'channel'>,
): readonly Fact[] {
  return [
    fact('fact-author', language.phrase(`author-${author}`)),
    fact('fact-channel', language.phrase(`channel-${channel}`)),
  ];
}

async function processFact(reading: Reading, { id, version }: { id: string; version: number }): Promise<Fact> {
  const rules = await reading.state('rules', `${id}/${version}`);
  const text = reading.language.phrase('named-version', { title: rules?.title ?? id, version });
  const line = rules === undefined ? { text } : { text, href: processHref(id, version) };
  return lineFact('fact-process', [line]);
}
