/**
 * Styles that know left and right, turned into styles that know where a line begins and ends (CSS Logical Properties): with
 * those a page in Arabic is laid out from the right. From left to right they look the same. What turns or points, such as a
 * tick or an arrow, is left as it is.
 */

const SIDES: Readonly<Record<string, string>> = { left: 'start', right: 'end' };

/** @param css compressed: nothing stands between a declaration and the sign before it */
export function toLogicalStyles(css: string): string {
  return css
    .replace(
      /(?<=[;{])(margin|padding|border)-(left|right)(?=[:-])/g,
      (_, box: string, side: string) => `${box}-inline-${SIDES[side]}`,
    )
    .replace(/(?<=[;{])(left|right)(?=:)/g, (side) => `inset-inline-${SIDES[side]}`)
    .replace(
      /(?<=[;{])(text-align|float):(left|right)(?=[;}! ])/g,
      (_, name: string, side: string) => `${name}:${name === 'float' ? 'inline-' : ''}${SIDES[side]}`,
    )
    .replace(
      /(?<=[;{])(margin|padding):([^\s;}(]+) ([^\s;}(]+) ([^\s;}(]+) ([^\s;}(]+)(?=[;}])/g,
      '$1-block:$2 $4;$1-inline:$5 $3',
    );
}
