/** Where something is, in words or as an address: content like any text, and short. SPEC M100. */
export const MAX_PLACE_CHARACTERS = 300;
/** So many characters, in UTF-8. */
export const MAX_PLACE_BYTES = 1200;

/** One line: neither control characters nor separators of lines or paragraphs. */
const ONE_LINE = /^[^\p{Cc}\p{Zl}\p{Zp}]+$/u;

/** Whether a text can say where something is. Characters are counted as code points. */
export function isPlace(text: string): boolean {
  return (
    text.isWellFormed() &&
    text.trim() === text &&
    ONE_LINE.test(text) &&
    Array.from(text).length <= MAX_PLACE_CHARACTERS
  );
}
