/**
 * Statements of a Polis conversation (`comments.csv` of a Polis export): the whole file is one consultation, which the oldest
 * statement opens. Who wrote a statement stays out: the identifier of an author would join up what one person said. The files say neither
 * where anybody is nor what place is meant.
 */
import { langField } from '@counterfoil/ledger/statements/fields';
import { CannotStart } from '../../client/command.ts';
import { isSourceId, slug, type Mapped, type Preset, type PresetOptions } from '../preset.ts';
import type { Cells } from '../table.ts';

const NEEDED = ['timestamp', 'comment-id', 'comment-body'];

export const polis: Preset = {
  name: 'polis',
  process: 'consultation',
  together: true,
  expects: `a header with the columns ${NEEDED.join(', ')}`,
  begin(columns, options) {
    if (!NEEDED.every((column) => columns.includes(column))) return undefined;
    const name = sourceName(options);
    const lang = options.lang === undefined ? undefined : parseLang(options.lang);
    return { dialect: 'comments', map: (cells) => mapRow(cells, name, lang) };
  },
};

function mapRow(cells: Cells, name: string, lang: string | undefined): Mapped {
  const id = (cells['comment-id'] ?? '').trim();
  if (!isSourceId(id)) return { refused: `"${id}" is not the number of a comment.` };
  const at = parseTimestamp((cells['timestamp'] ?? '').trim());
  if (at === undefined) return { refused: `"${cells['timestamp']}" is not a time in milliseconds since 1970.` };
  const text = cells['comment-body'] ?? '';
  if (text.trim() === '') return { refused: 'The comment has no text.' };
  return { input: { text, lang: lang ?? guessLang(text), channel: 'web', source: { name, id }, at } };
}

/** Between 2001 and 2286, which tells milliseconds from seconds. */
function parseTimestamp(text: string): string | undefined {
  return /^\d{12,13}$/.test(text) && Number(text) >= 1e12 ? new Date(Number(text)).toISOString() : undefined;
}

/** Han characters are taken for traditional Chinese, everything else for English: `--lang` says better. */
function guessLang(text: string): string {
  return /\p{Script=Han}/u.test(text) ? 'zh-Hant' : 'en';
}

/**
 * Comments are numbered within their conversation only, so the source is named after it. Polis itself calls every export
 * "comments.csv": under that name two conversations would pass for one.
 */
function sourceName({ fileName, source }: PresetOptions): string {
  const given = source ?? fileName.replace(/\.[^.]*$/, '').replace(/^polis[-_ ]*/i, '');
  const conversation = slug(given).slice(0, 58).replace(/-+$/, '');
  if (conversation === '' || (source === undefined && conversation === 'comments')) {
    throw new CannotStart(
      `The name of the file does not say which conversation it is. Name it with --source, for instance --source riverside-park.`,
    );
  }
  return `polis-${conversation}`;
}

function parseLang(lang: string): string {
  if (!langField.safeParse(lang).success)
    throw new CannotStart(`"${lang}" is not a language tag such as en or zh-Hant.`);
  return lang;
}
