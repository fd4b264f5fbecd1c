/** How large a picture may be once it is unpacked, which happens in front of whoever looks at it: a small file can hold more than any memory. */
import { say } from '@counterfoil/ledger/say';
import { Problem } from '../problem.ts';

/** What telephones make with all their points, and some more. */
const MAX_POINTS = 250_000_000;

/** @throws Problem `file-malformed` where there are none, or too many. */
export function requirePoints(width: number, height: number): void {
  if (width === 0 || height === 0) throw new Problem('file-malformed', say`The picture has no size.`);
  if (width * height > MAX_POINTS)
    throw new Problem(
      'file-malformed',
      say`The picture is ${{ count: width }} points wide and ${{ count: height }} high, which is more than can be shown. Make it smaller and send that.`,
    );
}
