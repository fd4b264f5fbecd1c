import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { findPersonalHints } from './personal-hints.ts';
import { identityNumbers } from './personal-numbers.ts';

function found(text: string): string[] {
  return findPersonalHints(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
}

/** Invented, or given out by their issuers as examples. */
const telling: Readonly<Record<string, readonly string[]>> = {
  mail: ['ann@example.org', 'a.b+c@mail.ex-ample.co.uk', 'зоя@пример.испытание', 'X_1%2@sub.sub.example.museum'],
  telephone: [
    '+49 171 2345678',
    '+1 (323) 555-0123',
    '00 33 6 12 34 56 78',
    '0033612345678',
    '(323) 555-0123',
    '323-555-0123',
    '1.323.555.0123',
    '0171 2345678',
    '030/1234567',
    '(030) 123 45 67',
    '020 7946 0958',
    '06 12 34 56 78',
    '06.12.34.56.78',
    '0912-345-678',
    '(02) 2345-6789',
    '090-1234-5678',
    '०९८७६ ५४३२१०',
    '٠٥٠١٢٣٤٥٦٧',
    '０９１２３４５６７８',
    '0612345678',
    '06-12345678',
    '06 1234 5678',
    '612345678',
    '612 345 678',
    '712-34-56-78',
    '91 123 45 67',
    '٦١٢٣٤٥٦٧٨',
  ],
  bank: [
    'DE89 3704 0044 0532 0130 00',
    'de89370400440532013000',
    'GB82 WEST 1234 5698 7654 32',
    'FR14 2004 1010 0505 0001 3M02 606',
    'NO93 8601 1117 947',
    '4111 1111 1111 1111',
    '5500-0000-0000-0004',
    '378282246310005',
  ],
  plate: ['B-AB 1234', 'WÜ-X 7', 'AA-123-BB', 'AB12 CDE', '1234 BBC', '7ABC123', 'ABC-1234'],
  identity: [
    '078-05-1120',
    'AB 12 34 56 C',
    '900101-1234567',
    '11010519491231002X',
    'A123456789',
    '12345678Z',
    'X-1234567-L',
    'RSSMRA85T10A562S',
    '1 85 05 78 006 084 91',
    '1800101221144',
    '44051401359',
    '10000000146',
    '86 095 742 719',
    '529.982.247-25',
  ],
};

describe('what tells who somebody is', () => {
  for (const [kind, examples] of Object.entries(telling))
    test(`is pointed at where it is of the kind ${kind}`, () => {
      for (const example of examples)
        for (const [before, after] of [
          ['', ''],
          ['Write to ', '.'],
          ['(', ') or'],
          ['他說：', '。'],
          ['so\n', '\nand'],
        ] as const)
          assert.deepEqual(found(before + example + after), [`${kind} ${example}`], before + example + after);
    });

  test('is pointed at as a plate where a word says that it is one', () => {
    assert.deepEqual(found('The licence plate is 4XYZ99, and it stands there.'), ['plate 4XYZ99']);
    assert.deepEqual(found('Kennzeichen: XY 1Z34'), ['plate XY 1Z34']);
    assert.deepEqual(found('車牌號 5566-XY'), ['plate 5566-XY']);
    assert.deepEqual(found('A plate of 12 biscuits; the registration is open until 12 May'), []);
  });

  test('is a telephone number of nine digits, unless a word before it says that it is the number of something else', () => {
    for (const before of [
      'Tel:',
      'Tel. ',
      'Llámame al ',
      'Mi número es ',
      'mobiel ',
      'Phone number ',
      'Mijn telefoonnummer: ',
    ])
      assert.deepEqual(found(`${before}612345678.`), ['telephone 612345678'], before);
    assert.deepEqual(found('tel:0612345678'), ['telephone 0612345678']);
    for (const before of [
      'case ',
      'Entry 7, case no. ',
      'number: ',
      'Zaaknummer ',
      'expediente nº ',
      'número ',
      'zaak ',
      'رقم ',
      '#',
    ])
      for (const digits of ['612345678', '612 345 678']) assert.deepEqual(found(before + digits), [], before);
    for (const text of [
      '612345678 €',
      '€612345678',
      '612.345.678',
      '900 123 456',
      '5 612 345 678',
      '612345678-X',
      '612345678.5',
    ])
      assert.deepEqual(found(text), [], text);
  });

  test('is found in the order of the text, each place once, and not without end', () => {
    const text = 'Car B-AB 1234 of ann@example.org, +49 171 2345678, DE89 3704 0044 0532 0130 00.';
    assert.deepEqual(
      findPersonalHints(text).map(({ kind }) => kind),
      ['plate', 'mail', 'telephone', 'bank'],
    );
    assert.equal(findPersonalHints('ann@example.org '.repeat(100)).length, 20);
  });

  test('is let pass where it might as well be something else', () => {
    for (const text of [
      'On 01.02.2018 10:30, 2018-01-02 10 or 1/2/18 it cost 1.000.000,00 or $0.123456789 or €12,345,678.90.',
      'The Straße 12 in 10115 Berlin, at 52.520008, 13.404954 and -118.536, 034.247.',
      'Call 311, 1-800-555-0199 or 999. Bus 42-01, US-101, I-405, the A-38, M25, H1N1, COVID-19, CO2, 2018-2020.',
      'Case 4711, request 1-1262691971, ISBN 978-3-16-148410-0, RFC 8032, SHA-256, 1234567890, 12345678901234.',
      'Sections 007, 0.5, 00:30 and 12345678A; 000-12-3456, 666-12-3456, 4111 1111 1111 1112, DE89 3704 0044 0532 0130 01.',
      '@handle, a@b, a @ b.example, someone@localhost. A123456788, 11010519491231002Y, 44051401358.',
      '2016年8月28日 10元 0.75 倍, 100,000 人 2016/08/28 23:51, Uber 2.0',
    ])
      assert.deepEqual(found(text), [], text);
  });

  test('carries the check of its issuer: one digit changed, and nine in ten are let pass', () => {
    for (const example of telling['identity'] ?? []) {
      const bare = example.replace(/[ .-]/g, '');
      const own = identityNumbers.filter(({ form, holds }) => form.test(bare) && holds(bare));
      for (const { form } of identityNumbers) form.lastIndex = 0;
      if (own.length === 0 || /^[A-Z]{6}/.test(example)) continue;
      const changed = Array.from({ length: 9 }, (_, i) =>
        bare.replace(/\d(?=\D?$)/, (digit) => String((Number(digit) + i + 1) % 10)),
      );
      const passing = changed.filter((text) => found(text).some((hint) => hint.startsWith('identity')));
      assert.ok(passing.length <= 2, `${example}: ${passing.join(' ')}`);
    }
  });

  test('is looked for in time that grows with the text, whatever is in it', () => {
    for (const part of [
      '0',
      '0 ',
      '01 ',
      '0/',
      '+1-',
      '1',
      '1 ',
      'a',
      'a.',
      'a@',
      'a@a.',
      'A1',
      'DE89 ',
      '(0',
      'B-',
      '4111 ',
      '１',
      'plate ',
      '٠-',
    ]) {
      const text = part.repeat(Math.floor(50_000 / part.length));
      const startMs = performance.now();
      findPersonalHints(text);
      // Linear work takes some hundredths of a second; quadratic work would take minutes.
      assert.ok(performance.now() - startMs < 5000, part);
    }
  });
});

describe('in what people really sent', () => {
  const folder = join(import.meta.dirname, '../../../shared/data');
  for (const [file, rows] of [
    ['polis-bowling-green-comments.csv', 896],
    ['polis-vtaiwan-uberx-comments.csv', 196],
    ['la-311-2018.csv', 10_000],
    ['la-311-2020.csv', 10_000],
    ['uk-algorithm-records.csv', 136],
  ] as const)
    test(
      `there is no wrong alarm: ${file}`,
      { skip: !existsSync(join(folder, file)) && `there is no ${file} beside this repository` },
      async () => {
        const text = await readFile(join(folder, file), 'utf8');
        const lines = text.split('\n');
        assert.ok(lines.length >= rows, String(lines.length));
        // Identifiers, times and coordinates are looked at too, though nobody wrote them; a time in milliseconds may pass for a number of somebody.
        const hints = lines.flatMap((line) => findPersonalHints(line.replace(/^\d{13},/, '')));
        assert.equal(hints.length, 0);
      },
    );
});
