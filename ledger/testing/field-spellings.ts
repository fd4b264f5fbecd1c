/** What the fields of statements accept and refuse: the table that tests and vectors are made of. */
import { base64 } from '../src/bytes.ts';
import type { Json } from '../src/canonical-json.ts';
import type { Kind } from '../src/statement.ts';
import { SAMPLE_KEYID, SAMPLE_TEXT, sampleStatements } from './sample-statements.ts';

const kinds = Object.keys(sampleStatements) as Kind[];

/** The values a field of a statement can hold and cannot, up to each limit and beyond it. SPEC 1, 7.6. */
export interface FieldSpelling {
  readonly field: string;
  /** Statements that have such a field, with its path. */
  readonly at: readonly (readonly [Kind, string])[];
  readonly good: readonly Json[];
  readonly bad: readonly Json[];
}

const list = (length: number, make: (i: number) => Json): Json => Array.from({ length }, (_, i) => make(i));
const codes = {
  good: ['a', '0', 'a-b', 'a--b', 'constructor', 'a'.repeat(64)],
  bad: ['', '-', '-a', 'a-', 'A', 'a_b', 'a b', 'a/b', 'ä', 'a\n', '__proto__', 'a'.repeat(65)],
};
const titles = {
  good: ['x', 'Ä “quoted” 😀', 'x'.repeat(200), '\u2028'],
  bad: ['', 'x'.repeat(201), 'a\nb', 'a\tb', 'a\u0000', '\u007f', 'a\u0085'],
};
const indexes = { good: [0, 1, 2 ** 53 - 1], bad: [-1, '1', null] };
const times = {
  good: ['0000-01-01T00:00:00.000Z', '2024-02-29T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  bad: [
    '2026-01-05T08:00:00Z',
    '2026-01-05T08:00:00.00Z',
    '2026-01-05T08:00:00.0000Z',
    '2026-01-05T08:00:00.000',
    '2026-01-05T08:00:00.000z',
    '2026-01-05t08:00:00.000Z',
    '2026-01-05 08:00:00.000Z',
    '2026-01-05T08:00:00.000+00:00',
    '2026-01-05T08:00:00,000Z',
    '2026-01-05T24:00:00.000Z',
    '2026-01-05T08:60:00.000Z',
    '2026-06-30T23:59:60.000Z',
    '2026-02-29T00:00:00.000Z',
    '2026-13-01T00:00:00.000Z',
    '2026-00-01T00:00:00.000Z',
    '2026-01-00T00:00:00.000Z',
    '+002026-01-05T08:00:00.000Z',
    '-000001-01-01T00:00:00.000Z',
    '٢٠٢٦-01-05T08:00:00.000Z',
    '2026-01-05T08:00:00.000Z\n',
    1767600000000,
  ],
};
const keyids = {
  good: [SAMPLE_KEYID],
  bad: [
    SAMPLE_KEYID.slice(8),
    SAMPLE_KEYID.replace('ed25519', 'Ed25519'),
    SAMPLE_KEYID.replace('ed25519', 'x25519'),
    SAMPLE_KEYID.slice(0, -1),
    `${SAMPLE_KEYID}=`,
    `${SAMPLE_KEYID}\n`,
    SAMPLE_KEYID.replace(/.=$/, 'B='),
    `ed25519:${base64(new Uint8Array(31))}`,
    `ed25519:${base64(new Uint8Array(33))}`,
    'ed25519:',
  ],
};
const hashes = {
  good: [base64(new Uint8Array(32)), base64(new Uint8Array(32).fill(255))],
  bad: [
    '',
    base64(new Uint8Array(31)),
    base64(new Uint8Array(33)),
    `${base64(new Uint8Array(32)).slice(0, -2)}B=`,
    'a'.repeat(64),
  ],
};
const langs = {
  good: ['en', 'haw', 'pt-BR', 'zh-Hant-TW', 'de-CH-1996', 'sr-Latn-RS-ekavsk'],
  bad: ['', 'e', 'EN', 'engl', 'en_GB', 'en-', 'en-a', 'en-123456789', 'en-a1-b2-c3-d4'],
};
const origins = {
  good: ['a', 'ledger.example.org', 'ledger.example.org/rivermouth', 'localhost:3000/x_y', 'a'.repeat(200)],
  bad: ['', 'https://Ledger.example.org', 'Ledger.example.org', '/a', 'a/', 'a b', 'a+b', 'a\n', 'é', 'a'.repeat(201)],
};
const mandates = { good: [[0], list(16, (i) => i)], bad: [[], list(17, (i) => i), [-1], ['6'], [null], 6] };

export const fieldSpellings: readonly FieldSpelling[] = [
  { field: 'an origin', at: kinds.map((kind) => [kind, 'origin'] as const), ...origins },
  {
    field: 'a time',
    at: [...kinds.map((kind) => [kind, 'at'] as const), ['mandate-granted', 'from'], ['mandate-granted', 'until']],
    ...times,
  },
  { field: 'a root', at: kinds.map((kind) => [kind, 'seen.root'] as const), ...hashes },
  {
    field: 'an index',
    at: [
      ...kinds.map((kind) => [kind, 'seen.size'] as const),
      ['mandate-ended', 'mandate'],
      ['acknowledgement', 'case'],
      ['decision', 'case'],
      ['dispositions', 'items.0.inputs.0'],
      ['correction', 'corrects'],
    ],
    ...indexes,
  },
  {
    field: 'a code',
    at: [
      ['office-defined', 'office'],
      ['mandate-granted', 'office'],
      ['process-published', 'process'],
      ['process-published', 'acts.response.offices.0'],
      ['process-published', 'outcomes.0.code'],
      ['process-published', 'dispositions.0.code'],
      ['input-received', 'process.id'],
      ['input-received', 'category'],
      ['input-received', 'source.name'],
      ['decision', 'outcome'],
      ['dispositions', 'items.0.code'],
    ],
    ...codes,
  },
  {
    field: 'a title',
    at: [
      ['ledger-opened', 'authority.name'],
      ['office-defined', 'title'],
      ['process-published', 'title'],
      ['process-published', 'outcomes.0.title'],
      ['process-published', 'dispositions.0.title'],
      ['decision', 'basis'],
    ],
    ...titles,
  },
  {
    field: 'a key',
    at: [
      ['ledger-opened', 'intakeKey'],
      ['ledger-opened', 'registrars.0.key'],
      ['mandate-granted', 'key'],
    ],
    ...keyids,
  },
  {
    field: 'a person',
    at: [
      ['ledger-opened', 'registrars.0.person'],
      ['mandate-granted', 'person'],
    ],
    good: ['0'.repeat(32), '0123456789abcdef0123456789abcdef'],
    bad: ['', '0'.repeat(31), '0'.repeat(33), 'F'.repeat(32), 'g'.repeat(32), `${'0'.repeat(32)}\n`],
  },
  {
    field: 'a language',
    at: [
      ['ledger-opened', 'authority.lang'],
      ['response', 'text.lang'],
    ],
    ...langs,
  },
  {
    field: 'the mandates of a statement',
    at: [
      ['input-received', 'by'],
      ['acknowledgement', 'by'],
      ['response', 'by'],
      ['decision', 'by'],
      ['dispositions', 'by'],
      ['correction', 'by'],
    ],
    ...mandates,
  },
  {
    field: 'the digest of a text',
    at: [['response', 'text.digest']],
    good: ['0'.repeat(64)],
    bad: ['0'.repeat(63), '0'.repeat(65), 'A'.repeat(64), base64(new Uint8Array(32))],
  },
  { field: 'the size of a text', at: [['response', 'text.bytes']], good: [1, 50_000], bad: [0, 50_001, -1] },
  {
    field: 'the type of a text',
    at: [['response', 'text.mediaType']],
    good: ['text/plain'],
    bad: ['text/html', 'text/plain;charset=utf-8', 'Text/Plain', ''],
  },
  {
    field: 'the licence',
    at: [['ledger-opened', 'licence']],
    good: ['CC0-1.0', 'a'.repeat(60), '+.-'],
    bad: ['', 'a'.repeat(61), 'CC BY', 'Ü'],
  },
  { field: 'the log key', at: [['ledger-opened', 'logKey']], good: ['a', 'a'.repeat(300)], bad: ['', 'a'.repeat(301)] },
  {
    field: 'the registrars',
    at: [['ledger-opened', 'registrars']],
    good: [list(50, () => ({ person: '0'.repeat(32), key: SAMPLE_KEYID }))],
    bad: [
      [],
      list(51, () => ({ person: '0'.repeat(32), key: SAMPLE_KEYID })),
      [{ person: '0'.repeat(32) }],
      [SAMPLE_KEYID],
    ],
  },
  { field: 'the threshold', at: [['ledger-opened', 'threshold']], good: [1, 50], bad: [0, 51, -1] },
  {
    field: 'what an office may do',
    at: [['office-defined', 'may']],
    good: [['input-received', 'acknowledgement', 'response', 'decision', 'dispositions', 'correction']],
    bad: [[], ['office-defined'], ['constructor'], ['__proto__'], list(7, () => 'response'), ['response', null]],
  },
  {
    field: 'the reason why a mandate ends',
    at: [['mandate-ended', 'reason']],
    good: ['term-ended', 'resigned', 'dismissed', 'key-lost', 'other'],
    bad: ['', 'died', 'Resigned', 'toString'],
  },
  {
    field: 'the version of a process',
    at: [['process-published', 'version']],
    good: [1, 1_000_000],
    bad: [0, 1_000_001],
  },
  {
    field: 'the version a case begins under',
    at: [['input-received', 'process.version']],
    good: [1, 2 ** 53 - 1],
    bad: [0, -1],
  },
  {
    field: 'the level promised',
    at: [['process-published', 'level']],
    good: ['inform', 'consult', 'involve', 'collaborate', 'empower'],
    bad: ['', 'Inform', 'ignore'],
  },
  {
    field: 'the authors admitted',
    at: [['process-published', 'authors']],
    good: [['person', 'organisation', 'meeting', 'device', 'data-set', 'system']],
    bad: [[], ['robot'], ['person', 'hasOwnProperty'], list(7, () => 'person')],
  },
  {
    field: 'who may act',
    at: [['process-published', 'acts']],
    good: [{}, { response: { offices: list(50, () => 'a'), signatures: 16 } }],
    bad: [
      { 'office-defined': { offices: ['a'], signatures: 1 } },
      { constructor: { offices: ['a'], signatures: 1 } },
      JSON.parse('{"__proto__":{"offices":["a"],"signatures":1}}') as Json,
      { response: { offices: [], signatures: 1 } },
      { response: { offices: list(51, () => 'a'), signatures: 1 } },
      { response: { offices: ['a'], signatures: 0 } },
      { response: { offices: ['a'], signatures: 17 } },
      { response: { offices: ['a'] } },
      { response: null },
    ],
  },
  {
    field: 'the ways a case or an input can end',
    at: [
      ['process-published', 'outcomes'],
      ['process-published', 'dispositions'],
    ],
    good: [list(50, (i) => ({ code: `c${i}`, title: 'Same title' }))],
    bad: [
      [],
      list(51, (i) => ({ code: `c${i}`, title: 'x' })),
      [
        { code: 'granted', title: 'Granted' },
        { code: 'granted', title: 'Refused' },
      ],
      ['granted'],
    ],
  },
  {
    field: 'the accounting',
    at: [['process-published', 'accounting']],
    good: ['refuse', 'record'],
    bad: ['', 'Refuse', 'ignore'],
  },
  {
    field: 'the clocks',
    at: [['process-published', 'clocks']],
    good: [{}, { acknowledge: 1, respond: 3650 }],
    bad: [{ acknowledge: 0 }, { respond: 3651 }, { decide: '60' }, { answer: 3 }],
  },
  {
    field: 'the channel',
    at: [['input-received', 'channel']],
    good: ['web', 'app', 'email', 'phone', 'counter', 'paper', 'meeting', 'visit', 'other'],
    bad: ['', 'Web', 'fax'],
  },
  {
    field: 'the kind of author',
    at: [['input-received', 'author']],
    good: ['person', 'data-set'],
    bad: ['', 'citizen', 'toString'],
  },
  {
    field: 'the identifier at a source',
    at: [['input-received', 'source.id']],
    good: ['1', '!~', 'a/b', 'x'.repeat(128)],
    bad: ['', 'a b', 'é', 'a\n', 'x'.repeat(129)],
  },
  {
    field: 'the items of dispositions',
    at: [['dispositions', 'items']],
    good: [list(200, () => ({ code: 'a', inputs: [1], reason: SAMPLE_TEXT as unknown as Json }))],
    bad: [
      [],
      list(201, () => ({ code: 'a', inputs: [1], reason: SAMPLE_TEXT as unknown as Json })),
      [{ code: 'a', inputs: [1] }],
    ],
  },
  {
    field: 'the inputs of an item',
    at: [['dispositions', 'items.0.inputs']],
    good: [list(5000, (i) => i)],
    bad: [[], list(5001, (i) => i)],
  },
];
