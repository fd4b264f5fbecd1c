/** What an office says to a figure about itself: the figure chosen, read as it stands, replied to. SPEC 7.6, M102. */
import type { Said } from '@counterfoil/ledger/compose';
import { figureNames, type FigureName } from '@counterfoil/ledger/accountability/figure-names';
import { button, command, facts, link, pageTitle, paragraph, section, warning } from '../components.ts';
import { lineControl, radiosControl, selectControl, wordsControl, type Control, type Entered } from '../controls.ts';
import type { Desk } from '../desk.ts';
import { el, type Child } from '../dom.ts';
import { draftOf } from '../draft.ts';
import { readFigure, type FigureShown } from '../figure-shown.ts';
import { readFields } from '../form.ts';
import { guarded } from '../guarded.ts';
import type { DeskKey } from '../keys.ts';
import { langControl } from '../lang-control.ts';
import { language } from '../language.ts';
import { Ledger } from '../ledger.ts';
import { inWords, type Mandate } from '../people.ts';
import { readProcesses } from '../processes.ts';
import { queryOf, type ReplyChoice } from '../reply-choice.ts';
import { showDraft } from './act-page.ts';

export async function replyPage(desk: Desk, choice: ReplyChoice): Promise<readonly Node[]> {
  const { key } = desk;
  const head = [
    pageTitle(language.phrase('desk-reply-title')),
    el('p', { class: 'govuk-body-l' }, language.phrase('desk-reply-lead')),
  ];
  if (key === undefined)
    return [
      ...head,
      paragraph(language.phrase('desk-due-choose-key')),
      paragraph(link('#key', language.phrase('desk-key-title'))),
    ];
  const may = desk.mandates.filter((mandate) => mandate.may.includes('figure-reply'));
  const able = [...new Map(may.map((mandate) => [mandate.office, mandate])).values()];
  if (able.length === 0) return [...head, paragraph(language.phrase('desk-reply-impossible'))];
  const titles = new Map((await readProcesses(desk)).map(({ process, title }) => [process, title]));
  const own = able.length === 1 ? able[0] : able.find(({ office }) => office === choice.office);
  const { figure, process } = choice;
  const isKnown = process === undefined || titles.has(process);
  if (own === undefined || figure === undefined || !isKnown || isReversed(choice))
    return [...head, choosing(desk, able, titles, choice)];
  return [...head, ...(await replying({ desk, key, own, titles, figure, choice: { ...choice, office: own.office } }))];
}

function isReversed({ from = '', until = '' }: Pick<ReplyChoice, 'from' | 'until'>): boolean {
  return from !== '' && until !== '' && until < from;
}

const nameOf = (figure: FigureName): string => language.phrase(`figure-name-${figure}`);

/** The form that asks which figure. @param titles of the processes. */
function choosing(
  { ledger: { lang }, go }: Desk,
  able: readonly Mandate[],
  titles: ReadonlyMap<string, string>,
  choice: ReplyChoice,
): HTMLElement {
  const summary = el('div', {});
  const process = titles.has(choice.process ?? '') ? choice.process : undefined;
  const everyProcess = language.phrase('account-every-process');
  const day = (name: 'from' | 'until'): Control<string> =>
    lineControl({
      label: language.phrase(`fact-${name}-day`),
      hint: language.phrase('desk-reply-days-hint'),
      type: 'date',
      optional: true,
      value: choice[name] ?? '',
    });
  const fields = {
    office: radiosControl({
      label: language.phrase('desk-form-office'),
      options: able.map((own) => ({ value: own.office, text: inWords(own) })),
      value: able.find(({ office }) => office === choice.office)?.office ?? able[0]?.office ?? '',
    }),
    figure: selectControl({
      label: language.phrase('desk-reply-figure'),
      options: figureNames.map((value) => ({ value, text: nameOf(value) })),
      value: choice.figure ?? '',
    }),
    process: selectControl({
      label: language.phrase('desk-reply-process'),
      options: [
        ...(process === undefined ? [] : [{ value: '', text: everyProcess }]),
        ...[...titles].map(([value, text]) => ({ value, text, lang })),
      ],
      open: everyProcess,
      value: process ?? '',
    }),
    from: day('from'),
    until: day('until'),
  };
  const show = (): void => {
    const entered = readFields(fields, summary);
    if (entered === undefined) return;
    if (!isReversed(entered)) return go(`reply?${queryOf(entered)}`);
    const read = (): Entered<string> => ({ wrong: language.phrase('desk-reply-days') });
    readFields({ until: { ...fields.until, read } }, summary);
  };
  return el(
    'form',
    { novalidate: true },
    summary,
    able.length > 1 && fields.office.element,
    [fields.figure, fields.process, fields.from, fields.until].map(({ element }) => element),
    button(language.phrase('desk-reply-show'), show, { submit: true }),
  );
}

interface Replying {
  readonly desk: Desk;
  readonly key: DeskKey;
  readonly own: Mandate;
  readonly titles: ReadonlyMap<string, string>;
  readonly figure: FigureName;
  readonly choice: ReplyChoice;
}

/** The figure as it stands, and the form beneath it. */
async function replying(asking: Replying): Promise<readonly Node[]> {
  const { desk, key, own, titles, figure, choice } = asking;
  const { figure: _, ...chosen } = choice;
  const shown = await readFigure(figure, queryOf(chosen));
  const [stage, problems, summary] = [el('div', {}), el('div', {}), el('div', {})];
  const text = wordsControl({
    label: language.phrase('desk-reply-words'),
    hint: language.phrase('desk-reply-words-hint'),
    rows: 8,
  });
  const size = shown === undefined ? sizeControl(desk.ledger.size) : undefined;
  const lang = langControl(desk.ledger);
  const toPreview = (): Promise<void> =>
    guarded(problems, async () => {
      const entered = readFields(size === undefined ? { text } : { size, text }, summary);
      if (entered === undefined) return;
      const counted = shown?.size ?? ('size' in entered ? Number(entered.size) : desk.ledger.size);
      const { process, from, until } = choice;
      const said: Said = {
        ...{ kind: 'figure-reply', by: [own.mandate], office: own.office, figure, size: counted },
        ...(process === undefined ? {} : { process }),
        ...(from === undefined ? {} : { from }),
        ...(until === undefined ? {} : { until }),
        text: { text: entered.text, lang: lang.input.value },
      };
      // Entries can have come since this page was made, and whoever signs has seen what was counted.
      const ledger = counted > desk.ledger.size ? await Ledger.open() : desk.ledger;
      await showDraft({ desk, key, view: undefined, stage, titles, onRecorded }, draftOf(said, ledger), form);
    });
  const onRecorded = (): void => {
    const place = `/accountability?${queryOf(chosen)}#replies-${figure}`;
    stage.append(paragraph(link(place, language.phrase('desk-reply-see'))));
  };
  const form = [
    problems,
    summary,
    ...(size === undefined ? [] : [size.element]),
    text.element,
    lang.element,
    warning(language.phrase('desk-form-warning')),
    button(language.phrase('desk-form-preview'), toPreview),
  ];
  stage.append(...form);
  return [
    facts(rowsOf(asking)),
    paragraph(link(`#reply?${queryOf({ ...chosen })}`, language.phrase('desk-reply-other'))),
    section(language.phrase('desk-reply-now'), figureOf(shown, chosen)),
    stage,
  ];
}

function rowsOf({ desk, own, titles, figure, choice }: Replying): readonly (readonly [string, Child])[] {
  const { process, from, until } = choice;
  const { lang } = desk.ledger;
  return [
    [language.phrase('fact-office'), el('bdi', { lang }, own.title)],
    [language.phrase('fact-figure'), nameOf(figure)],
    [
      language.phrase('fact-process'),
      process === undefined ? language.phrase('account-every-process') : el('bdi', { lang }, titles.get(process)),
    ],
    ...(from === undefined ? [] : [[language.phrase('fact-from-day'), language.weekday(from)] as const]),
    ...(until === undefined ? [] : [[language.phrase('fact-until-day'), language.weekday(until)] as const]),
  ];
}

function figureOf(shown: FigureShown | undefined, chosen: ReplyChoice): Child {
  if (shown === undefined)
    return [
      paragraph(language.phrase('desk-reply-uncounted')),
      command(`npm run counterfoil -- report ${location.origin}/${optionsOf(chosen)}`),
    ];
  const { size, parts } = shown;
  const newest = (inside: readonly (string | Node)[]): HTMLElement => link(`/entries/${size - 1}`, ...inside);
  return [
    parts.length === 0 ? paragraph(language.phrase('desk-reply-nothing')) : parts,
    paragraph(...language.parts<Node>('desk-reply-counted', { size }, { a: newest })),
    paragraph(language.phrase('desk-reply-unchecked')),
  ];
}

/** Of the command that counts. */
function optionsOf(chosen: ReplyChoice): string {
  return Object.entries(chosen)
    .map(([name, value]) => ` --${name} ${value}`)
    .join('');
}

/** @param most entries that the desk has seen. */
function sizeControl(most: number): Control<string> {
  const line = lineControl({
    label: language.phrase('desk-reply-size'),
    type: 'number',
    pattern: [/^[1-9]\d{0,14}$/, language.phrase('desk-reply-size-wrong', { most })],
  });
  const read = (): Entered<string> => {
    const entered = line.read();
    return 'value' in entered && Number(entered.value) > most
      ? { wrong: language.phrase('desk-reply-size-wrong', { most }) }
      : entered;
  };
  return { ...line, read };
}
