/** From what somebody says to a statement that can be signed: texts become commitments, the common fields are filled in. */
import { hex } from './bytes.ts';
import { commitContent, type Content, type ContentRef } from './content.ts';
import type { Statement } from './statement.ts';
import { noncedKinds } from './statements/citizens.ts';

/** A text as a person writes it, in place of its commitment. */
export interface Words {
  readonly text: string;
  readonly lang: string;
}

type Worded<T> = T extends ContentRef
  ? Words
  : T extends readonly (infer Item)[]
    ? readonly Worded<Item>[]
    : T extends object
      ? { readonly [K in keyof T]: Worded<T[K]> }
      : T;

type Common = 'origin' | 'at' | 'seen';
type Uncommon<S> = S extends Statement
  ? Worded<Omit<S, Common | 'nonce'>> & Partial<Pick<S, ('at' | 'seen' | 'nonce') & keyof S>>
  : never;

/** A statement without what the client fills in; `at`, `seen` and `nonce` may be given. */
export type Said = Uncommon<Statement>;

export interface Composed {
  readonly statement: Statement;
  /** The texts that go along with it. */
  readonly contents: readonly Content[];
}

/**
 * @param newSalt gives 32 random bytes, new ones at every call.
 * @throws FormatError of `commitContent`. Whether the fields fit the kind is for `formatStatement` to say.
 */
export function compose(said: Said, common: Pick<Statement, Common>, newSalt: () => Uint8Array): Composed {
  const contents: Content[] = [];
  const commit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(commit);
    if (typeof value !== 'object' || value === null) return value;
    if (isWords(value)) {
      const content = { salt: newSalt(), text: value.text };
      contents.push(content);
      return commitContent(content, value.lang);
    }
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, commit(member)]));
  };
  const nonced = noncedKinds.has(said.kind) ? { nonce: hex(newSalt().subarray(0, 16)) } : {};
  return { statement: { ...common, ...nonced, ...(commit(said) as object) } as Statement, contents };
}

function isWords(value: object): value is Words {
  const { text, lang } = value as Partial<Record<string, unknown>>;
  return typeof text === 'string' && typeof lang === 'string' && Object.keys(value).length === 2;
}
