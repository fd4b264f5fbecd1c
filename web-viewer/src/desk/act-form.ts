/** What every act of an official has in common as a form: fields that become fields of the statement. */
import type { OfferedKind } from './acts.ts';
import type { CaseView } from './case-reading.ts';
import type { Ledger } from './ledger.ts';
import type { Mandate, People } from './people.ts';

/** What a form is made of. */
export interface ActContext {
  readonly kind: OfferedKind;
  readonly ledger: Ledger;
  readonly people: People;
  readonly view: CaseView;
  /** The mandate acted under. */
  readonly own: Mandate;
  /** The language that the official writes in, as chosen by now. */
  readonly lang: () => string;
}

/** The statement's own fields: all but kind, case, mandates and what the desk fills in; a text stands as its words. */
export type ActFields = Readonly<Record<string, unknown>>;

export interface ActForm {
  readonly element: HTMLElement;
  /** Undefined when something is missing, which is shown then. */
  read(): ActFields | undefined;
}

export interface Words {
  readonly text: string;
  readonly lang: string;
}

/** Words in the language chosen; nothing where nothing was written. */
export function inLang(text: string, { lang }: ActContext): Words | undefined {
  return text.trim() === '' ? undefined : { text, lang: lang() };
}

/** Leaves out what was left empty: a field is absent, never undefined. */
export function withoutEmpty(fields: ActFields): ActFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));
}
