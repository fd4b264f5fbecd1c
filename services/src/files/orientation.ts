/** The turn that a picture is shown in, which is all that is kept of Exif (CIPA DC-008, a TIFF directory). SPEC M60. */

const ORIENTATION_TAG = 0x0112;
const TYPE_SHORT = 3;
const [HEADER_BYTES, FIELD_BYTES] = [8, 12];
const AS_IT_IS = 1;
const MOST = 8;

/** 2 to 8 where the picture is to be turned or mirrored; undefined where it is not, or where that cannot be read. */
export function readOrientation(tiff: Uint8Array): number | undefined {
  if (tiff.length < HEADER_BYTES) return undefined;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const order = view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return undefined;
  const isLittle = order === 0x4949;
  const directory = view.getUint32(4, isLittle);
  if (view.getUint16(2, isLittle) !== 42 || directory + 2 > tiff.length) return undefined;
  const fields = view.getUint16(directory, isLittle);
  for (let i = 0; i < fields; i++) {
    const at = directory + 2 + i * FIELD_BYTES;
    if (at + FIELD_BYTES > tiff.length) return undefined;
    if (view.getUint16(at, isLittle) !== ORIENTATION_TAG) continue;
    const value = view.getUint16(at + 8, isLittle);
    return view.getUint16(at + 2, isLittle) === TYPE_SHORT && value > AS_IT_IS && value <= MOST ? value : undefined;
  }
  return undefined;
}

/** A directory that says this and nothing else. */
export function formatOrientation(orientation: number): Uint8Array {
  const tiff = new Uint8Array(26);
  const view = new DataView(tiff.buffer);
  view.setUint16(0, 0x4d4d);
  view.setUint16(2, 42);
  view.setUint32(4, HEADER_BYTES);
  view.setUint16(8, 1);
  view.setUint16(10, ORIENTATION_TAG);
  view.setUint16(12, TYPE_SHORT);
  view.setUint32(14, 1);
  view.setUint16(18, orientation);
  return tiff;
}
