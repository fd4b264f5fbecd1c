/** A link to the page of an entry, where the record was read from a server; on a folder or a bucket there is none. */
import { html, type Markup } from './markup.ts';

export function entryLink(entry: number, address: string): Markup {
  if (!/^https?:\/\//i.test(address)) return html`${entry}`;
  return html`<a href="${address.replace(/\/*$/, '')}/entries/${entry}" rel="noreferrer">${entry}</a>`;
}
