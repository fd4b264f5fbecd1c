/** A field of an entry as people read it: a label and lines. */
import { caseHref, entryHref } from '../addresses.ts';
import type { Language, PhraseId } from '../language.ts';
import type { Text } from '../text.ts';

/** The phrase that stands before the lines, and the name of the field. */
export type Label = Extract<PhraseId, `fact-${string}`>;

export interface Fact {
  readonly label: Label;
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

export function lineFact(label: Label, lines: readonly FactLine[]): Fact {
  return { label, lines };
}

export function fact(label: Label, text: string): Fact {
  return lineFact(label, [{ text }]);
}

/** Nothing where the field is absent. */
export function optional(label: Label, text: string | undefined): readonly Fact[] {
  return text === undefined ? [] : [fact(label, text)];
}

export function list(label: Label, texts: readonly string[]): Fact {
  return lineFact(
    label,
    texts.map((text) => ({ text })),
  );
}

export function code(label: Label, text: string): Fact {
  return lineFact(label, [{ text, isCode: true }]);
}

export function entryLine(language: Language, index: number): FactLine {
  return { text: language.phrase('named-entry', { entry: index }), href: entryHref(index) };
}

export function entryFact(language: Language, label: Label, index: number): Fact {
  return lineFact(label, [entryLine(language, index)]);
}

export function caseFact(language: Language, label: Label, id: number): Fact {
  return lineFact(label, [{ text: language.phrase('named-case', { case: id }), href: caseHref(id) }]);
}
