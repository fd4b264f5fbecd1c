/** HTML put together so that every string in it is escaped: what comes from a record can be nothing but text. */

export class Markup {
  readonly text: string;
  /** @param text HTML already. */
  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Markup | readonly Markup[];

export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  // The indents are those of the source, not of the page.
  const own = parts.map((part) => part.replaceAll(/\n\s+/g, '\n'));
  return new Markup(own.map((part, i) => `${part}${i < values.length ? textOf(values[i] ?? '') : ''}`).join(''));
}

function textOf(value: Value): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('');
  return escapeHtml(String(value));
}

const escapes: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? '');
}
