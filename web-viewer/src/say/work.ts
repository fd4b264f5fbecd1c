/** The worker: takes a challenge, tells of each part, and gives the solution. */
import { sha256 } from '@noble/hashes/sha2.js';
import { formatSolution, parseChallenge, solve } from '../work.ts';
import type { Working } from './working.ts';

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const challenge = typeof data === 'string' ? parseChallenge(data) : undefined;
  if (challenge === undefined) throw new Error('This is no challenge.');
  tell({ solution: formatSolution(solve(challenge, sha256, (parts) => tell({ parts }))) });
});

function tell(working: Working): void {
  postMessage(working);
}
