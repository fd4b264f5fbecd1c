/** Small words that several findings share. */

/** "entry 7", or "entries 7 to 9". */
export function entriesFrom(first: number, count: number): string {
  return count === 1 ? `entry ${first}` : `entries ${first} to ${first + count - 1}`;
}
