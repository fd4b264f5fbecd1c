/** `case <n>`: the story of a case, what became of each input, and what the key at hand may do in it. */
import { parseArgs } from 'node:util';
import type { Statement } from '@counterfoil/ledger/statement';
import type { CaseKind } from '@counterfoil/ledger/statements/rights';
import { language } from '../language.ts';
import { readCaseFile, type CaseFile } from '../case-file.ts';
import { textsOfCase, type CaseText } from '../case-texts.ts';
import { deskOptions, type Desk } from '../desk.ts';
import { holdings } from '../holdings.ts';
import { count, list, row, wrap } from '../layout.ts';
import { readNames, type Names } from '../names.ts';
import { describeObligation, owedBy, readDays, readObligations } from '../obligation-list.ts';
import { showProgress } from '../progress.ts';
import { readIndex } from '../texts.ts';
import { atDesk, type Command } from './command-line.ts';

const SHOWN = 30;

const USAGE = `npm run sign -- case <case> [--all]

The story so far with every text, what became of each input, what is due, and what the rules let your office do.

  --all                  every step; without it the newest ${SHOWN}
`;

export const showCase: Command = {
  word: 'case',
  summary: 'the story of a case, and what you may do in it',
  run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...deskOptions, all: { type: 'boolean', default: false } },
    });
    return atDesk(values, USAGE, async (desk) => {
      const progress = showProgress(process.stderr);
      const file = await readCaseFile(desk, readIndex(positionals[0], 'the case'), progress.show);
      progress.clear();
      process.stdout.write(await describeCase(desk, file, values.all ? Infinity : SHOWN));
      return 0;
    });
  },
};

async function describeCase(desk: Desk, file: CaseFile, shown: number): Promise<string> {
  const { id, rules, version, inputs, unaccounted, decided, merged } = file;
  const steps = file.steps.slice(-Math.min(shown, file.steps.length));
  const mandates = steps.flatMap(({ statement }) => ('by' in statement ? (statement.by ?? []) : []));
  const names = await readNames(desk, rules, mandates);
  const texts = await desk.reader.texts(steps.flatMap(({ statement }) => textOf(statement)));
  const left = file.steps.length - steps.length;
  const state =
    merged !== undefined ? `part of case ${merged}` : decided === undefined ? 'open' : `decided by entry ${decided}`;
  const out = [
    `Case ${id}: ${rules.title}, ${state}`,
    '',
    row('Rules', `${rules.process}, version ${version}`),
    ...(file.stage === undefined ? [] : [row('Stage', names.stage(file.stage))]),
    row(
      'Inputs',
      `${count(inputs.length, 'input')}, ${unaccounted.length.toLocaleString('en')} without a word on what became of ${unaccounted.length === 1 ? 'it' : 'them'}`,
    ),
    ...(unaccounted.length === file.unaccountedToldBy
      ? []
      : [
          wrap(
            `! The service counts ${file.unaccountedToldBy}, the entries read here make ${unaccounted.length}. Look again in a moment.`,
            2,
          ),
        ]),
    '',
    ...(left === 0 ? [] : [`  … ${count(left, 'earlier step')}: --all shows them`, '']),
  ];
  const known = textsOfCase(file);
  let next = 0;
  for (const { index, time, statement } of steps) {
    const happened = statement.at.slice(0, 10) === time.slice(0, 10) ? '' : `, of ${language.day(statement.at)}`;
    out.push(row(String(index).padStart(6), `${language.day(time)}: ${title(statement, names)}${happened}`, 8));
    const own = texts.slice(next, (next += textOf(statement).length));
    const refs = textOf(statement);
    out.push(...own.map((text, i) => wrap(text ?? absence(known.get(refs[i]?.digest ?? ''), names), 10)));
    const input = inputs.find((one) => one.index === index);
    if (input !== undefined)
      out.push(
        wrap(
          input.disposition === undefined
            ? '→ nobody has said what became of it'
            : `→ ${names.disposition(input.disposition.code)} (entry ${input.disposition.entry})`,
          10,
        ),
      );
  }
  out.push('', ...(await describeDue(desk, file, names)), ...(await describeMay(desk, file)), '');
  return out.join('\n');
}

/** The texts to be shown; of a decision the rest is on its page. */
function textOf(statement: Statement) {
  if ('text' in statement && statement.text !== undefined) return [statement.text];
  return statement.kind === 'dispositions' ? statement.items.map(({ reason }) => reason) : [];
}

/** What stands where a text is not. */
function absence(text: CaseText | undefined, names: Names): string {
  const why = text?.ground === undefined ? '' : ` (${names.ground(text.ground)})`;
  const where = text?.by === undefined ? '' : `, by entry ${text.by}${why}`;
  switch (text?.state) {
    case 'pending':
      return '(This text waits to be looked at. It is not public yet.)';
    case 'withheld':
      return `(This text is withheld${where}.)`;
    case 'erased':
      return `(This text was erased${where}.)`;
    case 'public':
      return '(This text is to be public, and the ledger does not give it out.)';
    default:
      return '(This text is not in public view.)';
  }
}

function title(statement: Statement, names: Names): string {
  const kind = language.phrase(`kind-${statement.kind}`);
  const who = 'by' in statement && statement.by !== undefined ? `, ${list(statement.by.map(names.mandate))}` : '';
  switch (statement.kind) {
    case 'input-received':
      return `${language.phrase(`author-${statement.author}`)} ${language.phrase(`channel-${statement.channel}`)}${statement.category === undefined ? '' : `, about ${statement.category}`}`;
    case 'decision':
      return `${kind}: ${names.outcome(statement.outcome)}${who}`;
    case 'dispositions':
      return `${kind}: ${list(statement.items.map(({ code, inputs }) => `${names.disposition(code)} (${count(inputs.length, 'input')})`))}${who}`;
    case 'stage-opened':
      return `${kind}: ${names.stage(statement.stage)}${who}`;
    default:
      return `${kind}${who}`;
  }
}

async function describeDue(desk: Desk, { id, rules }: CaseFile, names: Names): Promise<string[]> {
  const owed = await readObligations(desk, `case=${id}&state=open`);
  if (owed === undefined) return [];
  if (owed.length === 0) return ['Nothing is due.'];
  const days = await readDays(desk);
  const described = owed.map((one) => describeObligation(desk, one, days, rules, owedBy(one, names.office)));
  return ['Due', ...(await Promise.all(described))];
}

const words: Readonly<Partial<Record<CaseKind, string>>> = {
  acknowledgement: 'acknowledge',
  response: 'answer',
  answer: 'answer',
  question: 'ask',
  referral: 'refer',
  'stage-opened': 'stage',
  dispositions: 'account',
  decision: 'decide',
  dissent: 'dissent',
  commitment: 'commit',
  milestone: 'report',
  evaluation: 'evaluate',
  correction: 'correct',
  'case-linked': 'link',
  'cases-merged': 'merge',
  'case-split': 'split',
  'evidence-cited': 'cite',
  'content-published': 'publish',
  'content-withheld': 'withhold',
  'content-redacted': 'redact',
  'content-restored': 'restore',
  'retention-applied': 'retention',
};

async function describeMay(desk: Desk, { rules, id, decided }: CaseFile): Promise<string[]> {
  if (desk.hands.length === 0) return ['', 'Name your key (--key or --ssh) to see what you may do here.'];
  const held = await holdings(desk);
  const { offices } = await desk.directory();
  const own = new Set(held.map(({ office }) => office));
  const may = Object.entries(rules.acts).flatMap(([kind, act]) => {
    const allowed = new Set([...(act?.offices ?? []), ...(act?.countersigned?.offices ?? [])]);
    const able = offices.some(
      (one) => own.has(one.office) && allowed.has(one.office) && one.may.includes(kind as CaseKind),
    );
    const word = kind === 'decision' && decided !== undefined ? undefined : words[kind as CaseKind];
    return able && word !== undefined ? [word] : [];
  });
  if (may.length === 0) return ['', 'The rules of this case let your office do nothing in it.'];
  return ['', 'You may', wrap([...new Set(may)].join(', '), 2), `  npm run sign -- <one of these> ${id} --help`];
}
