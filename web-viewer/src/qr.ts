/** A QR code as the outline of its dark squares, so that a page can draw it without a script and print it sharp. ISO/IEC 18004. */
import { encodeQR } from 'qr';

export interface QrCode {
  /** Squares on each side, with the quiet zone of four around it that readers need. */
  readonly size: number;
  /** The `d` of an SVG path in a square of that size. */
  readonly path: string;
}

const QUIET = 4;

/** With error correction for 15 % of it: a crease or a stain does no harm. */
export function drawQr(text: string): QrCode {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET });
  return { size: rows.length, path: rows.map(drawRow).join('') };
}

/** Each run of dark squares is one rectangle. */
function drawRow(row: readonly boolean[], y: number): string {
  let path = '';
  for (let x = 0; x < row.length; x++) {
    if (row[x] !== true) continue;
    const start = x;
    while (row[x + 1] === true) x++;
    path += `M${start} ${y}h${x + 1 - start}v1H${start}z`;
  }
  return path;
}
