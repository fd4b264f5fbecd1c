/** The language of the commands for officials, for the phrases that they share with the public pages. */
import { languageOf } from '@counterfoil/web-viewer/languages';

export const language = languageOf(undefined);
