/** The report on accountability as one page that stands alone: no script, nothing fetched, every string of the record escaped. */
import type { AuditVerdict } from '@counterfoil/ledger/audit';
import type { Accountability, Selection } from '@counterfoil/ledger/accountability';
import type { Figure } from '@counterfoil/ledger/accountability/figure';
import { answerSteps } from '@counterfoil/ledger/accountability/silence';
import { barChart, stripChart } from './accountability-charts.ts';
import { accountabilityStyle } from './accountability-style.ts';
import { called } from './called-as.ts';
import { repliesTo } from './accountability-replies.ts';
import { answersTable, crossTable, tablesOf, type Cell, type Table, type Tables } from './accountability-tables.ts';
import {
  commitmentWords,
  fateName,
  levelWords,
  officeNames,
  processName,
  signWords,
  silenceWords,
  spanWords,
  timeWords,
  waitedWords,
  withinWords,
  valueName,
  type Names,
} from './accountability-words.ts';
import { plain } from './file-answer.ts';
import { entryLink } from './entry-link.ts';
import { html, Markup } from './markup.ts';
import { count } from './sentence.ts';

export interface Report {
  readonly verdict: AuditVerdict;
  /** The verdict in words. */
  readonly sentence: string;
  readonly address: string;
  readonly ledger: {
    readonly origin: string;
    readonly authority: string | null;
    /** The signed checkpoint, verbatim. */
    readonly checkpoint: string;
    readonly size: number;
  };
  readonly selection: Selection;
  readonly names: Names;
  /** Reasons and replies that are in public view and fit their commitments, by these. */
  readonly words: Readonly<Record<string, string>>;
  readonly figures: Accountability;
}

/** Rows of a table, and entries of a figure, that the page shows; the other files have all. */
const MAX_ROWS = 40;
const MAX_ENTRIES = 150;
/** Below it a quartile says little. */
const FEW = 10;

export function formatPage(report: Report): string {
  const { figures, names, ledger, verdict } = report;
  const tables = tablesOf(figures, names, report.words);
  const show = (table: Table): Markup => tableMarkup(table, report.address);
  const folded = (table: Table): Markup =>
    html`<details class="folded">
      <summary>Table: ${table.title}</summary>
      ${show(table)}
    </details>`;
  const view = { ...report, tables, show, folded };
  const title = `${plain(ledger.authority ?? ledger.origin)}: who was answered, and who was not`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <style>
          ${new Markup(accountabilityStyle)}
        </style>
      </head>
      <body>
        <header>
          <div>
            <p class="verdict ${verdict}">${plain(report.sentence)}</p>
            ${unproved(verdict)}
            <h1>${title}</h1>
            <p class="from">
              Counted from the public record ${plain(ledger.origin)}, ${count(ledger.size, 'entry', 'entries')}, as it
              stood on ${timeWords(figures.now)}. ${selectionWords(report)}
            </p>
          </div>
        </header>
        <main>
          ${inShort(view)} ${notAnswered(view)} ${waited(view)} ${became(view)} ${reasons(view)} ${outOfView(view)}
          ${promised(view)} ${commitments(view)} ${aboutFigures()}
        </main>
        <footer>
          <div>
            <p>
              Made with <code>counterfoil report</code> from ${plain(report.address)}. Whoever runs it on the same
              record gets the same figures. The signed state of the record that it was made from:
            </p>
            <pre>${ledger.checkpoint}</pre>
          </div>
        </footer>
      </body>
    </html> `;
  return `${page.text.trim()}\n`;
}

interface View extends Report {
  readonly tables: Tables;
  readonly show: (table: Table) => Markup;
  /** Behind its title, where a chart says the same. */
  readonly folded: (table: Table) => Markup;
}

const NONE = new Markup('');

function unproved(verdict: AuditVerdict): Markup {
  if (verdict === 'verified') return NONE;
  const why = verdict === 'wrong' ? 'The record did not pass its check' : 'The record could not be checked to its end';
  return html`<p>
    <strong>${why}. Nothing below is proved.</strong> It counts only the entries that could be judged.
  </p>`;
}

function selectionWords({ selection: { process, office, from, until }, names }: Report): string {
  const parts = [
    ...(process === undefined ? [] : [`the process “${processName(process, names)}”`]),
    ...(office === undefined ? [] : [`what the office “${names.offices[office] ?? office}” did or owes`]),
    ...(from === undefined ? [] : [`what was recorded from ${from}`]),
    ...(until === undefined ? [] : [`what was recorded until ${until}`]),
  ];
  return parts.length === 0 ? '' : `Only ${parts.join(', ')}.`;
}

function inShort(view: View): Markup {
  const { figures, address, selection } = view;
  const { totals, times, overdue, outOfView: out } = figures;
  const tile = (figure: Figure, words: string, isAlarm = false): Markup =>
    html`<div class="tile${isAlarm && figure.count > 0 ? ' alarm' : ''}">
      ${figureMarkup(figure, address)}
      <p>${words}</p>
    </div>`;
  const all = times.find(({ step, by }) => step === 'answer' && by === 'all')?.said;
  const median = all?.marks == null ? '–' : withinWords(all.marks.medianMs);
  const steps = { count: overdue.length, entries: [...new Set(overdue.map(({ entry }) => entry))] };
  return html`<h2>In short</h2>
    <div class="tiles">
      ${tile(totals.inputs, `things that people said, in ${count(totals.cases.count, 'case', 'cases')}`)}
      ${tile(totals.unanswered, 'of them have no answer in substance', true)}
      <div class="tile">
        <span class="number">${median}</span>
        <p>or less: so long half of the ${(all?.count ?? 0).toLocaleString('en')} that were answered had waited</p>
      </div>
      ${tile(steps, 'steps are overdue', true)}
      ${tile(totals.unaccounted, 'of which nobody has said what became of it')}
      ${tile(totals.passedOver, 'of these were left out when their case was decided', true)}
      ${tile(out.withheld, 'texts are taken out of view now')} ${tile(out.erased, 'texts were erased')}
    </div>
    ${
      totals.copied.count === 0
        ? NONE
        : html`<p class="muted">
            ${count(totals.copied.count, 'input was', 'inputs were')} copied from data sets. Nobody here promised their
            authors an answer, so no figure has them.
          </p>`
    }
    ${selection.office === undefined ? NONE : html`<p class="muted">What people said is counted for all offices together.</p>`}
    <p class="muted">
      Open a number to see the entries that it counts. Any of them can be looked up:
      <code>${called('case')} &lt;number&gt; ${plain(address)}</code>
    </p>
    ${repliesTo(view, 'totals')}`;
}

function notAnswered(view: View): Markup {
  const { figures, names, tables, show, folded } = view;
  const replies = [repliesTo(view, 'silence'), repliesTo(view, 'overdue'), repliesTo(view, 'deadlines')] as const;
  if (figures.silence.length === 0 && figures.deadlines.length === 0)
    return html`<h2>Who was not answered</h2>
      <p>Nobody who said something waits for anything.</p>
      ${replies.flat()}`;
  const scale = Math.max(0, ...figures.silence.map(({ inputs }) => inputs.count));
  const charts = answerSteps.flatMap((step) => {
    const rows = figures.silence.filter((row) => row.step === step).slice(0, MAX_ROWS);
    const bars = rows.map(({ offices, inputs, overdue }) => ({
      label: officeNames(offices, names, 'or'),
      value: inputs.count,
      alarm: overdue.count,
      words: overdue.count === 0 ? `${inputs.count}` : `${inputs.count}, ${overdue.count} overdue`,
    }));
    return bars.length === 0 ? [] : [barChart(`${silenceWords[step]}. Inputs, by who could do it.`, bars, scale)];
  });
  return html`<h2>Who was not answered</h2>
    <p>
      Of every input, that is, everything that people said: has it been acknowledged, has it been answered, has its case
      been decided, and has anybody said what became of it? Where several offices may take the step, they stand
      together: any of them could have.
    </p>
    <p class="muted">The red part of a bar is past its deadline.</p>
    ${charts} ${folded(tables.silence)} ${replies[0]}
    <h3>Overdue for longest</h3>
    ${figures.overdue.length === 0 ? html`<p>No step is overdue.</p>` : show(tables.overdue)} ${replies[1]}
    ${folded(tables.deadlines)} ${replies[2]}`;
}

function waited(view: View): Markup {
  const { figures, names, folded } = view;
  const answers = figures.times.filter(({ step }) => step === 'answer');
  const all = answers.find(({ by }) => by === 'all');
  if (all === undefined || all.recorded.count === 0)
    return html`<h2>How long people waited</h2>
      <p>Nothing has been answered yet, so there is nothing to measure.</p>
      ${repliesTo(view, 'times')}`;
  const classes = (clock: 'said' | 'recorded'): Markup =>
    barChart(
      `${clock === 'said' ? 'By the dates that their authors gave' : 'By the times at which the record took them in'}: inputs, by how long the answer took (${all[clock].count} answered).`,
      all[clock].classes.map(({ fromDays, untilDays, count: value }) => ({
        label: className(fromDays, untilDays),
        value,
      })),
    );
  const strips = (by: 'office' | 'channel' | 'author' | 'category' | 'area' | 'language'): Markup =>
    stripChart(
      `Time until the answer, by ${{ office: 'office that answered', channel: 'channel', author: 'kind of author', category: 'topic', area: 'area', language: 'language' }[by]}, in brackets how many. The box is the middle half, the dark line the median; the thin line ends where the slowest tenth begins.`,
      answers.filter((row) => row.by === by).map((row) => ({ label: valueName(row, names), spread: row.said })),
    );
  const few = all.said.count < FEW ? html`<p>These are so few that a single one changes the picture.</p>` : NONE;
  return html`<h2>How long people waited</h2>
    <p>
      ${timesSentence(all)} No average stands here: one very slow answer would change it, and hide how the others fared.
    </p>
    ${few} ${classes('said')}
    <p class="muted">
      Two clocks are kept apart. What an author says when something happened can be before it was recorded, by hours or,
      where paper was brought in later, by months. Nobody checks that date; the time of recording is proved.
    </p>
    ${classes('recorded')} ${strips('office')} ${strips('channel')} ${strips('author')} ${strips('category')}
    ${strips('area')} ${strips('language')} ${folded(answersTable(figures, names))}`;
}

function timesSentence({ said, waiting }: Accountability['times'][number]): string {
  const still =
    waiting === null || waiting.count === 0
      ? ''
      : ` ${count(waiting.count, 'input waits', 'inputs wait')} still, and no time can tell of them yet.`;
  return `${waitedWords(said) ?? 'No answer is dated after what it answers'}.${still}`;
}

function className(fromDays: number, untilDays: number | null): string {
  if (untilDays === null) return 'a year or more';
  return fromDays === 0 ? 'less than a day' : `${fromDays} to ${untilDays} days`;
}

function became(view: View): Markup {
  const { figures, names, tables, show, folded } = view;
  const { inputs } = figures.totals;
  const bars = figures.outcomes
    .filter(({ by }) => by === 'all')
    .map(({ code, title, inputs: { count: value } }) => ({
      label: fateName(code, title),
      value,
      alarm: code === null ? value : 0,
      words: `${value} (${percent(value, inputs.count)})`,
    }));
  const crossings = (['office', 'process', 'channel', 'author', 'category', 'area', 'language'] as const).map((by) =>
    folded(crossTable(figures, names, by)),
  );
  return html`<h2>What became of what people said</h2>
    <p>
      The words are those of the authority: its rules say what can become of an input. Shares are of
      ${count(inputs.count, 'input', 'inputs')}; what nobody has accounted for is one of the shares.
    </p>
    ${bars.length === 0 ? html`<p>Nothing has been said yet.</p>` : barChart('Inputs, by what became of them.', bars)}
    ${bars.length === 0 ? NONE : crossings} ${repliesTo(view, 'outcomes')}
    ${figures.decisions.length === 0 ? NONE : show(tables.decisions)} ${repliesTo(view, 'decisions')}`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((part / whole) * 100)} %`;
}

function reasons(view: View): Markup {
  const { figures, tables, show } = view;
  const used = figures.reasons.filter(({ inputs }) => inputs.count > 1);
  const accounted = figures.reasons.reduce((sum, { inputs }) => sum + inputs.count, 0);
  const top = figures.reasons.slice(0, 4).reduce((sum, { inputs }) => sum + inputs.count, 0);
  if (accounted === 0)
    return html`<h2>The same reason, again and again</h2>
      <p>No reason has been given yet.</p>
      ${repliesTo(view, 'reasons')}`;
  return html`<h2>The same reason, again and again</h2>
    <p>
      ${count(accounted, 'input has', 'inputs have')} been accounted for with
      ${count(figures.reasons.length, 'reason', 'different reasons')};
      ${count(used.length, 'reason was', 'reasons were')} given to more than one. The four that were used most stand for
      ${percent(top, accounted)}. One reason for many can be right: where people ask the same, the same is the answer.
    </p>
    ${used.length === 0 ? NONE : show({ ...tables.reasons, rows: tables.reasons.rows.slice(0, used.length) })}
    ${repliesTo(view, 'reasons')}`;
}

function outOfView(view: View): Markup {
  const { figures, tables, show } = view;
  const { pending, withheld, erased } = figures.outOfView;
  return html`<h2>What was taken out of public view</h2>
    <p>
      ${count(withheld.count, 'text or file is', 'texts and files are')} taken out of view now,
      ${count(erased.count, 'was', 'were')} erased, ${count(pending.count, 'waits', 'wait')} to be looked at before
      becoming public. That something was said stays on record in each case, and who took its words away, on which
      ground.
    </p>
    ${figures.takedowns.length === 0 ? html`<p>Nothing was ever taken out.</p>` : show(tables.takedowns)}
    ${repliesTo(view, 'takedowns')} ${show(tables.outOfView)} ${repliesTo(view, 'outOfView')}`;
}

function promised(view: View): Markup {
  const { figures, tables, folded } = view;
  const replies = repliesTo(view, 'participation');
  if (figures.participation.length === 0 && replies.length === 0) return NONE;
  const bars = figures.participation
    .filter(({ decided }) => decided.count > 0)
    .map(({ title, version, promised: level, decided, signsDecided }) => ({
      label: `${plain(title)}, version ${version}: “${levelWords[level]}”`,
      value: decided.count,
      alarm: decided.count - signsDecided[level].count,
      words: `${signsDecided[level].count} of ${decided.count}`,
    }));
  return html`<h2>Promised, and what the record shows</h2>
    <p>
      The rules of each process promise how far people have a part. A record cannot show whether they really had it,
      only signs that something of the kind took place:
    </p>
    <ul>
      ${(Object.keys(signWords) as (keyof typeof signWords)[]).map(
        (level) => html`<li><strong>${levelWords[level]}</strong>: ${signWords[level]}.</li>`,
      )}
    </ul>
    ${bars.length === 0 ? NONE : barChart('Decided cases. The red part lacks the sign of what was promised.', bars)}
    ${folded(tables.participation)} ${replies}`;
}

function commitments(view: View): Markup {
  const { figures, tables, folded } = view;
  const replies = repliesTo(view, 'commitments');
  if (figures.commitments.length === 0 && replies.length === 0) return NONE;
  const states = (['overdue', 'open', 'kept-late', 'kept'] as const).map((state) => ({
    label: commitmentWords[state],
    value: figures.commitments
      .filter((row) => row.state === state)
      .reduce((sum, row) => sum + row.commitments.count, 0),
  }));
  const bars = states.map((bar, i) => ({ ...bar, alarm: i === 0 ? bar.value : 0 }));
  return html`<h2>Promises to do something</h2>
    <p>Offices commit themselves to do something until a day. Whether it was done is what they report themselves.</p>
    ${barChart('Promises, by how they stand.', bars)} ${folded(tables.commitments)} ${replies}`;
}

function aboutFigures(): Markup {
  return html`<h2>The right of reply</h2>
    <p>
      An office that sees a figure otherwise can say so where everybody finds it: it signs a reply to the figure, which
      stands beside it here, or a correction or an answer in the case. It cannot take a figure away. If you write about
      an office, ask it first: a figure shows what is on record, not why.
    </p>
    <h2>How to read these figures</h2>
    <ul>
      <li>
        They count what is on the record. What was done and not recorded is not in them, nor what was never sent in.
      </li>
      <li>
        An input is answered by the first later answer or decision in its case, or by whoever says what became of it,
        and why.
      </li>
      <li>Who took back what they said waits for nothing, and is not counted as unanswered.</li>
      <li>Deadlines follow from the published rules and calendar. Overdue means at the time of the newest entry.</li>
      <li>Where figures are small, one case can change them. Every number has its entries: look before you judge.</li>
      <li>
        Section 12.1 of the specification defines each figure, so that anybody can count again with a program of their
        own.
      </li>
    </ul>`;
}

function tableMarkup({ title, columns, rows }: Table, address: string): Markup {
  const isNumber = columns.map(({ isFigure }, i) => isFigure || rows.some((row) => typeof row[i] === 'number'));
  const name = (i: number): string => (isNumber[i] === true ? 'number' : 'words');
  const more = rows.length - MAX_ROWS;
  return html`<div class="scroll">
      <table role="table">
        <caption>
          ${title}
        </caption>
        <thead role="rowgroup">
          <tr role="row">
            ${columns.map((column, i) => html`<th role="columnheader" scope="col" class="${name(i)}">${column.title}</th>`)}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${rows.slice(0, MAX_ROWS).map(
            (row) =>
              html`<tr role="row">
                ${row.map(
                  (cell, i) =>
                    html`<td role="cell" class="${name(i)}" data-label="${columns[i]?.title ?? ''}">
                      <span>${cellMarkup(cell, address)}</span>
                    </td>`,
                )}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${more > 0 ? html`<p class="more">And ${count(more, 'row', 'rows')} more, which the CSV file has.</p>` : NONE}`;
}

function cellMarkup(cell: Cell, address: string): Markup {
  if (cell === null) return html`–`;
  if (typeof cell === 'number') return html`${cell.toLocaleString('en')}`;
  if (typeof cell === 'string') return html`${cell}`;
  if ('entries' in cell) return figureMarkup(cell, address);
  if ('entry' in cell) return entryLink(cell.entry, address);
  if ('time' in cell) return html`${timeWords(cell.time)}`;
  return html`${cell.ms === null ? '–' : spanWords(cell.ms)}`;
}

function figureMarkup({ count: number, entries }: Figure, address: string): Markup {
  if (number === 0) return html`<span class="number">0</span>`;
  const links = entries
    .slice(0, MAX_ENTRIES)
    .map((entry, i) => html`${i === 0 ? '' : ', '}${entryLink(entry, address)}`);
  const more = entries.length - MAX_ENTRIES;
  const rest = more > 0 ? html`, and ${more.toLocaleString('en')} more, which the JSON and CSV files have` : NONE;
  return html`<details>
    <summary>${number.toLocaleString('en')}</summary>
    <span class="entries">Entries ${links}${rest}</span>
  </details>`;
}
