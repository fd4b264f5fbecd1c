/** Blacks out passages of a text: what stays tells how long they were, and nothing else of them. */
import { CannotStart } from './command.ts';
import { shorten } from './layout.ts';

const BLACK = '█';

/** Each passage, wherever it stands, becomes as many blocks as it has characters; line breaks stay. @throws CannotStart */
export function blackOut(text: string, passages: readonly string[]): string {
  // Marked first, blacked out then: passages may overlap.
  const marked = new Set<number>();
  for (const passage of passages) {
    if (passage.trim() === '') throw new CannotStart('--black takes a passage of the text, and there is none.');
    let at = text.indexOf(passage);
    if (at < 0)
      throw new CannotStart(
        `The text does not have “${shorten(passage, 60)}”. Give the passage letter by letter as it stands there.`,
      );
    for (; at >= 0; at = text.indexOf(passage, at + 1))
      for (let unit = 0; unit < passage.length; unit++) marked.add(at + unit);
  }
  let [left, place] = ['', 0];
  for (const character of text) {
    left += marked.has(place) && character !== '\n' ? BLACK : character;
    place += character.length;
  }
  return left;
}
