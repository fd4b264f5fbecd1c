/** `decide <case>`: decides a case, and in the same run says what became of its inputs. */
import { parseArgs } from 'node:util';
import type { Said, Words } from '@counterfoil/ledger/compose';
import { planAccounting, type Accounting } from '../accounting.ts';
import { readCaseFile, type CaseFile } from '../case-file.ts';
import { attachFiles, FILE_USAGE, fileOption } from '../attaching.ts';
import { CannotStart } from '../command.ts';
import { deskOptions, type Desk } from '../desk.ts';
import { chooseFates, fateOptions, FATE_USAGE } from '../fates.ts';
import { ableHands } from '../holdings.ts';
import { count, list } from '../layout.ts';
import { readNames } from '../names.ts';
import { describeSaid } from '../preview.ts';
import { showProgress } from '../progress.ts';
import { agree, record, recordedSentence } from '../say.ts';
import { chooseSigners, saidOf, speak, type Speech } from '../speak.ts';
import { readIndex, readIndexes, readText, TEXT_USAGE } from '../texts.ts';
import { accountedSentence } from './account.ts';
import { atDesk, type Command } from './command-line.ts';

const options = {
  outcome: { type: 'string' },
  basis: { type: 'string' },
  text: { type: 'string' },
  goal: { type: 'string' },
  option: { type: 'string', multiple: true, default: [] as string[] },
  effect: { type: 'string' },
  measure: { type: 'string' },
  interests: { type: 'string' },
  algorithms: { type: 'string' },
  data: { type: 'string' },
  reviewer: { type: 'string' },
  appeal: { type: 'string' },
  with: { type: 'string', multiple: true, default: [] as string[] },
} as const;

const USAGE = `npm run sign -- decide <case> …

  --outcome <code>       how the case ends, by a code of the process
  --basis <title>        the legal basis
  --text <text>          the decision, for everybody to read
  --algorithms <which>   "none", or the register entries of those that were used, such as 31,40
  --data <which>         "none", or the register entries of the data uses it relies on
  --goal <text>          what it is for
  --option <text>        an option that was considered; again for each
  --effect <text>        what it is expected to do
  --measure <text>       how that will be measured
  --interests <text>     interests that those who decide declare, or "none"
  --reviewer <entry>     mandate of who reviewed what an algorithm said, and
  --appeal <text>        how to appeal
${FILE_USAGE}
  --with <entry>         a mandate whose holder is to sign as well; again for each

What became of the inputs can be said in the same run:
${FATE_USAGE}

${TEXT_USAGE}`;

export const decideCommand: Command = {
  word: 'decide',
  summary: 'decide a case, and account for its inputs in the same run',
  run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...deskOptions, ...fateOptions, ...fileOption, ...options },
    });
    return atDesk(values, USAGE, async (desk) => {
      const startMs = performance.now();
      const progress = showProgress(process.stderr);
      const file = await readCaseFile(desk, readIndex(positionals[0], 'the case'), progress.show);
      const { fates } = await chooseFates(desk, file, values, progress.show);
      progress.clear();
      if (file.decided !== undefined) throw new CannotStart(`Case ${file.id} was decided by entry ${file.decided}.`);
      const left = file.unaccounted.length - fates.size;
      if (left > 0 && file.rules.accounting === 'refuse')
        throw new CannotStart(
          `${count(left, 'input')} of case ${file.id} ${left === 1 ? 'is' : 'are'} without a word on what became of ${left === 1 ? 'it' : 'them'}, and the process refuses a decision until all are accounted for. Do it in the same run with --from or --all-others.`,
        );
      const others = values.with.map((entry) => readIndex(entry, 'a mandate'));
      const attached = await attachFiles(desk, 'decision', values.file);
      const fields = { ...(await readFields(desk, file, values)), ...attached.files };
      const unread = left > 0 ? [`${count(left, 'input')} will be left without a word; the record shows which.`] : [];
      const warnings = [...attached.warnings, ...unread];
      const able = await ableHands(desk, 'decision', file.rules);
      const speech: Speech = { desk, file, kind: 'decision', fields, others, warnings };
      if (fates.size === 0) return speak(speech);

      const accountants = await ableHands(desk, 'dispositions', file.rules);
      const accounting = await planAccounting(desk, file, fates, accountants.length === 0 ? desk.hands : accountants);
      if (others.length > 0)
        throw new CannotStart(
          'Account for the inputs first, with "account"; then the decision can wait for the others.',
        );
      return decideAll({
        speech,
        accounting,
        hands: able.length === 0 ? desk.hands : able,
        inputs: fates.size,
        left,
        startMs,
      });
    });
  },
};

interface Whole {
  readonly speech: Speech;
  readonly accounting: Accounting;
  readonly hands: Desk['hands'];
  readonly inputs: number;
  readonly left: number;
  readonly startMs: number;
}

/** Everything is shown and agreed to at once, then recorded in order: first what became of the inputs, then the decision. */
async function decideAll({ speech, accounting, hands, inputs, left, startMs }: Whole): Promise<0> {
  const { desk, file, warnings = [] } = speech;
  const signing = await chooseSigners(speech, hands);
  const decision: Said = { ...saidOf(speech, signing), seen: desk.reader.seen };
  const reviewer = decision.kind === 'decision' && decision.review !== undefined ? [decision.review.reviewer] : [];
  const names = await readNames(desk, file.rules, [...signing.by, ...reviewer]);
  const shared = { ...desk, values: { ...desk.values } };
  const both = [...new Set([...accounting.hands, ...signing.hands])];
  const agreed = await agree(shared, {
    saids: [...accounting.saids, decision],
    hands: both,
    preview: `${accounting.preview}\n\n${describeSaid(decision, names)}`,
    warnings: [...accounting.warnings, ...warnings],
  });
  if (agreed === undefined) return 0;
  const signersOf = (some: Desk['hands']) => agreed.signers.filter((_, i) => some.includes(both[i] as never));
  const accounted = await record(desk, { drafts: agreed.drafts.slice(0, -1), signers: signersOf(accounting.hands) });
  process.stdout.write(accountedSentence(inputs, accounted, left, performance.now() - startMs));
  const [decided] = await record(desk, { drafts: agreed.drafts.slice(-1), signers: signersOf(signing.hands) });
  if (decided === undefined) return 0;
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  process.stdout.write(`${recordedSentence(desk, decided)}
Case ${file.id} is decided, with ${count(accounted.length + 1, 'entry', 'entries')} in ${seconds} s.
`);
  return 0;
}

interface DecisionValues {
  readonly outcome?: string | undefined;
  readonly basis?: string | undefined;
  readonly text?: string | undefined;
  readonly goal?: string | undefined;
  readonly option: readonly string[];
  readonly effect?: string | undefined;
  readonly measure?: string | undefined;
  readonly interests?: string | undefined;
  readonly algorithms?: string | undefined;
  readonly data?: string | undefined;
  readonly reviewer?: string | undefined;
  readonly appeal?: string | undefined;
}

/** @throws CannotStart naming what the process or every decision asks for */
async function readFields(
  desk: Desk,
  { rules }: CaseFile,
  values: DecisionValues,
): Promise<Readonly<Record<string, unknown>>> {
  const { outcome, basis, text, goal, option, effect, measure, interests, algorithms, data, reviewer, appeal } = values;
  const outcomes = rules.outcomes.map((choice) => `${choice.code} (${choice.title})`);
  if (!rules.outcomes.some(({ code }) => code === outcome))
    throw new CannotStart(`Say how the case ends with --outcome: ${list(outcomes, 'or')}.`);
  if (basis === undefined) throw new CannotStart('Say the legal basis with --basis.');
  if (text === undefined) throw new CannotStart('Write the decision with --text.');
  if ((effect === undefined) !== (measure === undefined))
    throw new CannotStart('An expected effect (--effect) goes with how it will be measured (--measure).');
  if ((reviewer === undefined) !== (appeal === undefined))
    throw new CannotStart('A reviewer (--reviewer) goes with how to appeal (--appeal).');
  const given = { goal, options: option[0], effect, interests };
  const missing = rules.decisionStates?.find((part) => given[part] === undefined);
  if (missing !== undefined)
    throw new CannotStart(
      `The process wants every decision to state more: add --${missing === 'options' ? 'option' : missing}.`,
    );
  const words = (value: string): Promise<Words> => readText(value, desk.lang);
  const considered = [];
  for (const one of option) considered.push(await words(one));
  return {
    outcome,
    basis,
    text: await words(text),
    ...(goal === undefined ? {} : { goal: await words(goal) }),
    ...(considered.length === 0 ? {} : { options: considered }),
    ...(effect === undefined || measure === undefined
      ? {}
      : { effect: { expected: await words(effect), measure: await words(measure) } }),
    ...(interests === undefined ? {} : { interests: interests === 'none' ? interests : await words(interests) }),
    algorithms: used(algorithms, '--algorithms'),
    data: used(data, '--data'),
    ...(reviewer === undefined || appeal === undefined
      ? {}
      : { review: { reviewer: readIndex(reviewer, 'the mandate of the reviewer'), appeal: await words(appeal) } }),
  };
}

function used(value: string | undefined, option: string): 'none' | number[] {
  if (value === undefined)
    throw new CannotStart(`Say with ${option} which register entries the decision rests on, or sign "none".`);
  return value === 'none' ? value : readIndexes(value, 'a register entry');
}
