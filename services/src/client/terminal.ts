/** The person in front of the screen: questions go to the terminal itself, so that standard input may carry a text. */
import { openSync } from 'node:fs';
import { isatty, ReadStream } from 'node:tty';

export interface Terminal {
  /** @param hidden nothing of what is typed is shown */
  ask(question: string, options?: { readonly hidden?: boolean }): Promise<string>;
}

const [ETX, EOT, BACKSPACE, NAK, DELETE] = ['\u0003', '\u0004', '\b', '\u0015', '\u007f'];

/** Undefined where nobody sits there: in scripts, and wherever what is said goes to a file. */
export function openTerminal(): Terminal | undefined {
  if (!isatty(2)) return undefined;
  const input = openInput();
  if (input === undefined) return undefined;
  return {
    ask: (question, { hidden = false } = {}) => askOn(input(), question, hidden),
  };
}

/** A stream made anew for each question: one that is left open would keep the program from ending. */
function openInput(): (() => ReadStream) | undefined {
  try {
    const path = process.platform === 'win32' ? '\\\\.\\CONIN$' : '/dev/tty';
    const probe = new ReadStream(openSync(path, 'r+'));
    probe.destroy();
    return () => new ReadStream(openSync(path, 'r+'));
  } catch {
    return undefined;
  }
}

/** Reads a line by single keys: the terminal's own line editor would show a passphrase. */
function askOn(input: ReadStream, question: string, hidden: boolean): Promise<string> {
  const { stderr } = process;
  // Raw before the question is there: whoever answers it at once is not shown what they type.
  input.setRawMode(true);
  input.setEncoding('utf8');
  stderr.write(question);
  return new Promise((resolve, reject) => {
    let typed: string[] = [];
    const end = (settle: () => void): void => {
      input.setRawMode(false);
      input.destroy();
      stderr.write('\n');
      settle();
    };
    const onKey = (key: string): boolean => {
      if (key === '\r' || key === '\n') end(() => resolve(typed.join('')));
      else if (key === ETX || (key === EOT && typed.length === 0)) end(() => reject(new Interrupted()));
      else if (key === BACKSPACE || key === DELETE) {
        if (typed.pop() !== undefined && !hidden) stderr.write('\b \b');
      } else if (key === NAK) {
        if (!hidden) stderr.write('\b \b'.repeat(typed.length));
        typed = [];
      } else if (key >= ' ') {
        typed.push(key);
        if (!hidden) stderr.write(key);
      } else return true;
      return key !== '\r' && key !== '\n' && key !== ETX;
    };
    input.on('data', (text: string) => {
      for (const key of text) if (!onKey(key)) return;
    });
    input.once('error', reject);
    input.resume();
  });
}

/** Ctrl-C at a question. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  constructor() {
    super('Stopped. Nothing was signed.');
  }
}
