/** What stands in an element or an attribute, of XML and of HTML alike. */

/** XML 1.0, section 2.2: what stands for no character there, escaped or not. */
const NO_CHARACTER = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A reader would make a plain newline of it, and spaces of all three within an attribute.
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/** What XML cannot hold is U+FFFD. */
export function escapeMarkup(text: string): string {
  return text.replace(NO_CHARACTER, '\ufffd').replace(/[&<>"\r\n\t]/g, (char) => ESCAPES[char] ?? char);
}
