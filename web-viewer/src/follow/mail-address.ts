/** Whether a line can be an address to which mail goes: what RFC 5321 takes without quotes, so that nothing else gets into a letter's head. */
const ADDRESS =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$/;

/** @returns the address without spaces around it, or undefined. */
export function parseMailAddress(typed: string): string | undefined {
  const address = typed.trim();
  return address.length <= 254 && ADDRESS.test(address) ? address : undefined;
}
