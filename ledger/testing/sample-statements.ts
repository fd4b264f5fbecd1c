/** One statement of each kind with every field it can have: what tests and vectors change one thing of. */
import { base64, hex } from '../src/bytes.ts';
import { commitContent, type ContentRef } from '../src/content.ts';
import type { Kind, StatementOf } from '../src/statement.ts';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../src/bytes.ts';

/** A key of the right spelling; nobody holds its other half. */
export const SAMPLE_KEYID = `ed25519:${base64(sha256(utf8('sample key')))}`;
export const SAMPLE_PERSON = hex(sha256(utf8('sample person')).subarray(0, 16));
export const SAMPLE_TEXT: ContentRef = commitContent({ salt: sha256(utf8('sample salt')), text: 'A sample.' }, 'en');

const common = {
  origin: 'ledger.example.org/rivermouth',
  at: '2026-01-05T08:00:00.000Z',
  seen: { size: 40, root: base64(sha256(utf8('sample root'))) },
};
const official = { ...common, by: [6, 7], case: 20 };

export const sampleStatements: { readonly [K in Kind]: StatementOf<K> } = {
  'ledger-opened': {
    kind: 'ledger-opened',
    ...common,
    authority: { name: 'City of Rivermouth', lang: 'en' },
    licence: 'CC-BY-4.0',
    registrars: [{ person: SAMPLE_PERSON, key: SAMPLE_KEYID }],
    threshold: 1,
    logKey: 'ledger.example.org/rivermouth+c5876116+AblCeK68cSvUC63RVUsbRfx35PNexle2w6GQMC3lj0uV',
    intakeKey: SAMPLE_KEYID,
  },
  'office-defined': {
    kind: 'office-defined',
    ...common,
    office: 'parks',
    title: 'Parks department',
    may: ['response', 'dispositions'],
  },
  'mandate-granted': {
    kind: 'mandate-granted',
    ...common,
    office: 'parks',
    person: SAMPLE_PERSON,
    key: SAMPLE_KEYID,
    from: '2026-01-01T00:00:00.000Z',
    until: '2030-01-01T00:00:00.000Z',
    holder: SAMPLE_TEXT,
  },
  'mandate-ended': { kind: 'mandate-ended', ...common, mandate: 6, reason: 'resigned' },
  'process-published': {
    kind: 'process-published',
    ...common,
    process: 'service-request',
    version: 1,
    title: 'Service request',
    level: 'inform',
    authors: ['person', 'data-set'],
    acts: {
      'input-received': { offices: ['front-desk'], signatures: 1 },
      acknowledgement: { offices: ['front-desk'], signatures: 1 },
      response: { offices: ['front-desk', 'parks'], signatures: 1 },
      decision: { offices: ['mayor'], signatures: 2 },
      dispositions: { offices: ['parks'], signatures: 1 },
      correction: { offices: ['mayor'], signatures: 1 },
    },
    outcomes: [{ code: 'granted', title: 'Granted' }],
    dispositions: [{ code: 'adopted', title: 'Adopted' }],
    accounting: 'record',
    clocks: { acknowledge: 3, respond: 14, decide: 60 },
  },
  'input-received': {
    kind: 'input-received',
    ...common,
    process: { id: 'service-request', version: 1 },
    channel: 'phone',
    author: 'person',
    by: [6],
    category: 'parks',
    source: { name: 'old-register', id: 'R/2026-17' },
    text: SAMPLE_TEXT,
  },
  acknowledgement: { kind: 'acknowledgement', ...official, text: SAMPLE_TEXT },
  response: { kind: 'response', ...official, text: SAMPLE_TEXT },
  decision: { kind: 'decision', ...official, outcome: 'granted', basis: 'Parks by-law, section 4', text: SAMPLE_TEXT },
  dispositions: {
    kind: 'dispositions',
    ...official,
    items: [{ code: 'adopted', inputs: [20, 21], reason: SAMPLE_TEXT }],
  },
  correction: { kind: 'correction', ...official, corrects: 30, text: SAMPLE_TEXT },
};

/** Fields that may be left out, as paths from the statement. Numbers of list items are written `0`. */
export const optionalFields: { readonly [K in Kind]: readonly string[] } = {
  'ledger-opened': [],
  'office-defined': [],
  'mandate-granted': ['until', 'holder'],
  'mandate-ended': [],
  'process-published': [
    ...['input-received', 'acknowledgement', 'response', 'decision', 'dispositions', 'correction'].map(
      (kind) => `acts.${kind}`,
    ),
    'clocks.acknowledge',
    'clocks.respond',
    'clocks.decide',
  ],
  'input-received': ['by', 'category', 'source'],
  acknowledgement: ['text'],
  response: [],
  decision: [],
  dispositions: [],
  correction: [],
};
