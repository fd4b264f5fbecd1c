/** What is said of a file that somebody kept and now has checked: why it cannot be read. */
import type { FormatError } from './error.ts';
import { say, type Sentence } from './say.ts';

type FileName = 'receipt' | 'complaint' | 'promise';

interface FileWords {
  readonly empty: Sentence;
  readonly damaged: Sentence;
  readonly cut: Sentence;
  readonly broken: Sentence;
  /** Of another form than such a file has. */
  readonly other: Sentence;
}

const fileWords: { readonly [N in FileName]: FileWords } = {
  receipt: {
    empty: say`This is not a receipt that can be read: the file is empty.`,
    damaged: say`This is not a receipt that can be read: the file is damaged, or is something else.`,
    cut: say`This is not a receipt that can be read: the file breaks off before its end, or is something else.`,
    broken: say`This is not a receipt that can be read: a part of it is damaged.`,
    other: say`This is not a receipt:`,
  },
  complaint: {
    empty: say`This is not a complaint that can be read: the file is empty.`,
    damaged: say`This is not a complaint that can be read: the file is damaged, or is something else.`,
    cut: say`This is not a complaint that can be read: the file breaks off before its end, or is something else.`,
    broken: say`This is not a complaint that can be read: a part of it is damaged.`,
    other: say`This is not a complaint:`,
  },
  promise: {
    empty: say`This is not a promise that can be read: the file is empty.`,
    damaged: say`This is not a promise that can be read: the file is damaged, or is something else.`,
    cut: say`This is not a promise that can be read: the file breaks off before its end, or is something else.`,
    broken: say`This is not a promise that can be read: a part of it is damaged.`,
    other: say`This is not a promise:`,
  },
};

/** One sentence, or two: a file that breaks off is told from one that never was what it is taken for. */
export function fileProblem(
  name: FileName,
  bytes: Uint8Array,
  { code, reason }: FormatError,
): readonly [Sentence, ...Sentence[]] {
  const words = fileWords[name];
  if (bytes.length === 0) return [words.empty];
  if (code === 'json-invalid' || code === 'utf8-invalid')
    return [bytes.at(-1) === CLOSING || bytes.at(-2) === CLOSING ? words.damaged : words.cut];
  return [code === `${name}-malformed` ? words.other : words.broken, reason];
}

/** `}`, perhaps with a newline after it. */
const CLOSING = 0x7d;
