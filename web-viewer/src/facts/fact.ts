/** A field of an entry as people read it: a label and lines. */
import { caseHref, entryHref } from '../addresses.ts';
import type { Text } from '../text.ts';
import { factWords } from '../words/facts.ts';

export interface Fact {
  readonly label: string;
  readonly lines: readonly FactLine[];
}

export interface FactLine {
  readonly text?: string;
  readonly href?: string;
  /** Somebody's own words, which can be long. */
  readonly words?: Text;
  /** A name: somebody's own words, on the same line. */
  readonly name?: Text;
  /** To be set as code: keys and the like. */
  readonly isCode?: boolean;
}

export function fact(label: string, text: string): Fact {
  return { label, lines: [{ text }] };
}

/** Nothing where the field is absent. */
export function optional(label: string, text: string | undefined): readonly Fact[] {
  return text === undefined ? [] : [fact(label, text)];
}

export function list(label: string, texts: readonly string[]): Fact {
  return { label, lines: texts.map((text) => ({ text })) };
}

export function code(label: string, text: string): Fact {
  return { label, lines: [{ text, isCode: true }] };
}

export function entryLine(index: number): FactLine {
  return { text: factWords.entry(index), href: entryHref(index) };
}

export function entryFact(label: string, index: number): Fact {
  return { label, lines: [entryLine(index)] };
}

export function caseFact(label: string, id: number): Fact {
  return { label, lines: [{ text: factWords.case(id), href: caseHref(id) }] };
}
