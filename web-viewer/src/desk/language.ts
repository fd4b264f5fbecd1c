/** The language of the page around the script, with those of its phrases that the page hands over. */
import { readScriptPhrases } from '../script-phrases.ts';

export const language = readScriptPhrases(document);
