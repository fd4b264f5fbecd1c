/** What offices say to figures about themselves, beside these in the report. SPEC M103. */
import type { FigureName } from '@counterfoil/ledger/accountability/figure-names';
import type { ReplyRow } from '@counterfoil/ledger/accountability/replies';
import type { Report } from './accountability-page.ts';
import { processName, timeWords } from './accountability-words.ts';
import { entryLink } from './entry-link.ts';
import { plain } from './file-answer.ts';
import { html, type Markup } from './markup.ts';
import { count } from './sentence.ts';

type Replied = Pick<Report, 'figures' | 'names' | 'words' | 'address'>;

/** Of one figure; the CSV file has all. */
const MAX_REPLIES = 20;

/** The replies that stand; those that they take the place of are folded up behind them. */
export function repliesTo(report: Replied, name: FigureName): readonly Markup[] {
  const all = report.figures.replies.filter(({ figure }) => figure === name);
  const [shown, more] = [all.slice(0, MAX_REPLIES), all.length - MAX_REPLIES];
  const blocks = shown
    .filter(({ replacedBy }) => replacedBy === null)
    .map((reply) => {
      const earlier = shown.filter((one) => one !== reply && isSame(one, reply));
      return html`<div class="reply">
        ${replyMarkup(report, reply)}
        ${
          earlier.length === 0
            ? ''
            : html`<details>
                <summary>${count(earlier.length, 'earlier reply', 'earlier replies')} to the same</summary>
                ${earlier.map((one) => replyMarkup(report, one))}
              </details>`
        }
      </div>`;
    });
  return more > 0
    ? [...blocks, html`<p class="more">And ${count(more, 'reply', 'replies')} more, which the CSV file has.</p>`]
    : blocks;
}

function isSame(a: ReplyRow, b: ReplyRow): boolean {
  return a.office === b.office && a.process === b.process && a.from === b.from && a.until === b.until;
}

function replyMarkup({ names, words, address }: Replied, reply: ReplyRow): Markup {
  const said = words[reply.digest];
  return html`<p class="muted">
      <strong>${names.offices[reply.office] ?? reply.office}</strong> replied to this figure as it stood at entry
      ${entryLink(reply.size - 1, address)}${aboutWords(reply, names)}, on ${timeWords(reply.time)} (entry
      ${entryLink(reply.entry, address)}):
    </p>
    ${said === undefined ? html`<p>Its words are not in public view.</p>` : html`<blockquote>${plain(said)}</blockquote>`}`;
}

/** To what part of the figure it is a reply. */
function aboutWords({ process, from, until }: ReplyRow, names: Report['names']): string {
  const parts = [
    ...(process === null ? [] : [`for the process “${processName(process, names)}”`]),
    ...(from === null ? [] : [`from ${from}`]),
    ...(until === null ? [] : [`until ${until}`]),
  ];
  return parts.length === 0 ? '' : `, ${parts.join(' ')}`;
}
