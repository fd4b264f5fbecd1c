/** Vectors of statements, entries, envelopes and content files. SPEC 4, 5, 6, 7. */
import { sha256 } from '@noble/hashes/sha2.js';
import { base64, concatBytes, hex, parseUtf8, utf8 } from '../../src/bytes.ts';
import { canonicalJson, type Json } from '../../src/canonical-json.ts';
import { commitContent, formatContent, type ContentRef } from '../../src/content.ts';
import { formatEntry } from '../../src/entry.ts';
import { signEnvelope, type Envelope } from '../../src/envelope.ts';
import type { FormatCode } from '../../src/error.ts';
import type { SignatureFault } from '../../src/signature.ts';
import { formatStatement, PAYLOAD_TYPE, type Kind } from '../../src/statement.ts';
import { LedgerBuilder } from '../../src/testing/builder.ts';
import { EMPTY_ROOT } from '../../src/tree.ts';
import { without, withValue } from '../change-json.ts';
import { optionalFields, sampleStatements } from '../sample-statements.ts';

export interface StatementRow {
  readonly name: string;
  /** The payload. */
  readonly text: string;
  readonly refused: FormatCode | null;
}

type MakeRow = (name: string, changed: Json, refused?: FormatCode | null) => StatementRow;

/** Fields that belong together, and fields of which a statement has one. SPEC M57, M62. */
function bothRows(kind: Kind, whole: Json, row: MakeRow): readonly StatementRow[] {
  switch (kind) {
    case 'content-withheld':
    case 'content-redacted':
    case 'content-restored': {
      const outside = ['by', 'case'].reduce((left, field) => without(left, [field]), whole);
      return [row('by registrars, outside any case', outside, null)];
    }
    case 'input-received':
    case 'appeal':
    case 'dispute':
    case 'answer':
    case 'evaluation': {
      const said = ['process', 'source', 'by'].reduce(
        (left, field) => without(left, [field]),
        withValue(whole, ['case'], 20),
      );
      const spoken = withValue(said, ['speaker'], 21);
      const rows = [
        row('with a key of its author', spoken, null),
        row('with a key of its author, taken down by officials', withValue(spoken, ['by'], [6])),
      ];
      if (kind !== 'input-received') return rows;
      const opens = withValue(without(spoken, ['case']), ['process'], { id: 'service-request', version: 1 });
      return [
        ...rows,
        row('with a key of its author that opens a case', opens),
        row('with a key of its author, from a source', withValue(spoken, ['source'], { name: 'a', id: '1' })),
      ];
    }
    default:
      return [];
  }
}

export function statementRows(): readonly StatementRow[] {
  return (Object.keys(sampleStatements) as Kind[]).flatMap((kind) => {
    const whole = sampleStatements[kind] as unknown as Json;
    const row = (name: string, changed: Json, refused: FormatCode | null = 'statement-malformed'): StatementRow => ({
      name: `${kind} ${name}`,
      text: canonicalJson(changed),
      refused,
    });
    const fields = Object.keys(whole as object);
    const optional = optionalFields[kind].map((field) => field.split('.'));
    const own = fields.filter((field) => !['kind', 'origin', 'at', 'seen'].includes(field));
    const required = fields.filter((field) => !optionalFields[kind].includes(field));
    return [
      row('with every field', whole, null),
      ...(optional.length === 0
        ? []
        : [row('with no field that may be left out', optional.reduce(without, whole), null)]),
      ...required.map((field) => row(`without "${field}"`, without(whole, [field]))),
      row('with a field more', withValue(whole, ['note'], 'x')),
      row('with a field more, named "__proto__"', withValue(whole, ['__proto__'], {})),
      row('with a field more in "seen"', withValue(whole, ['seen', 'time'], 0)),
      ...own.map((field) => row(`whose "${field}" is null`, withValue(whole, [field], null))),
      ...own.map((field) => row(`whose "${field}" is true`, withValue(whole, [field], true))),
      ...bothRows(kind, whole, row),
      {
        name: `${kind} with a space in it`,
        text: canonicalJson(whole).replace(',', ', '),
        refused: 'json-not-canonical',
      },
    ];
  });
}

export interface EnvelopeRow {
  readonly name: string;
  readonly envelope: Json;
  readonly refused: FormatCode | SignatureFault | null;
}

export async function envelopeRows(): Promise<readonly EnvelopeRow[]> {
  const ledger = await LedgerBuilder.create();
  const [anna, bela] = [await ledger.actor('anna'), await ledger.actor('bela')];
  const payload = formatStatement(sampleStatements.response);
  const { origin } = sampleStatements.response;
  const good = await signEnvelope({ payloadType: PAYLOAD_TYPE, payload, origin }, [anna, bela]);
  const [first, second] = good.signatures;
  if (first === undefined || second === undefined) throw new RangeError('Two were to sign.');
  const row = (name: string, refused: EnvelopeRow['refused'], changed: Json): EnvelopeRow => ({
    name,
    envelope: changed,
    refused,
  });
  const put = (name: string, refused: EnvelopeRow['refused'], changed: Partial<Envelope>): EnvelopeRow =>
    row(name, refused, { ...good, ...changed });
  const signed = async (
    name: string,
    refused: EnvelopeRow['refused'],
    payloadType: string,
    text: string,
  ): Promise<EnvelopeRow> =>
    row(name, refused, await signEnvelope({ payloadType, payload: utf8(text), origin }, [anna]));
  const flipped = base64(Uint8Array.fromBase64(first.sig).with(40, 0));
  const text = parseUtf8(payload);
  return [
    row('two signatures', null, good),
    put('one signature', null, { signatures: [second] }),
    put('the two in the other order', null, { signatures: [second, first] }),
    put('one byte of a signature changed', 'signature-wrong', { signatures: [second, { ...first, sig: flipped }] }),
    put("the signatures under each other's keys", 'signature-wrong', {
      signatures: [
        { ...first, sig: second.sig },
        { ...second, sig: first.sig },
      ],
    }),
    put('one byte of the payload changed', 'signature-wrong', {
      payload: base64(utf8(text.replace('"size":40', '"size":41'))),
    }),
    put('a signature of all zeros', 'signature-wrong', { signatures: [{ ...first, sig: base64(new Uint8Array(64)) }] }),
    row('signed without the pre-authentication encoding', 'signature-wrong', {
      ...good,
      signatures: [{ keyid: anna.keyid, sig: base64(await anna.signBytes(payload)) }],
    }),
    put('no signature', 'envelope-malformed', { signatures: [] }),
    put('65 signatures', 'envelope-malformed', { signatures: Array.from({ length: 65 }, () => first) }),
    put('a payload that lacks its last character', 'envelope-malformed', { payload: good.payload.slice(0, -1) }),
    put('a payload with a line break', 'envelope-malformed', {
      payload: `${good.payload.slice(0, 76)}\n${good.payload.slice(76)}`,
    }),
    put('an empty payload', 'envelope-malformed', { payload: '' }),
    put('a signature of 63 bytes', 'signature-malformed', {
      signatures: [{ ...first, sig: base64(new Uint8Array(63)) }],
    }),
    put('a keyid without its scheme', 'envelope-malformed', {
      signatures: [{ ...first, keyid: first.keyid.slice(8) }],
    }),
    row('a field more', 'envelope-malformed', { ...good, note: 'x' }),
    row('a field more in a signature', 'envelope-malformed', withValue(good, ['signatures', '0', 'alg'], 'Ed25519')),
    row('no payload type', 'envelope-malformed', without(good, ['payloadType'])),
    row('no keyid', 'envelope-malformed', { ...good, signatures: [{ sig: first.sig }] }),
    await signed('another payload type, well signed', 'envelope-malformed', 'application/json', text),
    await signed(
      'a later version of the payload type, well signed',
      'envelope-malformed',
      PAYLOAD_TYPE.replace('v1', 'v2'),
      text,
    ),
    await signed('a payload that is not canonical, well signed', 'json-not-canonical', PAYLOAD_TYPE, ` ${text}`),
    await signed('a payload that is no statement, well signed', 'statement-malformed', PAYLOAD_TYPE, '{}'),
    await signed('a payload that is not JSON, well signed', 'json-invalid', PAYLOAD_TYPE, 'A bench, please.'),
  ];
}

export interface EntryRow {
  readonly name: string;
  readonly text: string;
  /** Where it is given, the one "…" in `text` stands for so many letters "A". */
  readonly fill?: number;
  readonly refused: FormatCode | null;
}

export async function entryRows(): Promise<readonly EntryRow[]> {
  const ledger = await LedgerBuilder.create();
  const { response } = sampleStatements;
  const envelope = await signEnvelope(
    { payloadType: PAYLOAD_TYPE, payload: formatStatement(response), origin: response.origin },
    [await ledger.actor('anna')],
  );
  const entry = { index: 7, time: '2026-01-05T08:00:07.000Z', prev: base64(EMPTY_ROOT), envelope };
  const text = parseUtf8(formatEntry(entry));
  const json = JSON.parse(text) as Json;
  const row = (name: string, changed: Json, refused: FormatCode | null = 'entry-malformed'): EntryRow => ({
    name,
    text: canonicalJson(changed),
    refused,
  });
  const respelled = (name: string, from: string, to: string, refused: FormatCode = 'json-not-canonical'): EntryRow => ({
    name,
    text: text.replace(from, to),
    refused,
  });
  const [before = '', behind = ''] = text.split(envelope.payload);
  const filled = (name: string, bytes: number, refused: FormatCode | null): EntryRow => ({
    name,
    text: `${before}…${behind}`,
    fill: bytes - before.length - behind.length,
    refused,
  });
  return [
    row('an entry', json, null),
    row('the first entry of a log', withValue(withValue(json, ['prev'], null), ['index'], 0), null),
    row(
      'an entry of another payload type, which the envelope refuses and not the entry',
      withValue(json, ['envelope', 'payloadType'], 'text/plain'),
      null,
    ),
    filled('an entry of 65,535 bytes', 65_535, null),
    filled('an entry of 65,536 bytes', 65_536, 'entry-too-large'),
    ...['envelope', 'index', 'prev', 'time', 'v'].map((field) => row(`without "${field}"`, without(json, [field]))),
    row('with a field more', withValue(json, ['hash'], base64(EMPTY_ROOT))),
    row('with a field more in the envelope', withValue(json, ['envelope', 'hash'], base64(EMPTY_ROOT))),
    row('of version 2', withValue(json, ['v'], 2)),
    row('with a negative index', withValue(json, ['index'], -1)),
    row('with a time without milliseconds', withValue(json, ['time'], '2026-01-05T08:00:07Z')),
    row('of the 30th of February', withValue(json, ['time'], '2026-02-30T08:00:07.000Z')),
    row('with a hash of 31 bytes before it', withValue(json, ['prev'], base64(EMPTY_ROOT.subarray(1)))),
    row('with no signature', withValue(json, ['envelope', 'signatures'], [])),
    row('that is a list', [json]),
    respelled('with a space', '"index":7', '"index": 7'),
    respelled('with an index written as 7.0', '"index":7', '"index":7.0'),
    respelled('with an index twice', '"index":7', '"index":7,"index":7'),
    respelled('with an escape that is not needed', 'application/', 'application\\/'),
    respelled('with an unsafe index', '"index":7', '"index":9007199254740992', 'json-invalid'),
    respelled('with a byte order mark', '{"envelope', '\ufeff{"envelope', 'json-invalid'),
    { name: 'with a line break behind', text: `${text}\n`, refused: 'json-not-canonical' },
    { name: 'cut off', text: text.slice(0, -1), refused: 'json-invalid' },
    {
      name: 'with fields in another order',
      text: JSON.stringify(entry).replace('{', '{"v":1,'),
      refused: 'json-not-canonical',
    },
  ];
}

export interface ContentRow {
  readonly name: string;
  /** The content file. */
  readonly file: string;
  readonly ref: ContentRef;
  /** Whether the text is the one the reference was made for; null where the file cannot be read. */
  readonly fits: boolean | null;
  readonly refused: FormatCode | null;
}

export function contentRows(): readonly ContentRow[] {
  const salt = Uint8Array.from({ length: 32 }, (_, i) => i * 8);
  const words = 'Die Bank am Teich — 🪑 fehlt eine Latte.';
  const ref = commitContent({ salt, text: words }, 'de');
  const file = (text: string, of = salt): string => parseUtf8(formatContent({ salt: of, text }));
  const read = (name: string, content: string, fits: boolean, changed: Partial<ContentRef> = {}): ContentRow => ({
    name,
    file: content,
    ref: { ...ref, ...changed },
    fits,
    refused: null,
  });
  const bad = (name: string, content: string, refused: FormatCode): ContentRow => ({
    name,
    file: content,
    ref,
    fits: null,
    refused,
  });
  const s = base64(salt);
  return [
    read('the text and its salt', file(words), true),
    read('a text of one letter', file('a'), true, commitContent({ salt, text: 'a' }, 'de')),
    read(
      'a text of line breaks and control characters',
      file('a\n\t\u0000\u2028'),
      true,
      commitContent({ salt, text: 'a\n\t\u0000\u2028' }, 'de'),
    ),
    read('a letter changed', file(words.replace('Latte', 'Ladde')), false),
    read('a space behind', file(`${words} `), false),
    read('no text', file(''), false),
    read('another salt', file(words, salt.with(0, 1)), false),
    read('a salt of zeros', file(words, new Uint8Array(32)), false),
    read('the right digest with the wrong length', file(words), false, { bytes: ref.bytes - 1 }),
    read('the digest of the text without the name of the format', file(words), false, {
      digest: hex(sha256(concatBytes(salt, utf8(words)))),
    }),
    bad('a salt of 31 bytes', `{"salt":"${base64(salt.subarray(1))}","text":"a"}`, 'content-malformed'),
    bad('no salt', '{"text":"a"}', 'content-malformed'),
    bad('a text that is a number', `{"salt":"${s}","text":1}`, 'content-malformed'),
    bad('a field more', `{"lang":"de","salt":"${s}","text":"a"}`, 'content-malformed'),
    bad('a salt without padding', `{"salt":"${s.slice(0, -1)}","text":"a"}`, 'base64-invalid'),
    bad('fields in another order', `{"text":"a","salt":"${s}"}`, 'json-not-canonical'),
    bad('an escape that is not needed', `{"salt":"${s}","text":"\\u0061"}`, 'json-not-canonical'),
    bad('half of a surrogate pair', `{"salt":"${s}","text":"\\ud800"}`, 'utf8-invalid'),
    bad('a byte order mark', `\ufeff${file('a')}`, 'json-invalid'),
  ];
}
