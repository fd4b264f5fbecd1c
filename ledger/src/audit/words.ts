/** How findings put things into words. */

/** Control characters, and those that change how others are shown: with them a record could write over its own verdict. */
const NOT_PLAIN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
/** Longer than any sentence of our own. */
const MAX_CHARACTERS = 600;

/** Words that may come from the record, safe to show on a terminal. */
export function plainText(text: string): string {
  const plain = text.toWellFormed().replaceAll(NOT_PLAIN, '\ufffd');
  return plain.length <= MAX_CHARACTERS ? plain : `${plain.slice(0, MAX_CHARACTERS).toWellFormed()}…`;
}

/** "entry 7", or "entries 7 to 9". */
export function entriesFrom(first: number, count: number): string {
  return count === 1 ? `entry ${first}` : `entries ${first} to ${first + count - 1}`;
}
