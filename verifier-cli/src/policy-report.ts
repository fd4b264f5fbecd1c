/** Whether others see the same record, in words: what witnesses have cosigned, who is missing, and what it means that nobody was asked. */
import type { Held } from '@counterfoil/ledger/audit';
import { sayTime } from '@counterfoil/ledger/audit/words';
import type { WitnessJudgement } from '@counterfoil/ledger/policy';

const NOBODY =
  'Nobody but the ledger itself vouches that others see the same record. Ask whoever you trust to keep an eye on it (a newspaper, a university) whether they run a witness, and give a policy that names it: --policy <file>.';

export function vouchedFor({ vouchers }: Held): string[] {
  const { witnesses, unknownLines, postQuantum } = vouchers;
  const lines =
    witnesses === undefined
      ? [unknownLines === 0 ? NOBODY : `${signatures(unknownLines)} ${NOBODY}`]
      : witnessLines(witnesses);
  if (postQuantum === 'verified')
    lines.push('It also bears a signature of the log that computers to come will not be able to forge.');
  return lines;
}

/** One that begins with two spaces belongs to the one above it. */
export function witnessLines({ reached, cosigned, missing }: WitnessJudgement): string[] {
  const lines: string[] = [];
  if (cosigned.length === 0)
    lines.push(
      reached
        ? 'Your policy asks for no witness, and none of it has cosigned.'
        : 'No witness of your policy has cosigned this checkpoint.',
    );
  else if (reached) lines.push('Enough of the witnesses you named have cosigned this checkpoint:');
  else lines.push('Of the witnesses you named, too few have cosigned this checkpoint:');
  for (const { name, timestamp } of cosigned) lines.push(`  ${name}, ${timeOf(timestamp)}`);
  if (missing.length > 0) lines.push(`Not there: ${missing.join(', ')}.`);
  return lines;
}

function signatures(count: number): string {
  return count === 1
    ? 'The checkpoint bears one signature by a key that you did not name; it was not checked.'
    : `The checkpoint bears ${count} signatures by keys that you did not name; they were not checked.`;
}

/** Times of later years are written otherwise. */
const LAST_YEAR = 9999;

/** In words, to the minute. Timestamps go further than dates do. */
function timeOf(seconds: number): string {
  const date = new Date(seconds * 1000);
  if (!(date.getUTCFullYear() <= LAST_YEAR)) return 'at a time that is none';
  return sayTime(date.toISOString());
}
