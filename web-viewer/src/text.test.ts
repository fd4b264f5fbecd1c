import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Absence } from './absence.ts';
import { cutText, cutTextToLines, headline, replacementOf, splitBlackouts, type Text } from './text.ts';

const there = (text: string): Text => ({ status: 'there', text, lang: 'en', isCut: false });

test('a title is the first sentence', () => {
  assert.equal(
    headline(there('The gate by the mill is stuck. It has been for weeks.')),
    'The gate by the mill is stuck.',
  );
  assert.equal(headline(there('電梯已經停用三個星期。什麼時候可以修好？')), '電梯已經停用三個星期。');
});

test('a title without an early full stop is cut between words, and says so', () => {
  const title = headline(there('one two three four five six seven'), 20);
  assert.equal(title, 'one two three four…');
});

test('a title is one line, without marks that turn the direction of writing', () => {
  assert.equal(headline(there('a\r\n\tb \u202ec\u2066d')), 'a b cd');
});

test('a full stop after an abbreviation does not end a title', () => {
  assert.equal(headline(there('St. Mary’s bridge is closed')), 'St. Mary’s bridge is closed');
});

test('a short text stays whole, a long one is cut and marked', () => {
  assert.deepEqual(cutText(there('short'), 5), there('short'));
  const cut = cutText(there('x'.repeat(10)), 5);
  assert.deepEqual(cut, { ...there('xxxxx…'), isCut: true });
});

test('no character is cut in two', () => {
  const cut = cutText(there('🦆'.repeat(10)), 3);
  assert.equal(cut.text, '🦆🦆🦆…');
});

test('a text that is not there has no title', () => {
  assert.equal(headline({ status: 'missing', text: '', lang: 'en', isCut: false }), '');
});

test('what is blacked out is told apart from the words around it, and only where it stands for another text', () => {
  assert.deepEqual(splitBlackouts('Ask ██ ███ on Monday, ██'), [
    { text: 'Ask ', isBlack: false },
    { text: '██ ███', isBlack: true },
    { text: ' on Monday, ', isBlack: false },
    { text: '██', isBlack: true },
  ]);
  assert.equal(headline(replacementOf(there('Ask ██ ███ first'))), 'Ask […] first');
  assert.equal(headline(there('A wall: ██ ██')), 'A wall: ██ ██');
});

test('on paper, a text that is not in public view takes no more room than to say so', () => {
  const replacement = there('x\n'.repeat(100));
  const absence: Absence = {
    tag: '',
    sentence: 's',
    since: undefined,
    by: undefined,
    facts: [{ label: 'fact-basis', lines: [] }],
    replacement,
  };
  const cut = cutTextToLines({ status: 'erased', text: '', lang: 'en', isCut: false, absence }, 3, 10);
  assert.deepEqual('absence' in cut && cut.absence, { ...absence, facts: [], replacement: undefined });
});

test('a text for paper is cut where its lines, counted as they will wrap, are used up', () => {
  assert.deepEqual(cutTextToLines(there('a\nb\nc'), 3, 10), there('a\nb\nc'));
  assert.equal(cutTextToLines(there('a\nb\nc'), 2, 10).isCut, true);
  assert.equal(cutTextToLines(there('x'.repeat(31)), 3, 10).text, `${'x'.repeat(30)}…`);
  assert.equal(cutTextToLines(there('民'.repeat(31)), 3, 10).text, `${'民'.repeat(15)}…`);
});
