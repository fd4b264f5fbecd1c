/** What the report says of texts that are not in public view, and of the grounds for that. */
import type { AuditResult, Ground } from '@counterfoil/ledger/audit';
import { sayCount } from '@counterfoil/ledger/audit/words';
import { count } from './sentence.ts';

const MAX_GROUNDS = 10;

/** One paragraph a line. None where every text is in public view, or where the rules were not replayed to the end. */
export function notInView(takenOut: AuditResult['tally']['takenOut']): string[] {
  if (takenOut === undefined) return [];
  const { pending, withheld, erased, grounds } = takenOut;
  if (pending + withheld + erased === 0) return [];
  const sums = [
    `Texts that wait to be looked at: ${sayCount(pending)}`,
    `taken out of view: ${sayCount(withheld)}`,
    `erased: ${sayCount(erased)}`,
  ];
  const rest = grounds.length - MAX_GROUNDS;
  return [
    sums.join('; '),
    ...grounds.slice(0, MAX_GROUNDS).map(groundLine),
    ...(rest > 0 ? [`… and ${count(rest, 'more ground', 'more grounds')}; --json lists them all.`] : []),
    'Nothing is wrong with that: for each of them a signed entry, or the rules of its process, say why. That they were said stays on record.',
  ];
}

function groundLine({ ground, registrars, title, withheld, erased, first }: Ground): string {
  const code = registrars ? `${ground ?? ''}, said by registrars` : ground;
  const name = ground === null ? 'Kept as long as the process says' : `${title ?? 'Ground'} (${code})`;
  const numbers = [
    ...(withheld === 0 ? [] : [`${sayCount(withheld)} taken out of view`]),
    ...(erased === 0 ? [] : [`${sayCount(erased)} erased`]),
  ];
  const all = withheld + erased === first.length ? '' : 'the first: ';
  return `${name}: ${numbers.join(', ')} (${all}${first.length === 1 ? 'entry' : 'entries'} ${listed(first)})`;
}

/** "21", "21 and 23", "21, 23 and 40" */
function listed(entries: readonly number[]): string {
  const [before, last] = [entries.slice(0, -1), String(entries.at(-1) ?? '')];
  return before.length === 0 ? last : `${before.join(', ')} and ${last}`;
}
