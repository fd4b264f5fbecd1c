/** What officials say in a case, one command each. */
import { parseArgs } from 'node:util';
import { evaluationAnswers } from '@counterfoil/ledger/statements/citizens';
import { progressSteps } from '@counterfoil/ledger/statements/decisions';
import { answerResults } from '@counterfoil/ledger/statements/officials';
import type { CaseKind } from '@counterfoil/ledger/statements/rights';
import { readCaseFile, type CaseFile } from '../case-file.ts';
import { attachFiles, FILE_USAGE, fileOption, takesFiles } from '../attaching.ts';
import { CannotStart } from '../command.ts';
import { deskOptions, type Desk } from '../desk.ts';
import { list } from '../layout.ts';
import { speak } from '../speak.ts';
import { readIndex, readIndexes, readText, TEXT_USAGE } from '../texts.ts';
import { atDesk, type Command } from './command-line.ts';

const options = {
  text: { type: 'string' },
  elsewhere: { type: 'string' },
  result: { type: 'string' },
  relation: { type: 'string' },
  inputs: { type: 'string' },
  responsible: { type: 'string' },
  carrier: { type: 'string' },
  term: { type: 'string' },
  funding: { type: 'string' },
  decision: { type: 'string' },
  progress: { type: 'string' },
  heard: { type: 'string' },
  explained: { type: 'string' },
  achieved: { type: 'string' },
  sha256: { type: 'string' },
  retrieved: { type: 'string' },
  ...fileOption,
  with: { type: 'string', multiple: true, default: [] as string[] },
} as const;

type Option = Exclude<keyof typeof options, 'with' | 'file'>;

/** What was typed after the case. */
interface Given {
  readonly desk: Desk;
  readonly file: CaseFile;
  readonly rest: readonly string[];
  option(name: Option): string | undefined;
  /** One of a list. @throws CannotStart that names the list */
  choice(name: Option, among: readonly string[]): string;
  required(name: Option): string;
  text(name: Option): Promise<Readonly<Record<string, unknown>>>;
  requiredText(name: Option): Promise<Readonly<Record<string, unknown>>>;
}

interface Act {
  readonly word: string;
  readonly kind: CaseKind | ((given: Given) => CaseKind);
  readonly summary: string;
  /** What stands after the word, and what it means. */
  readonly usage: string;
  fields(given: Given): Promise<Readonly<Record<string, unknown>>>;
}

const TEXT = '  --text <text>          what you say; everybody can read it';

const acts: readonly Act[] = [
  {
    word: 'acknowledge',
    kind: 'acknowledgement',
    summary: 'confirm that something was received',
    usage: `<case>\n\n${TEXT} (may be left out)`,
    fields: (given) => given.text('text'),
  },
  {
    word: 'answer',
    kind: ({ rest }) => (rest[0] === undefined ? 'response' : 'answer'),
    summary: 'answer a case; or a question, an appeal or a dispute in it',
    usage: `<case> [<entry>]\n\n  <entry>                the question, appeal or dispute that is answered\n${TEXT}\n  --result <how>         of an appeal or a dispute: ${list(answerResults, 'or')}`,
    async fields(given) {
      const text = await given.requiredText('text');
      const [entry] = given.rest;
      if (entry === undefined) return text;
      const result = given.option('result') === undefined ? {} : { result: given.choice('result', answerResults) };
      return { answers: readIndex(entry, 'what is answered'), ...result, ...text };
    },
  },
  {
    word: 'ask',
    kind: 'question',
    summary: 'ask the people who were heard, or another office',
    usage: `<case> [<office>]\n\n${TEXT}`,
    async fields(given) {
      const [to] = given.rest;
      return { ...(to === undefined ? {} : { to }), ...(await given.requiredText('text')) };
    },
  },
  {
    word: 'refer',
    kind: 'referral',
    summary: 'pass a case on',
    usage: `<case> [<office>]\n\n  --elsewhere <name>     to another authority, in place of an office\n${TEXT} (may be left out)`,
    async fields(given) {
      const [to] = given.rest;
      const elsewhere = given.option('elsewhere');
      if ((to === undefined) === (elsewhere === undefined))
        throw new CannotStart('Say to which office, or with --elsewhere to which other authority: one of the two.');
      return { ...(to === undefined ? { elsewhere } : { to }), ...(await given.text('text')) };
    },
  },
  {
    word: 'stage',
    kind: 'stage-opened',
    summary: 'open the next stage of a case',
    usage: `<case> [<stage>]\n\n${TEXT} (may be left out)`,
    async fields(given) {
      return { stage: given.rest[0] ?? nextStage(given.file), ...(await given.text('text')) };
    },
  },
  {
    word: 'dissent',
    kind: 'dissent',
    summary: 'say that you do not agree with a decision',
    usage: `<case> [<decision>]\n\n${TEXT}`,
    async fields(given) {
      const from = given.rest[0] === undefined ? given.file.decided : readIndex(given.rest[0], 'the decision');
      if (from === undefined) throw new CannotStart(`Case ${given.file.id} has not been decided.`);
      return { from, ...(await given.requiredText('text')) };
    },
  },
  {
    word: 'commit',
    kind: 'commitment',
    summary: 'promise that something will be done',
    usage: `<case>\n\n${TEXT}\n  --responsible <office> the office that answers for it\n  --carrier <who>        who does the work: authority (where left out), supplier, citizens or other\n  --term <YYYY-MM-DD>    the last day\n  --funding <text>       how it is paid for\n  --decision <entry>     the decision that it carries out; that of the case where left out`,
    async fields(given) {
      const named = given.option('decision');
      const decision = named === undefined ? given.file.decided : readIndex(named, 'the decision');
      const carrier = given.option('carrier') === undefined ? 'authority' : given.choice('carrier', CARRIERS);
      return {
        office: given.required('responsible'),
        carrier,
        ...(decision === undefined ? {} : { decision }),
        term: given.required('term'),
        ...(await given.requiredText('funding')),
        ...(await given.requiredText('text')),
      };
    },
  },
  {
    word: 'report',
    kind: 'milestone',
    summary: 'report how far a commitment has come',
    usage: `<case> <commitment>\n\n  <commitment>           the entry that made it\n  --progress <how far>   ${list(progressSteps, 'or')}\n${TEXT}`,
    fields: async (given) => ({
      commitment: readIndex(given.rest[0], 'the commitment'),
      progress: given.choice('progress', progressSteps),
      ...(await given.requiredText('text')),
    }),
  },
  {
    word: 'evaluate',
    kind: 'evaluation',
    summary: 'look back on the outcome of a decision',
    usage: `<case>\n\n  --heard <answer>       was what was said taken into account?\n  --explained <answer>   was it said understandably why?\n  --achieved <answer>    did it do what it was meant to do?\n  Answers are ${list(evaluationAnswers, 'or')}.\n${TEXT} (may be left out)`,
    fields: async (given) => ({
      heard: given.choice('heard', evaluationAnswers),
      explained: given.choice('explained', evaluationAnswers),
      achieved: given.choice('achieved', evaluationAnswers),
      ...(await given.text('text')),
    }),
  },
  {
    word: 'correct',
    kind: 'correction',
    summary: 'set an earlier statement of your office right',
    usage: `<case> <entry>\n\n${TEXT}`,
    fields: async (given) => ({
      corrects: readIndex(given.rest[0], 'what is corrected'),
      ...(await given.requiredText('text')),
    }),
  },
  {
    word: 'link',
    kind: 'case-linked',
    summary: 'link two cases',
    usage: `<case> <other case>\n\n  --relation <which>     ${list(['related', 'follows', 'same-place', 'contradicts'], 'or')}`,
    fields: (given) =>
      Promise.resolve({
        other: readIndex(given.rest[0], 'the other case'),
        relation: given.choice('relation', ['related', 'follows', 'same-place', 'contradicts']),
      }),
  },
  {
    word: 'merge',
    kind: 'cases-merged',
    summary: 'make a case part of another',
    usage: `<case> <into case>\n\n${TEXT}`,
    fields: async (given) => ({
      into: readIndex(given.rest[0], 'the case that takes it over'),
      ...(await given.requiredText('text')),
    }),
  },
  {
    word: 'split',
    kind: 'case-split',
    summary: 'give inputs of a case a case of their own',
    usage: `<case>\n\n  --inputs <numbers>     such as 12,15-20\n${TEXT}`,
    fields: async (given) => ({
      inputs: readIndexes(given.required('inputs'), 'an input'),
      ...(await given.requiredText('text')),
    }),
  },
  {
    word: 'cite',
    kind: 'evidence-cited',
    summary: 'cite evidence by its address and hash',
    usage: `<case>\n\n  --sha256 <hex>         of what was found there\n  --retrieved <time>     when, such as 2026-03-02T09:30:00.000Z\n  --text <text>          the address, and what it shows`,
    fields: async (given) => ({
      sha256: given.required('sha256'),
      retrieved: given.required('retrieved'),
      ...(await given.requiredText('text')),
    }),
  },
];

const CARRIERS = ['authority', 'supplier', 'citizens', 'other'];

function nextStage({ rules, stage }: CaseFile): string {
  const stages = rules.stages?.map(({ code }) => code) ?? [];
  const next = stage === undefined ? undefined : stages[stages.indexOf(stage) + 1];
  if (next === undefined) throw new CannotStart('There is no further stage.');
  return next;
}

export const actCommands: readonly Command[] = acts.map((act) => ({
  word: act.word,
  summary: act.summary,
  run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...deskOptions, ...options },
    });
    const kinds = typeof act.kind === 'function' ? ['response'] : [act.kind];
    const withFiles = kinds.some(takesFiles) ? `\n${FILE_USAGE}` : '';
    const usage = `npm run sign -- ${act.word} ${act.usage}${withFiles}\n  --with <entry>         a mandate whose holder is to sign as well; again for each\n\n${TEXT_USAGE}`;
    return atDesk(values, usage, async (desk) => {
      const [id, ...rest] = positionals;
      const file = await readCaseFile(desk, readIndex(id, 'the case'));
      const given = givenBy(desk, file, rest, values);
      const kind = typeof act.kind === 'function' ? act.kind(given) : act.kind;
      const others = values.with.map((entry) => readIndex(entry, 'a mandate'));
      const { files, warnings } = await attachFiles(desk, kind, values.file);
      const fields = { ...(await act.fields(given)), ...files };
      return speak({ desk, file, kind, fields, others, warnings });
    });
  },
}));

function givenBy(
  desk: Desk,
  file: CaseFile,
  rest: readonly string[],
  values: { readonly [O in Option]?: string | undefined },
): Given {
  const required = (name: Option): string => {
    const value = values[name];
    if (value === undefined || value === '') throw new CannotStart(`Say --${name}. With --help the command says more.`);
    return value;
  };
  const requiredText = async (name: Option) => ({ [name]: await readText(required(name), desk.lang) });
  return {
    ...{ desk, file, rest, required, requiredText },
    option: (name) => values[name],
    choice(name, among) {
      const value = required(name);
      if (!among.includes(value)) throw new CannotStart(`--${name} takes ${list(among, 'or')}, not "${value}".`);
      return value;
    },
    text: (name) => (values[name] === undefined ? Promise.resolve({}) : requiredText(name)),
  };
}
