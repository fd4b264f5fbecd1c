/** The story of a case for a terminal: what happened, what became of what was said, who owes what, what is not in view. */
import type { CaseFound, Step } from '@counterfoil/ledger/audit/case-follower';
import { contentPath, MAX_FILE_BYTES, SourceError, type Source } from '@counterfoil/ledger/audit/source';
import { checkContent, parseContent, type ContentRef } from '@counterfoil/ledger/content';
import { FormatError } from '@counterfoil/ledger/error';
import { contentRefs, fileRefs, isPlaceOf } from '@counterfoil/ledger/statement';
import { openObligations } from './case-steps.ts';
import { officeTitle, stepSentence, titleIn } from './case-words.ts';
import { plain } from './file-answer.ts';
import { stepNames, wrap } from './report.ts';
import { count, formatTime } from './sentence.ts';
import { bold, type Style } from './style.ts';

/** Of one text; the record has the rest. */
const MAX_TEXT_LINES = 12;

/** Every text is held to its commitment again, as it is read. @param now recording time of the newest entry. */
export async function formatStory(found: CaseFound, source: Source, now: string, style: Style): Promise<string> {
  const { id, of, rules } = found;
  const inputs = count(of.inputs, 'thing said', 'things said');
  const supporters = of.supporters === 0 ? '' : `, ${count(of.supporters, 'supporter', 'supporters')}`;
  const head = [
    bold(style, wrap(`Case ${id}: ${plain(rules.title)}`, style.columns)),
    wrap(
      `${standing(found)} ${inputs}${supporters}. Rules: ${of.process}, version ${of.version}, entry ${rules.entry}.`,
      style.columns,
      '  ',
    ),
  ];
  const steps = await Promise.all(found.steps.map((step) => formatStep(step, found, source, style)));
  const section = (heading: string, lines: readonly string[]): string =>
    [bold(style, heading), ...lines.map((line) => wrap(plain(line), style.columns, '  '))].join('\n');
  const blocks = [
    head.join('\n'),
    `${bold(style, 'What happened')}\n${steps.join('\n')}`,
    section('What became of what people said', becameLines(found)),
    section('Who owes what', owedLines(found, now)),
    section('What is not in public view', hiddenLines(found)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function standing({ of, rules }: CaseFound): string {
  if (of.merged !== null)
    return `Merged into case ${of.merged.into} on ${formatTime(of.merged.time)}: it goes on there.`;
  if (of.decided === null) return 'Not decided.';
  const outcome = plain(titleIn(rules.outcomes, of.decided.outcome));
  const again = of.reopened === null ? '' : ` An appeal was upheld by entry ${of.reopened}.`;
  return `Decided on ${formatTime(of.decided.time)}: ${outcome}.${again}`;
}

async function formatStep(step: Step, found: CaseFound, source: Source, style: Style): Promise<string> {
  const { index, time, statement } = step;
  const { state, rules } = found;
  const lines = [
    bold(style, `  ${formatTime(time)}, entry ${index}`),
    wrap(`${plain(stepSentence(statement, state, rules))}.`, style.columns, '    '),
  ];
  const corrected = state.all('act').get(String(index))?.correctedBy ?? null;
  if (corrected !== null) lines.push(wrap(`It was corrected by entry ${corrected}.`, style.columns, '    '));
  for (const ref of contentRefs(statement)) {
    const text = await readPublicText(ref, found, source);
    const what = isPlaceOf(statement, ref.digest) ? 'Where it is: ' : '';
    if (text !== undefined) lines.push(...quoted(what + text, style));
    else lines.push(wrap(`[${whyHidden(ref.digest, found)}]`, style.columns, '      '));
  }
  const files = fileRefs(statement);
  if (files.length > 0) lines.push(`      [${count(files.length, 'file', 'files')}]`);
  return lines.join('\n');
}

/** Undefined where it is not for everybody to read: a copy can still have what was taken out of view. */
export async function readPublicText(ref: ContentRef, found: CaseFound, source: Source): Promise<string | undefined> {
  return found.state.all('content').get(ref.digest)?.state === 'public' ? readText(ref, source) : undefined;
}

/** Undefined where it is not there, or is not the one that was signed. */
export async function readText(ref: ContentRef, source: Source): Promise<string | undefined> {
  try {
    const bytes = await source.read(contentPath(ref.digest), MAX_FILE_BYTES.content);
    const content = bytes === undefined ? undefined : parseContent(bytes);
    return content !== undefined && checkContent(ref, content) ? content.text : undefined;
  } catch (error) {
    if (error instanceof FormatError || error instanceof SourceError) return undefined;
    throw error;
  }
}

function quoted(text: string, { columns }: Style): readonly string[] {
  const lines = text.split(/\r\n|[\n\r]/).flatMap((line) => wrap(plain(line.trim()), columns, '      | ').split('\n'));
  const rest = lines.length - MAX_TEXT_LINES;
  return rest <= 0 ? lines : [...lines.slice(0, MAX_TEXT_LINES), `      … and ${count(rest, 'line', 'lines')} more.`];
}

const hiddenWords = {
  public: 'A text that is not here.',
  pending: 'A text that waits to be looked at.',
  withheld: 'A text that was taken out of view',
  erased: 'A text that was erased',
} as const;

function whyHidden(digest: string, { state, rules }: CaseFound): string {
  const content = state.all('content').get(digest);
  if (content === undefined) return hiddenWords.public;
  const words = hiddenWords[content.state];
  if (content.by === null || words.endsWith('.')) return words;
  const ground = content.ground === null ? '' : `: ${plain(titleIn(rules.grounds, content.ground))}`;
  return `${words} by entry ${content.by}${ground}.`;
}

/** Of each input that the case got: what was said to have become of it, where, or that nobody has said. */
function becameLines({ steps, state, rules }: CaseFound): readonly string[] {
  const inputs = steps.filter(({ statement }) => statement.kind === 'input-received');
  const lines = inputs.map(({ index }) => {
    const disposition = state.all('input').get(String(index))?.disposition ?? null;
    if (disposition === null) return `Entry ${index}: nobody has said.`;
    return `Entry ${index}: ${titleIn(rules.dispositions, disposition.code)}, by entry ${disposition.entry}.`;
  });
  return lines.length === 0 ? ['Nothing was said in this case.'] : lines;
}

function owedLines(found: CaseFound, now: string): readonly string[] {
  const owed = openObligations(found, now);
  if (owed.length === 0)
    return [
      found.of.owed
        ? 'Nothing is owed.'
        : 'Nothing: it was copied from a data set, whose authors were promised nothing.',
    ];
  return owed.map(({ kind, entry, offices, due, overdue }) => {
    const who =
      offices.length === 0
        ? 'The people who were heard'
        : offices.map((one) => officeTitle(one, found.state)).join(' or ');
    const to = entry === null ? '' : ` (entry ${entry})`;
    const until = due === null ? 'no date' : `${overdue ? 'OVERDUE since' : 'due before'} ${formatTime(due)}`;
    return `${who}: ${stepNames[kind]}${to}, ${until}.`;
  });
}

function hiddenLines(found: CaseFound): readonly string[] {
  const hidden = [...found.state.all('content')].filter(
    ([, { case: of, state }]) => of === found.id && state !== 'public',
  );
  if (hidden.length === 0) return ['Nothing: every text and file of this case is public.'];
  return hidden.map(([digest, { entry }]) => `Entry ${entry}: ${whyHidden(digest, found)}`);
}
