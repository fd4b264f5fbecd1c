/** Which acts the rules of a case let an office do as the case stands, and the form of each. */
import { answerResults } from '@counterfoil/ledger/statements/officials';
import { evaluationAnswers } from '@counterfoil/ledger/statements/citizens';
import { progressSteps } from '@counterfoil/ledger/statements/decisions';
import type { CaseKind } from '@counterfoil/ledger/statements/rights';
import { accountingForm } from './accounting-form.ts';
import { capital } from './capital.ts';
import { inLang, withoutEmpty, type ActContext, type ActFields, type ActForm } from './act-form.ts';
import { paragraph } from './components.ts';
import { stepsOf, type CaseView, type MatterView } from './case-reading.ts';
import { lineControl, radiosControl, selectControl, wordsControl, type Control, type Option } from './controls.ts';
import { decisionForm } from './decision-form.ts';
import { el } from './dom.ts';
import { readFields } from './form.ts';
import type { Mandate, People } from './people.ts';
import { excerpt } from './excerpt.ts';
import { language } from './language.ts';
import type { PhraseId } from '../language.ts';

type Values = Readonly<Record<string, string>>;
type Complaint = { readonly field: string; readonly wrong: string };

interface Recipe {
  /** Whether the case as it stands takes it. */
  readonly fits: (view: CaseView, own: Mandate, people: People) => boolean;
  readonly fields: (context: ActContext) => Readonly<Record<string, Control<string>>>;
  /** Fields of the statement out of what was entered, or what is wrong where. */
  readonly complete?: (values: Values, context: ActContext) => ActFields | Complaint;
}

const always = (): boolean => true;
const isUndecided = ({ answer }: CaseView): boolean => answer.decided === null;
const text = (): Control<string> => wordsControl({ label: language.phrase('desk-field-text'), rows: 8 });
const optionalText = (): Control<string> =>
  wordsControl({ label: language.phrase('desk-field-text'), rows: 4, optional: true });
const worded = (values: Values, context: ActContext): ActFields => ({
  ...values,
  text: inLang(values['text'] ?? '', context),
});
const asked = (view: CaseView): CaseView['matters'] => view.matters.filter(({ kind }) => kind !== 'commitment');
const promised = (view: CaseView): CaseView['matters'] => view.matters.filter(({ kind }) => kind === 'commitment');
const nameOfMatter = (kind: MatterView['kind']): string =>
  language.phrase(kind === 'erasure' ? 'kind-erasure-request' : `kind-${kind}`);
const matterOptions = (matters: CaseView['matters']): Option[] =>
  matters.map(({ entry, kind, text: said }) => ({
    value: String(entry),
    text: language.phrase('desk-form-matter', { kind: nameOfMatter(kind), entry }),
    hint: excerpt(said),
  }));
const officeOptions = ({ people, ledger: { lang } }: ActContext): Option[] =>
  people.directory.offices.map(({ office, title }) => ({ value: office, text: title, lang }));
const caseNumber = (label: PhraseId): Control<string> =>
  lineControl({
    label: language.phrase(label),
    type: 'number',
    pattern: [/^\d{1,15}$/, language.phrase('desk-error-number')],
  });
/** Each called as on the public pages, where it stands within a line. */
const named = <T extends string>(values: readonly T[], idOf: (value: T) => PhraseId): Option[] =>
  values.map((value) => ({ value, text: capital(language.phrase(idOf(value))) }));
const nextStage = ({ rules, answer }: CaseView): { readonly code: string; readonly title: string } | undefined => {
  const stages = rules.stages ?? [];
  return stages[stages.findIndex(({ code }) => code === answer.stage) + 1];
};
const titledEntry = (entry: number, title: string): string => language.phrase('desk-entry-titled', { entry, title });
/** Acts of the office in this case that nobody has corrected. */
const ownActs = (view: CaseView, own: Mandate, offices: ReadonlyMap<number, string>): Option[] => {
  const corrected = new Set(stepsOf(view, 'correction').map(({ statement }) => statement.corrects));
  return view.steps.flatMap(({ index, statement }) => {
    const by = 'by' in statement ? (statement.by ?? []) : [];
    const isOwn = by.some((mandate) => mandate === own.mandate || offices.get(mandate) === own.office);
    return isOwn && !corrected.has(index)
      ? [{ value: String(index), text: titledEntry(index, language.phrase(`kind-${statement.kind}`)) }]
      : [];
  });
};
const officesByMandate = (people: People): ReadonlyMap<number, string> =>
  new Map(people.directory.mandates.map(({ entry, office }) => [entry, office]));

const recipes: Readonly<Record<Exclude<OfferedKind, 'decision' | 'dispositions'>, Recipe>> = {
  acknowledgement: { fits: always, fields: () => ({ text: optionalText() }), complete: worded },
  response: { fits: always, fields: () => ({ text: text() }), complete: worded },
  question: {
    fits: always,
    fields: (context) => ({
      to: selectControl({
        label: language.phrase('desk-field-ask'),
        open: language.phrase('desk-field-ask-people'),
        options: officeOptions(context),
      }),
      text: text(),
    }),
    complete: worded,
  },
  answer: {
    fits: (view) => asked(view).length > 0,
    fields: ({ view }) => ({
      answers: radiosControl({ label: language.phrase('desk-field-answers'), options: matterOptions(asked(view)) }),
      result: selectControl({
        label: language.phrase('desk-field-result'),
        open: language.phrase('desk-field-result-question'),
        options: named(answerResults, (result) => `result-${result}`),
      }),
      text: text(),
    }),
    complete(values, context) {
      const matter = context.view.matters.find(({ entry }) => entry === Number(values['answers']));
      const needsResult = matter?.kind === 'appeal' || matter?.kind === 'dispute';
      if (needsResult !== (values['result'] !== '')) {
        const wrong = needsResult ? 'desk-error-result-missing' : 'desk-error-result-uncalled';
        return { field: 'result', wrong: language.phrase(wrong) };
      }
      return { ...worded(values, context), answers: Number(values['answers']) };
    },
  },
  referral: {
    fits: always,
    fields: (context) => ({
      to: selectControl({
        label: language.phrase('desk-field-refer'),
        open: language.phrase('desk-field-refer-none'),
        options: officeOptions(context),
      }),
      elsewhere: lineControl({ label: language.phrase('desk-field-elsewhere'), optional: true }),
      text: optionalText(),
    }),
    complete(values, context) {
      if ((values['to'] === '') === (values['elsewhere'] === ''))
        return { field: 'to', wrong: language.phrase('desk-error-one-of-two') };
      return worded(values, context);
    },
  },
  'stage-opened': {
    fits: (view) => isUndecided(view) && nextStage(view) !== undefined,
    fields: ({ view, ledger: { lang } }) => {
      const { code = '', title = '' } = nextStage(view) ?? {};
      return {
        stage: radiosControl({
          label: language.phrase('desk-field-stage'),
          options: [{ value: code, text: title, lang }],
          value: code,
        }),
        text: optionalText(),
      };
    },
    complete: worded,
  },
  dissent: {
    fits: (view) => stepsOf(view, 'decision').length > 0,
    fields: ({ view }) => {
      const options = stepsOf(view, 'decision').map(({ index, statement }) => ({
        value: String(index),
        text: titledEntry(
          index,
          view.rules.outcomes.find(({ code }) => code === statement.outcome)?.title ?? statement.outcome,
        ),
      }));
      return { from: radiosControl({ label: language.phrase('desk-field-from'), options }), text: text() };
    },
    complete: (values, context) => ({ ...worded(values, context), from: Number(values['from']) }),
  },
  commitment: {
    fits: always,
    fields: (context) => ({
      office: selectControl({
        label: language.phrase('desk-field-owner'),
        options: officeOptions(context),
        value: context.own.office,
      }),
      carrier: radiosControl({
        label: language.phrase('desk-field-carrier'),
        hint: language.phrase('desk-field-carrier-hint'),
        options: named(['authority', 'supplier', 'citizens', 'other'], (carrier) => `carrier-${carrier}`),
      }),
      text: text(),
      term: lineControl({
        label: language.phrase('fact-last-day'),
        type: 'date',
        pattern: [/^\d{4}-\d{2}-\d{2}$/, language.phrase('desk-error-date')],
      }),
      funding: wordsControl({ label: language.phrase('desk-field-funding'), rows: 3 }),
    }),
    complete(values, context) {
      const decision = context.view.answer.decided?.entry;
      return {
        ...worded(values, context),
        funding: inLang(values['funding'] ?? '', context),
        ...(decision === undefined ? {} : { decision }),
      };
    },
  },
  milestone: {
    fits: (view) => promised(view).length > 0,
    fields: ({ view }) => ({
      commitment: radiosControl({
        label: language.phrase('desk-field-commitment'),
        options: matterOptions(promised(view)),
      }),
      progress: radiosControl({
        label: language.phrase('desk-field-progress'),
        options: named(progressSteps, (progress) => `progress-${progress}`),
      }),
      text: text(),
    }),
    complete: (values, context) => ({ ...worded(values, context), commitment: Number(values['commitment']) }),
  },
  evaluation: {
    fits: (view) => !isUndecided(view),
    fields: () => {
      const options = named(evaluationAnswers, (answer) => `judgement-${answer}`);
      return {
        heard: radiosControl({ label: language.phrase('fact-heard'), options }),
        explained: radiosControl({ label: language.phrase('fact-explained'), options }),
        achieved: radiosControl({ label: language.phrase('fact-achieved'), options }),
        text: optionalText(),
      };
    },
    complete: worded,
  },
  'case-linked': {
    fits: always,
    fields: () => ({
      other: caseNumber('desk-field-other'),
      relation: radiosControl({
        label: language.phrase('desk-field-relation'),
        options: named(
          ['related', 'follows', 'same-place', 'contradicts'],
          (relation) => `case-relation-${relation}-from`,
        ),
      }),
    }),
    complete: (values) => ({ ...values, other: Number(values['other']) }),
  },
  'cases-merged': {
    fits: isUndecided,
    fields: () => ({
      into: caseNumber('desk-field-into'),
      text: text(),
    }),
    complete: (values, context) => ({ ...worded(values, context), into: Number(values['into']) }),
  },
  correction: {
    fits: (view, own, people) => ownActs(view, own, officesByMandate(people)).length > 0,
    fields: (context) => ({
      corrects: radiosControl({
        label: language.phrase('desk-field-corrects'),
        options: ownActs(context.view, context.own, officesByMandate(context.people)),
      }),
      text: text(),
    }),
    complete: (values, context) => ({ ...worded(values, context), corrects: Number(values['corrects']) }),
  },
};

/** The order in which they are offered. */
const OFFERED = [
  'acknowledgement',
  'response',
  'dispositions',
  'decision',
  'answer',
  'question',
  'referral',
  'stage-opened',
  'commitment',
  'milestone',
  'dissent',
  'correction',
  'evaluation',
  'case-linked',
  'cases-merged',
] as const satisfies readonly CaseKind[];
export type OfferedKind = (typeof OFFERED)[number];

export function isOffered(kind: string): kind is OfferedKind {
  return OFFERED.some((each) => each === kind);
}

/** What the mandate may do in the case, by the office, by the rules, and as the case stands. */
export function possibleActs(view: CaseView, own: Mandate, people: People): readonly OfferedKind[] {
  if (view.answer.merged !== null) return [];
  return OFFERED.filter((kind) => {
    const act = view.rules.acts[kind];
    const offices = [...(act?.offices ?? []), ...(act?.countersigned?.offices ?? [])];
    if (!own.may.includes(kind) || !offices.includes(own.office)) return false;
    if (kind === 'dispositions') return view.inputs.some(({ disposition }) => disposition === undefined);
    if (kind === 'decision') return isUndecided(view);
    return recipes[kind].fits(view, own, people);
  });
}

export async function actForm(context: ActContext): Promise<ActForm> {
  if (context.kind === 'decision') return decisionForm(context);
  if (context.kind === 'dispositions') return accountingForm(context);
  const recipe = recipes[context.kind];
  const fields = recipe.fields(context);
  const summary = el('div', {});
  const element = el(
    'div',
    {},
    paragraph(language.phrase(`desk-lead-${context.kind}`)),
    summary,
    Object.values(fields).map((field) => field.element),
  );
  return {
    element,
    read() {
      const values = readFields(fields, summary);
      if (values === undefined) return undefined;
      const completed = recipe.complete?.(values, context) ?? values;
      if (!isComplaint(completed)) return withoutEmpty(completed);
      const { field, wrong } = completed;
      const place = fields[field];
      if (place !== undefined) readFields({ [field]: { ...place, read: () => ({ wrong }) } }, summary);
      return undefined;
    },
  };
}

function isComplaint(completed: ActFields | Complaint): completed is Complaint {
  return 'wrong' in completed;
}
