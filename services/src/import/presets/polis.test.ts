import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CannotStart } from '../../client/command.ts';
import { slug } from '../preset.ts';
import { polis } from './polis.ts';

const columns = [
  'timestamp',
  'datetime',
  'comment-id',
  'author-id',
  'agrees',
  'disagrees',
  'moderated',
  'comment-body',
];
const cells = {
  ...{ timestamp: '1500000000123', datetime: 'whenever', 'comment-id': '7', 'author-id': '4711', agrees: '1' },
  ...{ disagrees: '0', moderated: '1', 'comment-body': 'More shade\nin the square, please.' },
};

function map(
  changes: object = {},
  options: object = {},
): ReturnType<NonNullable<ReturnType<typeof polis.begin>>['map']> {
  const mapping = polis.begin(columns, { fileName: 'polis-shady-square.csv', ...options });
  assert.ok(mapping !== undefined);
  return mapping.map({ ...cells, ...changes });
}

test('a comment becomes an input with its text, its time and its number, and without its author', () => {
  assert.deepEqual(map(), {
    input: {
      text: 'More shade\nin the square, please.',
      lang: 'en',
      channel: 'web',
      source: { name: 'polis-shady-square', id: '7' },
      at: '2017-07-14T02:40:00.123Z',
    },
  });
});

test('Chinese is told by its characters, and a language that is named goes before that', () => {
  const lang = (text: string, options: object = {}): string | undefined => {
    const mapped = map({ 'comment-body': text }, options);
    return 'input' in mapped ? mapped.input.lang : undefined;
  };
  assert.equal(lang('廣場需要更多樹蔭'), 'zh-Hant');
  assert.equal(lang('Mehr Schatten'), 'en');
  assert.equal(lang('Mehr Schatten', { lang: 'de' }), 'de');
  assert.throws(() => map({}, { lang: 'German!' }), CannotStart);
});

const bad: readonly (readonly [what: string, changes: object, reason: RegExp])[] = [
  ['no text', { 'comment-body': ' \n' }, /no text/],
  ['no number', { 'comment-id': '' }, /not the number/],
  ['a time in words', { timestamp: 'yesterday' }, /not a time in milliseconds/],
  ['a time in seconds', { timestamp: '1500000000' }, /not a time in milliseconds/],
  ['no time', { timestamp: '' }, /not a time in milliseconds/],
];
for (const [what, changes, reason] of bad)
  test(`a comment with ${what} is refused`, () => {
    const mapped = map(changes);
    assert.ok('refused' in mapped);
    assert.match(mapped.refused, reason);
  });

test('two conversations never pass for one because Polis calls every export comments.csv', () => {
  const name = (options: object): string | undefined => {
    const mapped = map({}, options);
    return 'input' in mapped ? mapped.input.source.name : undefined;
  };
  for (const fileName of ['comments.csv', 'Comments.csv', 'polis-comments.csv', '評論.csv'])
    assert.throws(() => name({ fileName }), CannotStart, fileName);
  assert.equal(name({ fileName: 'comments.csv', source: 'Shady Square' }), 'polis-shady-square');
  assert.equal(name({ fileName: `${'long'.repeat(40)}.csv` })?.length, 64);
});

test('names become codes', () => {
  const codes = {
    'Metal & Wood/Glass': 'metal-wood-glass',
    'Straße zu Ölmühle': 'stra-e-zu-olmuhle',
    '--a--': 'a',
    公園: '',
  };
  for (const [name, code] of Object.entries(codes)) assert.equal(slug(name), code);
  assert.equal(slug(`${'a'.repeat(63)} b`), 'a'.repeat(63));
});
