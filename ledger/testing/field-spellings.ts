/** What the fields of statements accept and refuse: the table that tests and vectors are made of. */
import { base64 } from '../src/bytes.ts';
import type { Json } from '../src/canonical-json.ts';
import { formatKeyid } from '../src/keyid.ts';
import type { Kind } from '../src/statement.ts';
import { figureNames } from '../src/accountability/figure-names.ts';
import { caseKinds, registerKinds } from '../src/statements/rights.ts';
import { SAMPLE_FILE, SAMPLE_KEYID, SAMPLE_TEXT, sampleStatements } from './sample-statements.ts';

const kinds = Object.keys(sampleStatements) as Kind[];

/** The values a field of a statement can hold and cannot, up to each limit and beyond it. SPEC 1, 7.7. */
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
const RAW_KEY = new Uint8Array(32).fill(7);
const SSH_KEYID = formatKeyid({ scheme: 'sshsig', type: 'ssh-ed25519', publicKey: RAW_KEY });
const SK_KEYID = formatKeyid({
  scheme: 'sshsig',
  type: 'sk-ssh-ed25519@openssh.com',
  publicKey: RAW_KEY,
  application: 'ssh:',
});
const ES256_KEYID = formatKeyid({
  scheme: 'webauthn-es256',
  rpId: 'localhost',
  publicKey: Uint8Array.of(2, ...RAW_KEY),
});
const PASSKEY_KEYID = formatKeyid({ scheme: 'webauthn-ed25519', rpId: 'localhost', publicKey: RAW_KEY });
const keyids = {
  good: [SAMPLE_KEYID, SSH_KEYID, SK_KEYID, ES256_KEYID, PASSKEY_KEYID],
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
    SSH_KEYID.slice(0, -4),
    `${SSH_KEYID}AAAA`,
    SSH_KEYID.replace('sshsig', 'ssh-ed25519'),
    SK_KEYID.replace(/.{8}$/, ''),
    ES256_KEYID.replace('es256', 'ed25519'),
    PASSKEY_KEYID.replace('ed25519', 'es256'),
    ES256_KEYID.replace('localhost', 'Localhost'),
    ES256_KEYID.replace('localhost', 'localhost:3000'),
    ES256_KEYID.replace('localhost', '-localhost'),
    ES256_KEYID.replace('localhost:', ''),
    ES256_KEYID.replace('localhost', 'a'.repeat(101)),
    ES256_KEYID.replace(':A', ':B'),
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
const dates = {
  good: ['2026-03-02', '0000-01-01', '2024-02-29', '9999-12-31'],
  bad: [
    '',
    '2026-3-2',
    '2026-02-29',
    '2026-13-01',
    '2026-00-01',
    '2026-01-32',
    '02026-01-01',
    '2026-03-02\n',
    20260302,
  ],
};
const spans = {
  good: [
    { days: 1, count: 'working' },
    { days: 3650, count: 'calendar' },
  ],
  bad: [
    3,
    { days: 3 },
    { count: 'working' },
    { days: 0, count: 'working' },
    { days: 3651, count: 'calendar' },
    { days: 3, count: 'hours' },
    { days: '3', count: 'working' },
  ],
};
const versions = { good: [1, 1_000_000], bad: [0, 1_000_001] };
const text = SAMPLE_TEXT as unknown as Json;
const file = { ...SAMPLE_FILE };
const target = { entry: 21, digest: SAMPLE_TEXT.digest };
/** Kinds that have the field at the top. */
const having = (field: string): readonly (readonly [Kind, string])[] =>
  kinds.filter((kind) => field in sampleStatements[kind]).map((kind) => [kind, field] as const);
const mandates = { good: [[0], list(16, (i) => i)], bad: [[], list(17, (i) => i), [-1], ['6'], [null], 6] };

export const fieldSpellings: readonly FieldSpelling[] = [
  { field: 'an origin', at: kinds.map((kind) => [kind, 'origin'] as const), ...origins },
  {
    field: 'a time',
    at: [
      ...kinds.map((kind) => [kind, 'at'] as const),
      ['mandate-granted', 'from'],
      ['mandate-granted', 'until'],
      ['evidence-cited', 'retrieved'],
    ],
    ...times,
  },
  { field: 'a root', at: kinds.map((kind) => [kind, 'seen.root'] as const), ...hashes },
  {
    field: 'an index',
    at: [
      ...kinds.map((kind) => [kind, 'seen.size'] as const),
      ...having('case'),
      ['mandate-ended', 'mandate'],
      ['answer', 'answers'],
      ['case-linked', 'other'],
      ['cases-merged', 'into'],
      ['case-split', 'inputs.0'],
      ['decision', 'algorithms.0'],
      ['decision', 'data.1'],
      ['decision', 'review.reviewer'],
      ['dispositions', 'items.0.inputs.0'],
      ['dissent', 'from'],
      ['commitment', 'decision'],
      ['milestone', 'commitment'],
      ['appeal', 'against'],
      ['dispute', 'against'],
      ['correction', 'corrects'],
      ['supplier-statement', 'concerns.0'],
      ['content-published', 'items.0.entry'],
      ['content-withheld', 'entry'],
      ['content-redacted', 'entry'],
      ['content-restored', 'entry'],
      ['retention-applied', 'items.1.entry'],
      ...having('speaker'),
      ['erasure-request', 'entry'],
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
      ['input-received', 'area'],
      ['process-published', 'areas.0.code'],
      ['input-received', 'source.name'],
      ['decision', 'outcome'],
      ['dispositions', 'items.0.code'],
      ['process-published', 'acts.decision.countersigned.offices.0'],
      ['process-published', 'stages.0.code'],
      ['process-published', 'grounds.0.code'],
      ['question', 'to'],
      ['referral', 'to'],
      ['stage-opened', 'stage'],
      ['commitment', 'office'],
      ['algorithm-registered', 'id'],
      ['algorithm-registered', 'supplier'],
      ['data-use-registered', 'id'],
      ['nudge-registered', 'id'],
      ['device-observation', 'quantity'],
      ['device-observation', 'area'],
      ['figure-reply', 'office'],
      ['figure-reply', 'process'],
      ['content-withheld', 'ground'],
      ['content-redacted', 'ground'],
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
      ['process-published', 'stages.0.title'],
      ['process-published', 'grounds.0.title'],
      ['process-published', 'areas.0.title'],
      ['decision', 'basis'],
      ['algorithm-registered', 'title'],
      ['data-use-registered', 'basis'],
      ['content-withheld', 'basis'],
      ['content-redacted', 'basis'],
      ['device-observation', 'unit'],
    ],
    ...titles,
  },
  {
    field: 'a key',
    at: [
      ['ledger-opened', 'intakeKey'],
      ['ledger-opened', 'registrars.0.key'],
      ['registrars-changed', 'registrars.0.key'],
      ['mandate-granted', 'key'],
      ['key-rotated', 'from'],
      ['key-rotated', 'to'],
      ['key-revoked', 'key'],
      ...having('followKey'),
    ],
    ...keyids,
  },
  {
    field: 'a person',
    at: [
      ['ledger-opened', 'registrars.0.person'],
      ['registrars-changed', 'registrars.0.person'],
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
    at: having('by'),
    ...mandates,
  },
  {
    field: 'the digest of a text or file',
    at: [
      ['erasure-request', 'digest'],
      ['response', 'files.0.digest'],
      ['response', 'text.digest'],
      ['content-published', 'items.1.digest'],
      ['content-withheld', 'digest'],
      ['content-redacted', 'digest'],
      ['content-redacted', 'replacement.digest'],
      ['content-restored', 'digest'],
      ['retention-applied', 'items.0.digest'],
    ],
    good: ['0'.repeat(64)],
    bad: ['0'.repeat(63), '0'.repeat(65), 'A'.repeat(64), base64(new Uint8Array(32))],
  },
  { field: 'the size of a place', at: [['input-received', 'place.bytes']], good: [1, 1200], bad: [0, 1201, -1] },
  {
    field: 'the areas of a process',
    at: [['process-published', 'areas']],
    good: [list(200, (i) => ({ code: `a${i}`, title: 'Same title' }))],
    bad: [
      [],
      list(201, (i) => ({ code: `a${i}`, title: 'x' })),
      [
        { code: 'harbour', title: 'Harbour' },
        { code: 'harbour', title: 'Old harbour' },
      ],
      ['harbour'],
    ],
  },
  { field: 'the size of a text', at: [['response', 'text.bytes']], good: [1, 50_000], bad: [0, 50_001, -1] },
  {
    field: 'the type of a text',
    at: [['response', 'text.mediaType']],
    good: ['text/plain'],
    bad: ['text/html', 'text/plain;charset=utf-8', 'Text/Plain', ''],
  },
  { field: 'the size of a file', at: [['response', 'files.0.bytes']], good: [1, 10_000_000], bad: [0, 10_000_001, -1] },
  {
    field: 'the type of a file',
    at: [['response', 'files.1.mediaType']],
    good: ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'],
    bad: ['text/plain', 'image/svg+xml', 'image/gif', 'text/html', 'Image/PNG', ''],
  },
  {
    field: 'the files of a statement',
    at: having('files'),
    good: [[file], [file, file], list(10, () => file)],
    bad: [[], list(11, () => file), file, [text], [file.digest]],
  },
  {
    field: 'the licence',
    at: [['ledger-opened', 'licence']],
    good: ['CC0-1.0', 'a'.repeat(60), '+.-'],
    bad: ['', 'a'.repeat(61), 'CC BY', 'Ü'],
  },
  { field: 'the log key', at: having('logKey'), good: ['a', 'a'.repeat(300)], bad: ['', 'a'.repeat(301)] },
  {
    field: 'the registrars',
    at: having('registrars'),
    good: [list(50, () => ({ person: '0'.repeat(32), key: SAMPLE_KEYID }))],
    bad: [
      [],
      list(51, () => ({ person: '0'.repeat(32), key: SAMPLE_KEYID })),
      [{ person: '0'.repeat(32) }],
      [SAMPLE_KEYID],
    ],
  },
  { field: 'the threshold', at: having('threshold'), good: [1, 50], bad: [0, 51, -1] },
  {
    field: 'what an office may do',
    at: [['office-defined', 'may']],
    good: [[...caseKinds, ...registerKinds], ['supplier-statement']],
    bad: [
      [],
      ['office-defined'],
      ['constructor'],
      ['__proto__'],
      list(caseKinds.length + registerKinds.length + 1, () => 'response'),
      ['response', null],
    ],
  },
  {
    field: 'whose office it is',
    at: [['office-defined', 'body']],
    good: ['authority', 'citizens', 'supplier', 'device'],
    bad: ['', 'Authority', 'toString'],
  },
  {
    field: 'the reason why a key is revoked',
    at: [['key-revoked', 'reason']],
    good: ['lost', 'stolen', 'replaced', 'other'],
    bad: ['', 'Lost', 'resigned'],
  },
  {
    field: 'the version of a calendar or of something in a register',
    at: having('version').filter(([kind]) => kind !== 'process-published'),
    ...versions,
  },
  {
    field: 'the name of a time zone',
    at: [['calendar-published', 'zone']],
    good: ['UTC', 'Etc/GMT+5', 'America/Argentina/Buenos_Aires', 'a'.repeat(64)],
    bad: ['', '/UTC', '5', 'Europe Berlin', 'UTC\n', 'a'.repeat(65)],
  },
  {
    field: 'the offsets of a calendar',
    at: [['calendar-published', 'offsets']],
    good: [
      [{ from: '2026-01-01T00:00:00.000Z', minutes: -900 }],
      [
        { from: '2026-01-01T00:00:00.000Z', minutes: 900 },
        { from: '2026-01-01T00:00:00.001Z', minutes: 900 },
      ],
      list(400, (i) => ({ from: `${2000 + i}-01-01T00:00:00.000Z`, minutes: i })),
    ],
    bad: [
      [],
      [{ from: '2026-01-01T00:00:00.000Z', minutes: -901 }],
      [{ from: '2026-01-01T00:00:00.000Z', minutes: 901 }],
      [{ from: '2026-01-01T00:00:00.000Z' }],
      [
        { from: '2026-01-01T00:00:00.000Z', minutes: 0 },
        { from: '2026-01-01T00:00:00.000Z', minutes: 60 },
      ],
      [
        { from: '2026-01-02T00:00:00.000Z', minutes: 0 },
        { from: '2026-01-01T00:00:00.000Z', minutes: 60 },
      ],
      list(401, (i) => ({ from: `${2000 + i}-01-01T00:00:00.000Z`, minutes: i })),
    ],
  },
  {
    field: 'the days of the week that are worked',
    at: [['calendar-published', 'weekdays']],
    good: [[1], [7], [1, 2, 3, 4, 5, 6, 7]],
    bad: [[], [0], [8], [1, 1], [2, 1], ['1'], list(8, (i) => i)],
  },
  {
    field: 'the holidays, of which none is behind the end of the calendar',
    at: [['calendar-published', 'holidays']],
    good: [[], ['2026-12-31'], ['2025-12-25', '2026-12-25']],
    bad: [['2027-01-01'], ['2026-05-01', '2026-05-01'], ['2026-05-01', '2026-04-03'], ['1 May']],
  },
  { field: 'the day on which a commitment ends', at: [['commitment', 'term']], ...dates },
  { field: 'the first day of what a reply is about', at: [['figure-reply', 'from']], ...dates },
  { field: 'the last day of what a reply is about', at: [['figure-reply', 'until']], ...dates },
  {
    field: 'the figure that a reply is to',
    at: [['figure-reply', 'figure']],
    good: [...figureNames],
    bad: ['', 'replies', 'now', 'out-of-view', 'toString', 0],
  },
  {
    field: 'how many entries a figure was counted from',
    at: [['figure-reply', 'size']],
    good: [1, 2 ** 53 - 1],
    bad: [0, -1, '1', null],
  },
  {
    field: 'the day on which a calendar ends, not before its last holiday',
    at: [['calendar-published', 'until']],
    good: ['2026-04-03', '9999-12-31'],
    bad: ['2026-04-02', '2026-02-29', ''],
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
      { 'supplier-statement': { offices: ['a'], signatures: 1 } },
      { response: { offices: ['a'], signatures: 1, countersigned: { offices: ['b'] } } },
      { response: { offices: ['a'], signatures: 1, countersigned: { offices: [], signatures: 1 } } },
      { response: { offices: ['a'], signatures: 1, countersigned: { offices: ['b'], signatures: 17 } } },
    ],
  },
  {
    field: 'the ways a case or an input can end',
    at: [
      ['process-published', 'outcomes'],
      ['process-published', 'dispositions'],
      ['process-published', 'grounds'],
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
    good: [{}, { acknowledge: { days: 1, count: 'working' }, answer: { days: 3650, count: 'calendar' } }],
    bad: [{ acknowledge: 3 }, { fulfil: { days: 1, count: 'working' } }, { decide: null }],
  },
  {
    field: 'the span of a clock',
    at: ['acknowledge', 'respond', 'decide', 'carry-out', 'evaluate', 'answer', 'moderate'].map(
      (clock) => ['process-published', `clocks.${clock}`] as const,
    ),
    ...spans,
  },
  {
    field: 'what an outcome asks for',
    at: [['process-published', 'outcomes.0.action']],
    good: [true],
    bad: [false, 'true', 1],
  },
  {
    field: 'the stages',
    at: [['process-published', 'stages']],
    good: [
      [{ code: 'a', title: 'A', admits: [] }],
      list(20, (i) => ({ code: `s${i}`, title: 'Stage', admits: ['decision'] })),
    ],
    bad: [
      [],
      list(21, (i) => ({ code: `s${i}`, title: 'Stage', admits: [] })),
      [{ code: 'a', title: 'A' }],
      [{ code: 'a', title: 'A', admits: ['response'] }],
      [
        { code: 'a', title: 'A', admits: [] },
        { code: 'a', title: 'B', admits: [] },
      ],
    ],
  },
  {
    field: 'what a decision must state',
    at: [['process-published', 'decisionStates']],
    good: [['goal'], ['goal', 'options', 'effect', 'interests']],
    bad: [[], ['outcome'], ['goal', 'toString'], list(5, () => 'goal')],
  },
  {
    field: 'the supporters that are asked for',
    at: [['process-published', 'support.threshold']],
    good: [1, 100_000_000],
    bad: [0, 100_000_001],
  },
  {
    field: 'the days that texts are kept',
    at: [['process-published', 'retention.days']],
    good: [1, 36_500],
    bad: [0, 36_501],
  },
  {
    field: 'when an archive takes over what is erased',
    at: [['process-published', 'retention.archive']],
    good: ['before'],
    bad: ['', 'after', true],
  },
  {
    field: 'when what people say is public',
    at: [['process-published', 'moderation']],
    good: ['before'],
    bad: ['', 'after', true],
  },
  {
    field: 'the texts that are published, or kept no longer',
    at: [
      ['content-published', 'items'],
      ['retention-applied', 'items'],
    ],
    good: [[target], list(500, () => target)],
    bad: [
      [],
      list(501, () => target),
      target,
      [SAMPLE_TEXT.digest],
      [{ entry: 21 }],
      [{ ...target, ground: 'privacy' }],
    ],
  },
  {
    field: 'what an archive took over',
    at: [['retention-applied', 'archive']],
    good: [{ sha256: '0'.repeat(64) }],
    bad: [{}, '0'.repeat(64), { sha256: '0'.repeat(64), bytes: 1 }],
  },
  {
    field: 'whether the person was told',
    at: [
      ['content-withheld', 'told'],
      ['content-redacted', 'told'],
    ],
    good: ['yes', 'no', 'unreachable'],
    bad: ['', 'Yes', true],
  },
  {
    field: 'the channel',
    at: having('channel'),
    good: ['web', 'app', 'email', 'phone', 'counter', 'paper', 'meeting', 'visit', 'other'],
    bad: ['', 'Web', 'fax'],
  },
  {
    field: 'the kind of author',
    at: having('author'),
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
  {
    field: 'the supporters counted at once',
    at: [['support-added', 'count']],
    good: [1, 10_000_000],
    bad: [0, 10_000_001, -1],
  },
  {
    field: 'the inputs of a split',
    at: [['case-split', 'inputs']],
    good: [[0], list(5000, (i) => i)],
    bad: [[], list(5001, (i) => i)],
  },
  {
    field: 'how cases are linked',
    at: [['case-linked', 'relation']],
    good: ['related', 'follows', 'same-place', 'contradicts'],
    bad: ['', 'merged', 'split'],
  },
  {
    field: 'how an appeal ends',
    at: [['answer', 'result']],
    good: ['upheld', 'partly', 'rejected'],
    bad: ['', 'granted'],
  },
  {
    field: 'what a decision used',
    at: [
      ['decision', 'algorithms'],
      ['decision', 'data'],
    ],
    good: ['none', [0], list(50, (i) => i)],
    bad: ['', 'None', [], list(51, (i) => i), ['none'], [-1], null],
  },
  {
    field: 'the options considered',
    at: [['decision', 'options']],
    good: [[text], list(20, () => text)],
    bad: [[], list(21, () => text), text],
  },
  {
    field: 'the interests declared',
    at: [['decision', 'interests']],
    good: ['none', text],
    bad: ['', 'None', [text], {}],
  },
  {
    field: 'who carries a commitment',
    at: [['commitment', 'carrier']],
    good: ['authority', 'supplier', 'citizens', 'other'],
    bad: ['', 'volunteers'],
  },
  {
    field: 'how far a commitment has come',
    at: [['milestone', 'progress']],
    good: ['not-started', 'limited', 'substantial', 'complete'],
    bad: ['', 'done', 'Complete'],
  },
  {
    field: 'an answer of an evaluation',
    at: [
      ['evaluation', 'heard'],
      ['evaluation', 'explained'],
      ['evaluation', 'achieved'],
    ],
    good: ['yes', 'partly', 'no', 'unknown'],
    bad: ['', 'maybe', true],
  },
  {
    field: 'the hash of evidence, and of what an archive took over',
    at: [
      ['evidence-cited', 'sha256'],
      ['retention-applied', 'archive.sha256'],
    ],
    good: ['0'.repeat(64)],
    bad: ['0'.repeat(63), '0'.repeat(65), 'A'.repeat(64)],
  },
  {
    field: 'the state of something in a register',
    at: having('status'),
    good: ['pilot', 'in-use', 'retired'],
    bad: ['', 'planned'],
  },
  {
    field: 'the impact of an algorithm',
    at: [['algorithm-registered', 'impact']],
    good: ['high', 'limited'],
    bad: ['', 'none', 'High'],
  },
  {
    field: 'what a supplier speaks of',
    at: [['supplier-statement', 'about']],
    good: ['deployment', 'incident', 'change', 'other'],
    bad: ['', 'praise'],
  },
  {
    field: 'what a supplier’s statement concerns',
    at: [['supplier-statement', 'concerns']],
    good: [[0], list(50, (i) => i)],
    bad: [[], list(51, (i) => i)],
  },
  {
    field: 'what a device measured',
    at: [['device-observation', 'value']],
    good: [0, -(2 ** 53 - 1), 2 ** 53 - 1],
    bad: ['0', null],
  },
  { field: 'the scale of a measurement', at: [['device-observation', 'scale']], good: [0, 9], bad: [-1, 10] },
];
