/** What a step of a case is, in words: who did what. */
import type { MemoryState, StateShapes } from '@counterfoil/ledger/state';
import type { Statement } from '@counterfoil/ledger/statement';
import { kindNames } from './sentence.ts';

const channelWords: { readonly [channel: string]: string } = {
  web: 'on the web',
  app: 'in an app',
  email: 'by e-mail',
  phone: 'by phone',
  counter: 'at the counter',
  paper: 'on paper',
  meeting: 'at a meeting',
  visit: 'on a visit',
  other: 'in another way',
};

const authorWords: { readonly [author: string]: string } = {
  person: 'Somebody',
  organisation: 'An organisation',
  meeting: 'A meeting',
  device: 'A device',
  'data-set': 'A data set',
  system: 'Another system',
};

/** One sentence without its end; it speaks of what is on record, by the titles that offices and rules have there. */
export function stepSentence(statement: Statement, state: MemoryState, rules: StateShapes['rules']): string {
  const who = actors(statement, state);
  switch (statement.kind) {
    case 'input-received': {
      const taken = statement.by === undefined ? '' : `, taken down by ${who}`;
      const again = statement.speaker === undefined ? '' : `, with the key of entry ${statement.speaker}`;
      return `${voice(statement)} said${again}${taken}`;
    }
    case 'support-added':
      return statement.count === 1
        ? `${voice(statement)} supported it`
        : `${who} counted ${statement.count} supporters`;
    case 'acknowledgement':
      return `${who} acknowledged it`;
    case 'response':
      return `${who} answered`;
    case 'question':
      return `${who} asked ${statement.to === undefined ? 'the people who were heard' : officeTitle(statement.to, state)}`;
    case 'answer': {
      const result = statement.result === undefined ? '' : `: ${resultWords[statement.result]}`;
      return `${statement.by === undefined ? 'Whoever was asked' : who} answered entry ${statement.answers}${result}`;
    }
    case 'referral':
      return `${who} passed it on to ${statement.to === undefined ? (statement.elsewhere ?? '') : officeTitle(statement.to, state)}`;
    case 'stage-opened':
      return `${who} opened the stage "${titleIn(rules.stages, statement.stage)}"`;
    case 'case-linked':
      return `${who} linked it to case ${statement.other}`;
    case 'cases-merged':
      return `${who} merged case ${statement.case} into case ${statement.into}`;
    case 'case-split':
      return `${who} made a case of its own of entries ${statement.inputs.join(', ')} of case ${statement.case}`;
    case 'decision':
      return `${who} decided: ${titleIn(rules.outcomes, statement.outcome)} (${statement.basis})`;
    case 'dispositions':
      return `${who} said what becomes of what was said`;
    case 'dissent':
      return `${who} dissented from entry ${statement.from}`;
    case 'commitment':
      return `${officeTitle(statement.office, state)} committed itself, until ${statement.term}`;
    case 'milestone':
      return `${who} reported on the commitment of entry ${statement.commitment}: ${statement.progress.replace('-', ' ')}`;
    case 'evaluation': {
      const { heard, explained, achieved } = statement;
      const by = statement.by === undefined ? 'Somebody who was heard' : who;
      return `${by} looked back: heard ${heard}, explained ${explained}, achieved ${achieved}`;
    }
    case 'evidence-cited':
      return `${who} cited evidence`;
    case 'appeal':
      return `${voice(statement)} appealed against entry ${statement.against}`;
    case 'dispute':
      return `${voice(statement)} disputed entry ${statement.against}`;
    case 'correction':
      return `${who} corrected entry ${statement.corrects}`;
    case 'withdrawal':
      return `The author of entry ${statement.speaker} took it back`;
    case 'erasure-request':
      return `Somebody asked for a text of entry ${statement.entry} to be erased`;
    case 'content-published':
      return `${who} looked at texts of ${entries(statement.items)} and made them public`;
    case 'content-withheld':
      return `${who} took a text of entry ${statement.entry} out of view: ${titleIn(rules.grounds, statement.ground)} (${statement.basis})`;
    case 'content-redacted':
      return `${who} erased a text of entry ${statement.entry}: ${titleIn(rules.grounds, statement.ground)} (${statement.basis})`;
    case 'content-restored':
      return `${who} put a text of entry ${statement.entry} back into view`;
    case 'retention-applied':
      return `${who} ended the keeping of texts of ${entries(statement.items)}`;
    default:
      return `${who === '' ? 'On record' : who}: ${kindNames[statement.kind]}`;
  }
}

const resultWords = { upheld: 'upheld', partly: 'upheld in part', rejected: 'rejected' } as const;

function voice({ author, channel }: { readonly author: string; readonly channel: string }): string {
  return `${authorWords[author] ?? author} (${channelWords[channel] ?? channel})`;
}

/** The offices that signed, by their titles. */
function actors(statement: Statement, state: MemoryState): string {
  const by = 'by' in statement ? (statement.by ?? []) : [];
  const offices = by.map((mandate) => state.all('mandate').get(String(mandate))?.office ?? '');
  const titles = [...new Set(offices)].map((office) => officeTitle(office, state));
  return titles.length === 0 ? 'The service' : titles.join(' and ');
}

export function officeTitle(office: string, state: MemoryState): string {
  return state.all('office').get(office)?.title ?? office;
}

/** As the rules name it; the code itself where they do not. */
export function titleIn(
  choices: readonly { readonly code: string; readonly title: string }[] | undefined,
  code: string,
): string {
  return choices?.find((choice) => choice.code === code)?.title ?? code;
}

function entries(items: readonly { readonly entry: number }[]): string {
  const numbers = [...new Set(items.map(({ entry }) => entry))];
  return numbers.length === 1 ? `entry ${numbers[0]}` : `entries ${numbers.join(', ')}`;
}
