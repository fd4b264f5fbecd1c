/** A code as it is typed, scanned, or pasted as a whole link. */
import { parseFollowCode, type FollowCode, type FollowCodeFault } from '@counterfoil/ledger/follow-code';

export type TypedFault = FollowCodeFault | 'empty';

export function parseTypedCode(typed: string): { readonly code: FollowCode } | { readonly fault: TypedFault } {
  const text = typed.slice(typed.lastIndexOf('#') + 1).trim();
  return text === '' ? { fault: 'empty' } : parseFollowCode(text);
}
