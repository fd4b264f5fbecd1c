/** The form of a decision: how the case ends, why, by what right, resting on what. */
import { MAX_TEXT_BYTES } from '@counterfoil/ledger/content';
import { utf8 } from '@counterfoil/ledger/bytes';
import type { DecisionPart } from '@counterfoil/ledger/statements/process';
import type { PhraseId } from '../language.ts';
import { isKind } from '../opened-entry.ts';
import { inLang, withoutEmpty, type ActContext, type ActForm } from './act-form.ts';
import { button, fold, warning } from './components.ts';
import {
  checksControl,
  lineControl,
  radiosControl,
  selectControl,
  wordsControl,
  type Control,
  type Entered,
} from './controls.ts';
import { el } from './dom.ts';
import { readFields } from './form.ts';
import { inWords } from './people.ts';
import { language } from './language.ts';

const MAX_OPTIONS = 20;

export async function decisionForm(context: ActContext): Promise<ActForm> {
  const { rules, inputs } = context.view;
  const must = (part: DecisionPart): boolean => rules.decisionStates?.includes(part) === true;
  const left = inputs.filter(({ disposition }) => disposition === undefined).length;
  const [algorithms, data] = await Promise.all([usedControl(context, 'algorithm'), usedControl(context, 'data-use')]);
  const reviewers = await context.people.mandates(() => true);
  const fields = {
    outcome: radiosControl({
      label: language.phrase('desk-field-outcome'),
      options: rules.outcomes.map(({ code, title }) => ({ value: code, text: title, lang: context.ledger.lang })),
    }),
    text: wordsControl({
      label: language.phrase('desk-field-decision'),
      hint: language.phrase('desk-field-decision-hint'),
      rows: 8,
    }),
    basis: lineControl({ label: language.phrase('fact-basis'), hint: language.phrase('desk-field-basis-hint') }),
    goal: wordsControl({ label: language.phrase('desk-field-goal'), rows: 3, optional: !must('goal') }),
    options: wordsListControl(must('options')),
    expected: wordsControl({ label: language.phrase('desk-field-expected'), rows: 3, optional: !must('effect') }),
    measure: wordsControl({ label: language.phrase('fact-measure'), rows: 2, optional: !must('effect') }),
    interests: interestsControl(must('interests')),
    algorithms,
    data,
    reviewer: selectControl({
      label: language.phrase('desk-field-reviewer'),
      open: language.phrase('desk-field-reviewer-none'),
      options: reviewers.map((mandate) => ({ value: String(mandate.mandate), text: inWords(mandate) })),
    }),
    appeal: wordsControl({ label: language.phrase('fact-appeal'), rows: 2, optional: true }),
  };
  const summary = el('div', {});
  const { outcome, text, basis, goal, options, expected, measure, interests, reviewer, appeal } = fields;
  const element = el(
    'div',
    {},
    left > 0 &&
      warning(
        language.phrase(rules.accounting === 'refuse' ? 'desk-form-left-refused' : 'desk-form-left-recorded', {
          count: left,
        }),
      ),
    summary,
    [outcome, text, basis, goal, options, expected, measure, interests].map((field) => field.element),
    algorithms.element,
    fold(language.phrase('desk-form-review'), reviewer.element, appeal.element),
    data.element,
  );
  return {
    element,
    read() {
      const values = readFields(fields, summary);
      if (values === undefined) return undefined;
      const halfEffect = (values.expected === '') !== (values.measure === '');
      if (halfEffect) return complain('measure', 'desk-error-effect-half');
      const halfReview = (values.reviewer === '') !== (values.appeal.trim() === '');
      if (halfReview) return complain('appeal', 'desk-error-review-half');
      const isHigh = algorithms.high(values.algorithms);
      if (isHigh && values.reviewer === '') return complain('reviewer', 'desk-error-review-missing');
      return withoutEmpty({
        outcome: values.outcome,
        basis: values.basis,
        text: inLang(values.text, context),
        goal: inLang(values.goal, context),
        options: values.options.length === 0 ? undefined : values.options.map((each) => inLang(each, context)),
        effect:
          values.expected === ''
            ? undefined
            : { expected: inLang(values.expected, context), measure: inLang(values.measure, context) },
        interests: values.interests === 'none' ? 'none' : inLang(values.interests, context),
        algorithms: values.algorithms,
        data: values.data,
        review:
          values.reviewer === ''
            ? undefined
            : { reviewer: Number(values.reviewer), appeal: inLang(values.appeal, context) },
      });
    },
  };

  function complain(name: 'measure' | 'appeal' | 'reviewer', wrong: PhraseId): undefined {
    if (name !== 'measure') fields[name].element.closest('details')?.setAttribute('open', '');
    readFields({ [name]: { ...fields[name], read: () => ({ wrong: language.phrase(wrong) }) } }, summary);
    return undefined;
  }
}

type Used = 'none' | readonly number[];

/** What of a register the decision rests on, or the signed word that nothing of it was used: one of the two has to be chosen. */
async function usedControl(
  { people, ledger }: ActContext,
  register: 'algorithm' | 'data-use',
): Promise<Control<Used> & { high(used: Used): boolean }> {
  const listed = people.directory.registers.filter((each) => each.register === register && each.entry < ledger.size);
  const high = new Set<number>();
  const options = await Promise.all(
    listed.map(async ({ entry, id, version }) => {
      const opened = await ledger.entry(entry);
      if (isKind(opened, 'algorithm-registered') && opened.statement.impact === 'high') high.add(entry);
      const title = 'title' in opened.statement ? opened.statement.title : id;
      const impact = high.has(entry) ? 'high' : 'other';
      return { value: String(entry), text: language.phrase('desk-form-registered', { title, version, impact }) };
    }),
  );
  const part = register === 'algorithm' ? 'algorithms' : 'data';
  const label = language.phrase(`desk-field-${part}`);
  const none = { value: 'none', text: language.phrase(`desk-form-no-${part}`) };
  const checks = checksControl({ label, options: [none, ...options], least: 1 });
  return {
    ...checks,
    high: (used) => used !== 'none' && used.some((entry) => high.has(entry)),
    read(): Entered<Used> {
      const entered = checks.read();
      if ('wrong' in entered) return { wrong: language.phrase('desk-error-used-missing', { label }) };
      if (!entered.value.includes('none')) return { value: entered.value.map(Number) };
      return entered.value.length === 1 ? { value: 'none' } : { wrong: language.phrase('desk-error-none-and-some') };
    },
  };
}

/** `none`, words, or '' where nothing has to be said and nothing was. */
function interestsControl(isRequired: boolean): Control<string> {
  const options = [
    { value: 'none', text: language.phrase('desk-form-no-interests') },
    { value: 'some', text: language.phrase('desk-form-some-interests') },
    ...(isRequired ? [] : [{ value: 'unsaid', text: language.phrase('desk-form-unsaid-interests') }]),
  ];
  const radios = radiosControl({
    label: language.phrase('desk-field-interests'),
    options,
    ...(isRequired ? {} : { value: 'unsaid' }),
  });
  const declared = wordsControl({ label: language.phrase('desk-field-declared'), rows: 3 });
  const show = (): void => {
    const chosen = radios.read();
    declared.element.hidden = !('value' in chosen && chosen.value === 'some');
  };
  show();
  radios.onChange(show);
  return {
    element: el('div', {}, radios.element, declared.element),
    id: radios.id,
    complain: (message) => (declared.element.hidden ? radios.complain(message) : declared.complain(message)),
    read() {
      const chosen = radios.read();
      if ('wrong' in chosen) return chosen;
      if (chosen.value === 'some') return declared.read();
      return { value: chosen.value === 'none' ? 'none' : '' };
    },
  };
}

/** Several texts, one box each; empty boxes count for nothing. */
function wordsListControl(isRequired: boolean): Control<readonly string[]> {
  const label = language.phrase('desk-field-option');
  const boxes = [wordsControl({ label, rows: 2, optional: true })];
  const holder = el('div', {}, ...boxes.map(({ element }) => element));
  const add = button(
    language.phrase('desk-form-add-option'),
    () => {
      if (boxes.length >= MAX_OPTIONS) return;
      const box = wordsControl({
        label: language.phrase('desk-form-option', { number: boxes.length + 1 }),
        rows: 2,
        optional: true,
      });
      boxes.push(box);
      holder.append(box.element);
      box.input.focus();
    },
    { secondary: true },
  );
  const group = el('div', { class: 'govuk-form-group' }, holder, add);
  return {
    element: group,
    id: boxes[0]?.id ?? '',
    complain: (message) => boxes[0]?.complain(message),
    read() {
      const written = boxes.map(({ input }) => input.value).filter((text) => text.trim() !== '');
      if (isRequired && written.length === 0) return { wrong: language.phrase('desk-error-empty', { label }) };
      const longest = Math.max(0, ...written.map((text) => utf8(text).length));
      return longest > MAX_TEXT_BYTES
        ? { wrong: language.phrase('desk-error-too-long', { bytes: longest, most: MAX_TEXT_BYTES }) }
        : { value: written };
    },
  };
}
