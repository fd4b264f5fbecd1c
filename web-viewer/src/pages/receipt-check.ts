/** The page where a receipt is checked in the reader's own browser: it brings the script and the key that this record is signed with. */
import { sentencesHref, type ViewerAssets } from '../assets.ts';
import type { Reading } from '../reading.ts';

export interface ReceiptCheckPage {
  /** Address of the script. */
  readonly script: string;
  /** Address of the sentences of the ledger's own code in the language of the page; empty where it is English. */
  readonly sentences: string;
  readonly logKey: string;
  readonly phrases: readonly string[];
}

export async function buildReceiptCheck(
  reading: Reading,
  assets: Pick<ViewerAssets, 'has' | 'href'>,
): Promise<ReceiptCheckPage> {
  const { logKey } = await reading.record.info();
  return {
    script: assets.href('check.js'),
    sentences: sentencesHref(assets, reading.language),
    logKey,
    phrases: ['check-'],
  };
}
