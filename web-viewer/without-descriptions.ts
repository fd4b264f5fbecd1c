/** What fields mean is said for descriptions of the interface and for JSON Schemas: of a script that a reader fetches it would be a tenth. */

const CALL = /(?<!function )\bdescribed\(/g;
const QUOTES = new Set(["'", '"', '`']);

/**
 * The source with `described(schema, about)` as `schema`.
 * @throws Error where a call of it does not look like one.
 */
export function withoutDescriptions(source: string): string {
  let kept = '';
  let from = 0;
  for (const { index, 0: call } of source.matchAll(CALL)) {
    // Within another one's description there is none; within its schema it has been dealt with.
    if (index < from) continue;
    const { comma, end } = readArguments(source, index + call.length);
    kept += source.slice(from, index) + withoutDescriptions(source.slice(index + call.length, comma));
    from = end + 1;
  }
  return kept + source.slice(from);
}

/** Where the first argument ends, and where the call does. */
function readArguments(source: string, start: number): { readonly comma: number; readonly end: number } {
  let comma: number | undefined;
  let depth = 0;
  for (let at = start; at < source.length; at++) {
    const character = source.charAt(at);
    if (QUOTES.has(character)) at = endOfText(source, at);
    else if (character === '/') at = endOfSlash(source, at);
    else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character) && depth-- === 0) {
      if (comma !== undefined) return { comma, end: at };
      break;
    } else if (character === ',' && depth === 0) comma ??= at;
  }
  throw new Error(`Nothing is described here: ${source.slice(start, start + 60)}`);
}

function endOfText(source: string, start: number): number {
  let at = start + 1;
  while (at < source.length && source[at] !== source[start]) at += source[at] === '\\' ? 2 : 1;
  return at;
}

/** Of a comment, or of a regular expression, which stands where a value can begin; of a division nothing is passed over. */
function endOfSlash(source: string, start: number): number {
  const [comment] = /^\/\/.*|^\/\*[^]*?\*\//.exec(source.slice(start)) ?? [];
  if (comment !== undefined) return start + comment.length - 1;
  if (!/[(,=:[!&|?{};]\s*$/.test(source.slice(0, start))) return start;
  const [expression = '/'] = /^\/(?:[^\\/[\n]|\\.|\[(?:[^\\\]\n]|\\.)*\])+\//.exec(source.slice(start)) ?? [];
  return start + expression.length - 1;
}
