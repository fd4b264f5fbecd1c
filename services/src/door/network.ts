/** Which network an address belongs to: what one household, office or attacker has at hand counts as one. */
import { isIPv4, isIPv6 } from 'node:net';

/** One for all that is no address, such as what a proxy passed on unread. */
const UNKNOWN = 'unknown';

/** An IPv4 address by itself, an IPv6 address by its first 64 bits: the rest belongs to whoever has the network (RFC 6177). */
export function networkOf(address: string | undefined): string {
  if (address === undefined) return UNKNOWN;
  if (isIPv4(address)) return address;
  const [bare = ''] = address.split('%');
  if (!isIPv6(bare)) return UNKNOWN;
  const groups = groupsOf(bare);
  // IPv4 in the clothes of IPv6, as a socket that takes both shows it (RFC 4291 section 2.5.5.2).
  if (groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff') return groups.slice(6).flatMap(bytesOf).join('.');
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** The eight groups, without leading zeros, in lower case. */
function groupsOf(address: string): string[] {
  // The URL standard has one way to write each address (RFC 5952).
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  return [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
}

function bytesOf(group: string): number[] {
  const value = Number.parseInt(group, 16);
  return [value >> 8, value & 0xff];
}
