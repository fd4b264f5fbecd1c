/** The frame of the signing desk: the one page that runs a script, because a key that never leaves its owner signs in it. */
import type { ViewerAssets } from '../assets.ts';

export interface DeskPage {
  /** Address of the script. */
  readonly script: string;
}

export function buildDesk(assets: Pick<ViewerAssets, 'href'>): DeskPage {
  return { script: assets.href('desk.js') };
}
