/** `12,345`: the one way numbers are written here, whatever language the machine has. */
export function formatNumber(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+(?!\d))/g, ',');
}

/** `1 input`, `2 inputs`. */
export function formatCount(number: number, one: string, many = `${one}s`): string {
  return `${formatNumber(number)} ${number === 1 ? one : many}`;
}

/** `A`, `A or B`, `A, B or C`. */
export function formatList(items: readonly string[], word: 'or' | 'and'): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1) ?? ''}`;
}
