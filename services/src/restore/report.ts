/** What became of a restore, in words for operators. */
import type { Restored } from './restore.ts';
import type { Unseen } from './unseen.ts';

/** Whether everything is there that was in public view. */
export function isWhole({ unseen }: Restored): boolean {
  return !unseen.some(isInView);
}

/** @param size entries that were published. */
export function report({ entries, texts, files, unseen }: Restored, size: number): string {
  if (entries === 0)
    return `Nothing is missing: the database holds all ${count(size, 'entry', 'entries')} that were published.\n`;
  const brought = [count(entries, 'entry', 'entries'), count(texts, 'text', 'texts'), count(files, 'file', 'files')];
  const lines = [
    `Brought back ${brought.slice(0, 2).join(', ')} and ${brought[2]}: the database holds all ${size.toLocaleString('en')} that were published.`,
  ];
  const erased = unseen.filter(({ state }) => state === 'erased').length;
  if (erased > 0)
    lines.push(
      '',
      `${count(erased, 'text or file was', 'texts or files were')} erased since, by entries that say why, and ${erased === 1 ? 'stays' : 'stay'} erased.`,
    );
  const hidden = unseen.filter((one) => one.state !== 'erased' && !isInView(one));
  if (hidden.length > 0)
    lines.push(
      '',
      `${count(hidden.length, 'text or file is', 'texts or files are')} not in public view, so no mirror has ${hidden.length === 1 ? 'it' : 'them'}: lost here, unless a newer backup has ${hidden.length === 1 ? 'it' : 'them'}.`,
      ...hidden.map((one) => line(one, one.state === 'pending' ? ', waited to be looked at' : ', withheld')),
    );
  const inView = unseen.filter(isInView);
  if (inView.length > 0)
    lines.push(
      '',
      `${count(inView.length, 'text or file is', 'texts or files are')} in public view, and this mirror lacks ${inView.length === 1 ? 'it' : 'them'}, or has something else under that name.`,
      'Put the backup back once more, and run this with a mirror that has everything:',
      ...inView.map((one) => line(one, '')),
    );
  lines.push(
    '',
    `What is on no record was not brought back: proposals that waited for signatures, addresses for notices.${inView.length === 0 ? ' Start the service now.' : ''}`,
  );
  return `${lines.join('\n')}\n`;
}

function isInView({ state }: Unseen): boolean {
  return state === 'public';
}

function line({ entry, what, digest }: Unseen, why: string): string {
  return `  entry ${entry}, ${what} ${digest}${why}`;
}

function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}
