import type { Register } from '@counterfoil/ledger/state';
import { formatCount } from './numbers.ts';

export const registersWords = {
  title: 'Registers',
  lead: 'What decisions rest on beside the law: algorithms, uses of data, and nudges. Each version is an entry of its own, and a decision names the version that it used, or signs that it used none.',
  registers: {
    algorithm: { title: 'Algorithms', empty: 'No algorithm is registered.' },
    'data-use': { title: 'Uses of data', empty: 'No use of data is registered.' },
    nudge: { title: 'Nudges and experiments', empty: 'No nudge is registered.' },
  } satisfies Record<Register, { title: string; empty: string }>,
  keptBy: 'Kept by',
  version: (version: number, time: string) => `Version ${version} of ${time}`,
  history: 'All versions',
  inForce: 'in force',
  moreVersions: 'Older versions are on record as well.',
  citations: (count: number) =>
    count === 0
      ? 'No decision says that it used this.'
      : `${formatCount(count, 'decision')} ${count === 1 ? 'says' : 'say'} that it used this:`,
  citation: (decision: number) => `entry ${decision}`,
  moreCitations: (count: number) => `and ${formatCount(count, 'other')}`,
  case: 'Case',
} as const;
