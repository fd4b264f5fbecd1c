/** A number or a fingerprint typed where words are: it leads straight to what it names. */
import { entryHref } from './addresses.ts';
import { findCase } from './pages/cases.ts';
import type { PromiseLookup } from './pages/promise.ts';
import { indexSchema, latinDigits } from './parameters.ts';
import type { Reading } from './reading.ts';

/** `href` undefined where there is nothing of that name. */
export type SearchReference =
  | { readonly kind: 'number'; readonly number: string; readonly href: string | undefined }
  | { readonly kind: 'digest'; readonly href: string | undefined };

const DIGEST = /^[0-9a-f]{64}$/i;
const NUMBER = /^([^0-9#]*)#?\s*([0-9]{1,15})$/;
/** What can stand before a number, in the language of the page. */
const kinds = ['case', 'entry', 'receipt'] as const;

/** Undefined for what is neither. */
export async function resolveReference(
  reading: Reading,
  promiseState: PromiseLookup,
  typed: string,
): Promise<SearchReference | undefined> {
  if (DIGEST.test(typed)) return { kind: 'digest', href: await digestHref(reading, promiseState, typed.toLowerCase()) };
  const [, before = '', number] = NUMBER.exec(latinDigits(typed)) ?? [];
  const kind = kinds.find((one) => isSame(before.trim(), reading.language.phrase(`search-kind-${one}`)));
  if (number === undefined || (before.trim() !== '' && kind === undefined)) return undefined;
  return { kind: 'number', number, href: await numberHref(reading, kind, number) };
}

function isSame(typed: string, word: string): boolean {
  return typed.toLowerCase() === word.toLowerCase();
}

async function numberHref(
  reading: Reading,
  kind: (typeof kinds)[number] | undefined,
  number: string,
): Promise<string | undefined> {
  const index = indexSchema.safeParse(number);
  if (!index.success || (await reading.entry(index.data)) === undefined) return undefined;
  if (kind === 'receipt') return `/receipts/${index.data}`;
  if (kind === 'entry') return entryHref(index.data);
  const found = await findCase(reading, number);
  return 'href' in found ? found.href : entryHref(index.data);
}

async function digestHref(reading: Reading, promiseState: PromiseLookup, digest: string): Promise<string | undefined> {
  const content = await reading.state('content', digest);
  if (content !== undefined && (await reading.entry(content.entry)) !== undefined) return entryHref(content.entry);
  return (await promiseState(digest)) === undefined ? undefined : `/promises/${digest}`;
}
