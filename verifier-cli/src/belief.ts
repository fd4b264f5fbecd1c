/** Whom one has to believe in the end: where the log key comes from, and what it means that nothing but the ledger's own word was there. */
import type { AuditResult, Held } from '@counterfoil/ledger/audit';
import { called } from './called-as.ts';

/** Who gave the log key, if anybody did. */
export type KeyGiver = 'option' | 'policy';

/**
 * - `option`, `policy`: the reader, by `--key` or by naming it in the policy;
 * - `followed`: an entry that the key of the reader has signed, which put this one in its place;
 * - `earlier-visit`: this computer has seen the ledger under this key, or one that handed over to it;
 * - `ledger`: nobody but the place that was checked.
 */
export type KeyTrust = KeyGiver | 'followed' | 'earlier-visit' | 'ledger';

export function keyTrust({ keyFrom, reproduced }: Held, giver: KeyGiver | undefined): KeyTrust {
  if (keyFrom === 'followed') return 'followed';
  if (keyFrom === 'given') return giver ?? 'option';
  return reproduced > 0 ? 'earlier-visit' : 'ledger';
}

/** What the verdict begins with: ", if …", or nothing. */
export function condition({ keyFrom, reproduced }: Held): string {
  if (keyFrom !== 'ledger.json') return '';
  return reproduced > 0
    ? ', if the log key that this computer knows from its first visit is genuine'
    : ', if the log key that the ledger itself names is genuine';
}

/** Paragraphs; one that begins with two spaces is something to be copied. */
export function belief(held: Held, address: string, giver: KeyGiver | undefined): readonly string[] {
  const giveIt = giveKey(`${called('verify')} ${address} --key '<key>'`);
  switch (keyTrust(held, giver)) {
    case 'option':
      return ['Nobody who runs it: you gave the log key, and the record is signed with it.'];
    case 'policy':
      return ['Nobody who runs it: your policy names the log key, and the record is signed with it.'];
    case 'followed':
      return [
        'Nobody who runs it: the log key you gave has signed for the one that took its place, and the record is signed with that. From now on give the new one:',
        `  ${held.key}`,
      ];
    case 'earlier-visit':
      return [
        'Whoever answered at your first visit: the record is signed with the log key that this computer saw then, which the ledger itself had named. Compare it with one you got elsewhere:',
        `  ${held.key}`,
        ...giveIt,
      ];
    case 'ledger':
      return [
        ...(held.extendsRemembered ? (hasWitnesses(held) ? [] : [ONLY_ITS_OWN_WORD]) : [NOT_VOUCHED_BY_MEMORY]),
        'The log key was taken from the very place that was checked (its ledger.json). Compare it with one you got elsewhere:',
        `  ${held.key}`,
        ...giveIt,
      ];
  }
}

/** How to go on from a key that its own place named: that one is never to be given back to the check. */
export function giveKey(typed: string): readonly string[] {
  return [
    'Then give the one you got elsewhere:',
    `  ${typed}`,
    'A key names whose record it is, and no more: that others see the same record it does not show.',
  ];
}

/** Where the key itself is what is wrong, nobody can say whose word the record rests on. */
const OF_KEYS = ['key-differs', 'key-changed', 'key-not-in-force', 'opening-differs'] as const;

/** Instead of `belief`, or undefined. */
export function doubtedKey({ codes }: Pick<AuditResult, 'codes'>, address: string): readonly string[] | undefined {
  if (!OF_KEYS.some((code) => codes.has(code))) return undefined;
  return [
    'Nobody yet: the record is not signed with the key that it should be signed with by what you gave, by what this computer saw before, or by the record itself (see what is wrong). Find out elsewhere than at this place which key is the right one.',
    ...giveKey(`${called('verify')} ${address} --key '<key>'`),
  ];
}

const NOT_VOUCHED_BY_MEMORY =
  'Take care: what this computer knows from an earlier visit does not vouch for this record.';

const ONLY_ITS_OWN_WORD =
  'Take care: all of this rests on the word of the place itself. No key was given, no witness vouched, and nothing is known from an earlier visit: whoever runs that place could have made up a whole record, and it would look like this.';

function hasWitnesses({ vouchers: { witnesses } }: Held): boolean {
  return witnesses?.reached === true && witnesses.cosigned.length > 0;
}
