/** The first words of what somebody said, where a title tells it from the rest. */
import { headline } from '../text.ts';

const MAX_CHARS = 50;

export function quote(text: string): string {
  return headline({ status: 'there', text, lang: 'und', isCut: false }, MAX_CHARS);
}
