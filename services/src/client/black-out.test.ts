import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blackOut } from './black-out.ts';
import { CannotStart } from './command.ts';

const cases: readonly (readonly [what: string, text: string, passages: readonly string[], left: string])[] = [
  [
    'a passage becomes as many blocks as it has characters',
    'Call 555 01 83 now.',
    ['555 01 83'],
    'Call █████████ now.',
  ],
  ['a passage goes wherever it stands', 'Ann, and Ann again.', ['Ann'], '███, and ███ again.'],
  ['several passages go, each of them', 'Ann met Bo.', ['Bo', 'Ann'], '███ met ██.'],
  ['a passage that holds another goes whole', 'Ann Lee and Ann.', ['Ann', 'Ann Lee'], '███████ and ███.'],
  ['passages that overlap go to the last letter', 'xabcdx anana', ['abc', 'bcd', 'ana'], 'x████x █████'],
  ['line breaks stay where they are', 'one\ntwo\nthree', ['e\ntw'], 'on█\n██o\nthree'],
  ['a character outside the basic plane is one block', 'by 𝄞 alone', ['𝄞'], 'by █ alone'],
  ['what a pattern would take for more is taken letter by letter', 'a.c abc $& x', ['a.c', '$&'], '███ abc ██ x'],
];

for (const [what, text, passages, left] of cases) test(what, () => assert.equal(blackOut(text, passages), left));

test('a passage that the text does not have, or that is none, is refused in a sentence', () => {
  assert.throws(() => blackOut('Ann met Bo.', ['ann']), CannotStart);
  assert.throws(() => blackOut('Ann met Bo.', ['Ann', 'Cy']), /does not have “Cy”/);
  assert.throws(() => blackOut('Ann met Bo.', [' ']), /there is none/);
});
