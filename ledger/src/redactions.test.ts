import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf8 } from './bytes.ts';
import { FormatError } from './error.ts';
import { formatRedactions, parseRedactions, REDACTIONS_WIDTH, type Redaction } from './redactions.ts';

const digest = (n: number): string => n.toString(16).padStart(64, '0');
const SIGNED = '\n— ledger.example.org/city AAAAAAAAAAAAAAAAAAAAAA==\n';
const some: readonly Redaction[] = [
  { entry: 4, state: 'public', digest: digest(1) },
  { entry: 4, state: 'public', digest: digest(2) },
  { entry: 9, state: 'withheld', digest: digest(1) },
  { entry: 12, state: 'erased', digest: digest(2) },
];
const page = { origin: 'ledger.example.org/city', page: 0, size: 13, redactions: some };

test('A page of redactions is read as it was written.', () => {
  const text = formatRedactions(page);
  assert.equal(
    text,
    `counterfoil/redactions/v1\nledger.example.org/city\n0\n13\n4 public ${digest(1)}\n4 public ${digest(2)}\n9 withheld ${digest(1)}\n12 erased ${digest(2)}\n`,
  );
  assert.deepEqual(parseRedactions(text + SIGNED).page, page);
});

test('What is not a page of redactions is refused.', () => {
  const text = formatRedactions(page);
  const bad: Record<string, string> = {
    'another type': text.replace('/v1', '/v2'),
    'another name': text.replace('ledger.example', 'Ledger.Example'),
    'a number spelled otherwise': text.replace('\n13\n', '\n013\n'),
    'an entry beyond what was looked through': text.replace('\n13\n', '\n12\n'),
    'another order': formatRedactions({ ...page, redactions: some.toReversed() }),
    'another state': text.replace('withheld', 'hidden'),
    'a short digest': text.replace(digest(2), digest(2).slice(1)),
    'no line': formatRedactions({ ...page, redactions: [] }),
    'an empty line': text.replace('\n9', '\n\n9'),
    'a carriage return': text.replace('\n9', '\r\n9'),
    'too many lines': formatRedactions({
      ...page,
      redactions: Array.from({ length: REDACTIONS_WIDTH + 1 }, (_, i) => ({
        entry: 1,
        state: 'erased',
        digest: digest(i),
      })),
    }),
  };
  for (const [what, wrong] of Object.entries(bad))
    assert.throws(() => parseRedactions(utf8(wrong + SIGNED)), FormatError, what);
});

test('A full page fits into a note.', () => {
  const redactions = Array.from({ length: REDACTIONS_WIDTH }, (_, i): Redaction => {
    return { entry: 9_000_000_000_000_000 + i, state: 'withheld', digest: digest(i) };
  });
  const full = { ...page, size: 9_007_000_000_000_000, redactions };
  assert.equal(parseRedactions(formatRedactions(full) + SIGNED).page.redactions.length, REDACTIONS_WIDTH);
});
