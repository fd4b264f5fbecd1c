/** Atom (RFC 4287), in pages (RFC 5005, section 3). Everything that comes in is text and goes out escaped. */
import { escapeMarkup } from '../escape.ts';

export interface AtomFeed {
  /** An address that never changes, whichever way the reader came. */
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  /** Of all its texts but those that say otherwise. */
  readonly lang: string;
  readonly author: string;
  readonly rights: string | undefined;
  /** UTC with milliseconds. */
  readonly updated: string;
  /** The page for people that shows the same. */
  readonly alternate: string;
  /** This page of it. */
  readonly self: string;
  readonly first: string;
  /** Undefined on its last page. */
  readonly next: string | undefined;
  readonly entries: readonly AtomEntry[];
}

export interface AtomEntry {
  readonly id: string;
  readonly href: string;
  readonly title: string;
  /** UTC with milliseconds. */
  readonly updated: string;
  readonly category: AtomCategory;
  /** Where it is, in a scheme of its own. */
  readonly area: (AtomCategory & { readonly scheme: string; readonly lang: string }) | undefined;
  /** Without `lang` in the language of the feed. */
  readonly summary: { readonly text: string; readonly lang?: string } | undefined;
}

interface AtomCategory {
  readonly term: string;
  readonly label: string;
}

export function formatAtom(feed: AtomFeed): string {
  const links = [
    link('self', feed.self, ATOM_TYPE),
    link('alternate', feed.alternate, 'text/html'),
    link('first', feed.first, ATOM_TYPE),
    ...(feed.next === undefined ? [] : [link('next', feed.next, ATOM_TYPE)]),
  ];
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escapeMarkup(feed.lang)}">`,
    element('id', feed.id),
    element('title', feed.title),
    element('subtitle', feed.subtitle),
    element('updated', feed.updated),
    `<author>${element('name', feed.author)}</author>`,
    ...(feed.rights === undefined ? [] : [element('rights', feed.rights)]),
    ...links,
    ...feed.entries.map(formatEntry),
    '</feed>\n',
  ].join('\n');
}

/** What Atom is served as, and what its links say. */
export const ATOM_TYPE = 'application/atom+xml';

function formatEntry({ id, href, title, updated, category, area, summary }: AtomEntry): string {
  return [
    '<entry>',
    element('id', id),
    element('title', title),
    element('published', updated),
    element('updated', updated),
    link('alternate', href, 'text/html'),
    `<category${attributes({ term: category.term, label: category.label })}/>`,
    ...(area === undefined
      ? []
      : [
          `<category${attributes({ scheme: area.scheme, term: area.term, label: area.label, 'xml:lang': area.lang })}/>`,
        ]),
    ...(summary === undefined
      ? []
      : [`<summary${attributes({ 'xml:lang': summary.lang })}>${escapeMarkup(summary.text)}</summary>`]),
    '</entry>',
  ].join('\n');
}

function element(name: string, text: string): string {
  return `<${name}>${escapeMarkup(text)}</${name}>`;
}

function link(rel: string, href: string, type: string): string {
  return `<link${attributes({ rel, type, href })}/>`;
}

function attributes(values: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escapeMarkup(value)}"`))
    .join('');
}
