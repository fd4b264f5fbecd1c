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

/** "12,345", of a whole number. Without the platform's own tables, whose first use takes as long as checking a receipt. */
export function sayCount(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

/** "3 May 2026" */
export function sayDate(time: string): string {
  return `${Number(time.slice(8, 10))} ${MONTHS[Number(time.slice(5, 7)) - 1] ?? ''} ${time.slice(0, 4)}`;
}

/** "3 May 2026, 14:05 UTC" @param time RFC 3339, in UTC. */
export function sayTime(time: string): string {
  return `${sayDate(time)}, ${time.slice(11, 16)} UTC`;
}

/** "2026-03-02 09:30:00 UTC" @param time RFC 3339, in UTC. */
export function fileTime(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;
}

/** RFC 3339, in UTC. */
export const TIME = /^\d{4}-(?:0[1-9]|1[0-2])-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
