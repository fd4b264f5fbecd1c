/** The page where a receipt is checked in the reader's own browser: it brings the script and the key that this record is signed with. */
import type { ViewerAssets } from '../assets.ts';
import type { Reading } from '../reading.ts';

export interface ReceiptCheckPage {
  /** Address of the script. */
  readonly script: string;
  readonly logKey: string;
}

export async function buildReceiptCheck(
  reading: Reading,
  assets: Pick<ViewerAssets, 'href'>,
): Promise<ReceiptCheckPage> {
  return { script: assets.href('check.js'), logKey: (await reading.record.info()).logKey };
}
