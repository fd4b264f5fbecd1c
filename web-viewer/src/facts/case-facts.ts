/** What is said in a case, field by field; the words themselves stand apart. */
import { processHref } from '../addresses.ts';
import type { Kind, StatementOf } from '@counterfoil/ledger/statement';
import type { CaseKind } from '@counterfoil/ledger/statements/rights';
import type { Reading } from '../reading.ts';
import { factWords } from '../words/facts.ts';
import { formatNumber } from '../words/numbers.ts';
import { formatDate } from '../words/time.ts';
import { authors, channels } from '../words/vocabulary.ts';
import { readDecisionFacts } from './decision-facts.ts';
import { isContentStatement, readContentFacts, type ContentStatement } from './content-facts.ts';
import { caseFact, code, entryFact, entryLine, fact, optional, type Fact } from './fact.ts';

type Each<K extends Kind> = K extends Kind ? StatementOf<K> : never;
export type CaseStatement = Each<CaseKind>;

const INPUTS_NAMED = 40;

export async function readCaseFacts(reading: Reading, statement: CaseStatement): Promise<readonly Fact[]> {
  switch (statement.kind) {
    case 'input-received':
      return [
        ...(statement.process === undefined ? [] : [await processFact(reading, statement.process)]),
        ...voice(statement),
        ...optional(factWords.category, statement.category),
        ...optional(factWords.source, statement.source && `${statement.source.name}, ${statement.source.id}`),
      ];
    case 'support-added':
      return [...voice(statement), fact(factWords.count, formatNumber(statement.count))];
    case 'appeal':
    case 'dispute':
      return [...voice(statement), entryFact(factWords.against, statement.against)];
    case 'decision':
      return readDecisionFacts(reading, statement);
    case 'commitment':
      return [
        fact(factWords.answersFor, await reading.officeTitle(statement.office)),
        fact(factWords.carrier, factWords.carriers[statement.carrier]),
        fact(factWords.lastDay, formatDate(statement.term)),
        { label: factWords.funding, lines: [{ words: await reading.text(statement.funding) }] },
        ...(statement.decision === undefined ? [] : [entryFact(factWords.restsOn, statement.decision)]),
      ];
    case 'case-split': {
      const { inputs } = statement;
      const more = inputs.length - INPUTS_NAMED;
      const lines = inputs.slice(0, INPUTS_NAMED).map(entryLine);
      return [{ label: factWords.inputs, lines: more > 0 ? [...lines, { text: factWords.moreInputs(more) }] : lines }];
    }
    case 'evaluation':
      return [
        fact(factWords.heard, factWords.judgements[statement.heard]),
        fact(factWords.explained, factWords.judgements[statement.explained]),
        fact(factWords.achieved, factWords.judgements[statement.achieved]),
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
  switch (statement.kind) {
    case 'question':
      return [
        fact(
          factWords.asked,
          statement.to === undefined ? factWords.askedPeople : await reading.officeTitle(statement.to),
        ),
      ];
    case 'answer':
      return [
        entryFact(factWords.answers, statement.answers),
        ...optional(factWords.result, statement.result && factWords.results[statement.result]),
      ];
    case 'referral': {
      const { to, elsewhere = '' } = statement;
      return [fact(factWords.to, to === undefined ? elsewhere : await reading.officeTitle(to))];
    }
    case 'stage-opened':
      return [fact(factWords.openedStage, statement.stage)];
    case 'case-linked':
      return [
        caseFact(factWords.other, statement.other),
        fact(factWords.relation, factWords.relations[statement.relation]),
      ];
    case 'cases-merged':
      return [caseFact(factWords.into, statement.into)];
    case 'dissent':
      return [entryFact(factWords.dissentsFrom, statement.from)];
    case 'correction':
      return [entryFact(factWords.corrects, statement.corrects)];
    case 'milestone':
      return [
        entryFact(factWords.commitment, statement.commitment),
        fact(factWords.progress, factWords.progresses[statement.progress]),
      ];
    case 'evidence-cited':
      return [
        fact(factWords.retrieved, await reading.day(statement.retrieved)),
        code(factWords.fingerprint, statement.sha256),
      ];
    case 'acknowledgement':
    case 'response':
    case 'dispositions':
      return [];
  }
}

function voice({ author, channel }: Pick<StatementOf<'appeal'>, 'author' | 'channel'>): readonly Fact[] {
  return [fact(factWords.author, authors[author]), fact(factWords.channel, channels[channel])];
}

async function processFact(reading: Reading, { id, version }: { id: string; version: number }): Promise<Fact> {
  const rules = await reading.state('rules', `${id}/${version}`);
  const text = `${rules?.title ?? id}, ${factWords.version(version)}`;
  const line = rules === undefined ? { text } : { text, href: processHref(id, version) };
  return { label: factWords.process, lines: [line] };
}
