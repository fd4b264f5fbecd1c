/** `/openapi.json`, made from the schemas that validate. */
import { createDocument, type ZodOpenApiPathsObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import { z } from 'zod';
import { codeField, digestField, indexField } from '@counterfoil/ledger/statements/fields';
import { tableNames } from '@counterfoil/web-viewer/downloads/columns';
import { formNames } from '@counterfoil/web-viewer/downloads/format';
import { directorySchema } from './directory-schema.ts';
import { caseSchema } from './case-view.ts';
import { WORK_HEADER } from './limits.ts';
import { contactSchema, followedSchema, ownTextsSchema } from './follow.ts';
import { obligationsQuery, obligationsSchema } from './obligations.ts';
import { pendingQuery, pendingSchema } from './pending.ts';
import { promiseStateSchema } from './promises.ts';
import { reasonQuery, reasonUsesSchema } from './reasons.ts';
import { retentionQuery, retentionSchema } from './retention.ts';
import { searchQuery, searchSchema } from './search.ts';
import {
  contentSchema,
  infoSchema,
  keptReceiptSchema,
  newInputSchema,
  newStatementSchema,
  newVoiceSchema,
  problemSchema,
  promisedSchema,
  receiptQuery,
  recordedSchema,
  uploadSchema,
} from './schemas.ts';
import {
  newProposalSchema,
  newSignatureSchema,
  proposalIdField,
  proposalListSchema,
  proposalSchema,
} from './proposal-schemas.ts';

const json = (schema: z.core.$ZodType) => ({ 'application/json': { schema } });
const binary = { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } };
const problem = {
  description: 'Why not, with a stable code.',
  content: { 'application/problem+json': { schema: problemSchema } },
};
const answer = (description: string, content: object): ZodOpenApiResponsesObject => ({
  200: { description, content },
  '4XX': problem,
  '5XX': problem,
});
const recorded: ZodOpenApiResponsesObject = {
  201: { description: 'Recorded: durable, and under a signed checkpoint.', content: json(recordedSchema) },
  200: { description: 'The very same had been recorded before.', content: json(recordedSchema) },
  '4XX': problem,
  '5XX': problem,
};
const heard: ZodOpenApiResponsesObject = {
  ...recorded,
  202: {
    description: 'It could not be recorded just now. It is kept, and signed for: by its deadline it will be on record.',
    content: json(promisedSchema),
  },
};
const placed: ZodOpenApiResponsesObject = {
  ...recorded,
  202: { description: 'It waits for more signatures.', content: json(proposalSchema) },
};
const PASS = 'deskPass';
const byPass = { security: [{ [PASS]: [] }] };
const workHeader = z.object({
  [WORK_HEADER]: z.string().optional().meta({
    description:
      'When much is sent the answer is 429 `work-needed` with a `challenge`: the solution goes here (web-viewer/src/work.ts says how it is made).',
  }),
});
const path = (fields: Record<string, z.core.$ZodType>) => ({ path: z.object(fields) });

const paths: ZodOpenApiPathsObject = {
  '/ledger.json': {
    get: {
      summary: 'What a reader needs to begin',
      responses: answer('Origin, log key, authority, licence, links.', json(infoSchema)),
    },
  },
  '/checkpoint': {
    get: {
      summary: 'The newest checkpoint (C2SP tlog-checkpoint)',
      responses: answer('A signed note.', { 'text/plain': { schema: z.string() } }),
    },
  },
  '/tile/{level}/{tile}': {
    get: {
      summary: 'Hash tiles, and entry bundles under the level "entries" (C2SP tlog-tiles)',
      requestParams: path({
        level: z.string(),
        tile: z.string().meta({ description: 'Such as 000, x001/234 or 000.p/17.' }),
      }),
      responses: answer('The tile.', binary),
    },
  },
  '/content/{digest}': {
    get: {
      summary: 'A text with its salt',
      requestParams: path({ digest: z.string() }),
      responses: answer('Salt and text.', json(contentSchema)),
    },
  },
  '/file/{digest}': {
    get: {
      summary: 'A picture or document: its salt, and its bytes behind it',
      requestParams: path({ digest: z.string() }),
      responses: answer('32 bytes of salt, then the file.', binary),
    },
  },
  '/feed.atom': {
    get: {
      summary:
        'Every entry, newest first, in words (Atom, in pages by RFC 5005); /record lists the feeds of processes, offices and others',
      requestParams: { query: z.object({ before: z.optional(z.string()) }) },
      responses: answer('A feed.', { 'application/atom+xml': { schema: z.string() } }),
    },
  },
  '/downloads/{table}.{form}': {
    get: {
      summary: 'A whole table: /downloads says what its columns hold',
      requestParams: path({
        table: z.enum(tableNames),
        form: z.enum(formNames),
      }),
      responses: answer('One line a row.', {
        'text/csv': { schema: z.string() },
        'application/jsonl': { schema: z.string() },
      }),
    },
  },
  '/api/v1/files': {
    post: {
      summary: 'Send a picture or document, which what is said next can refer to within an hour',
      description:
        'The body is the file itself: JPEG, PNG, WebP or PDF, told by its bytes, at most 10,000,000. Of a picture, what tells where, when, by whom and with what it was taken is removed before anything is kept.',
      requestBody: { required: true, content: binary },
      responses: {
        201: { description: 'The file as it is kept, and what shows that you sent it.', content: json(uploadSchema) },
        '4XX': problem,
        '5XX': problem,
      },
    },
  },
  '/api/v1/files/{digest}': {
    get: {
      summary: 'A file that is not public, for whoever sent it and for those whose office decides about it',
      description:
        'Whoever sent it shows the token: `Authorization: Counterfoil-Upload <token>`. Others show a desk pass and name the `office`.',
      requestParams: { ...path({ digest: z.string() }), query: z.object({ office: z.optional(codeField) }) },
      responses: answer('32 bytes of salt, then the file.', binary),
    },
  },
  '/api/v1/inputs': {
    post: {
      summary: 'Send in what somebody says; the service records it with its intake key',
      requestParams: { query: receiptQuery, header: workHeader },
      requestBody: { required: true, content: json(newInputSchema) },
      responses: heard,
    },
  },
  '/api/v1/voices': {
    post: {
      summary: 'Send in what else people say in a case: support, an appeal, a dispute, an answer, an evaluation',
      requestParams: { query: receiptQuery, header: workHeader },
      requestBody: { required: true, content: json(newVoiceSchema) },
      responses: heard,
    },
  },
  '/api/v1/follow': {
    post: {
      summary: 'Record what somebody says on by a key of their own: a signed statement with `speaker`',
      requestParams: { header: workHeader },
      requestBody: { required: true, content: json(newStatementSchema) },
      responses: recorded,
    },
  },
  '/api/v1/follow/{key}': {
    get: {
      summary: 'The entries that name a follow-up key: its 32 bytes in base64url',
      requestParams: path({ key: z.string() }),
      responses: answer('Entries, oldest first.', json(followedSchema)),
    },
  },
  '/api/v1/follow/{key}/texts': {
    get: {
      summary: 'Texts of these entries that are not in public view, for whoever shows a pass of the key (SPEC 5.7)',
      ...byPass,
      requestParams: path({ key: z.string() }),
      responses: answer('Texts with their salts.', json(ownTextsSchema)),
    },
  },
  '/api/v1/follow/{key}/contact': {
    put: {
      summary: 'Have letters sent to an address when officials act in the case; it has to be confirmed',
      ...byPass,
      requestParams: { ...path({ key: z.string() }), header: workHeader },
      requestBody: { required: true, content: json(contactSchema) },
      responses: {
        202: {
          description: 'A letter asks whether the address is right.',
          content: json(z.strictObject({ waits: z.literal(true) })),
        },
        '4XX': problem,
        '5XX': problem,
      },
    },
    delete: {
      summary: 'Have the address erased',
      ...byPass,
      requestParams: path({ key: z.string() }),
      responses: answer('It is erased.', json(z.strictObject({ erased: z.literal(true) }))),
    },
  },
  '/api/v1/statements': {
    post: {
      summary: 'Record a signed statement with its texts',
      requestBody: { required: true, content: json(newStatementSchema) },
      responses: recorded,
    },
  },
  '/api/v1/promises/{digest}': {
    get: {
      summary: 'What became of words for which a promise was given, by their commitment',
      requestParams: path({ digest: digestField }),
      responses: answer('Recorded, or waiting.', json(promiseStateSchema)),
    },
  },
  '/api/v1/directory': {
    get: {
      summary: 'Offices, mandates, processes, registers and calendar, each with the entry that says so',
      responses: answer('What is in force, and every version of the rules.', json(directorySchema)),
    },
  },
  '/api/v1/intake-key': {
    get: {
      summary: 'The key the service signs inputs with',
      responses: answer('The keyid.', json(z.strictObject({ intakeKey: z.string() }))),
    },
  },
  '/receipts/{entry}.json': {
    get: {
      summary: 'The receipt for what somebody said, as a file that proves it by itself',
      requestParams: path({ entry: indexField }),
      responses: answer('Canonical JSON.', json(keptReceiptSchema)),
    },
  },
  '/api/v1/entries/{index}': {
    get: {
      summary: 'The exact bytes of an entry: they hash to the leaf',
      requestParams: path({ index: indexField }),
      responses: answer('Canonical JSON.', { 'application/json': { schema: z.object({}).loose() } }),
    },
  },
  '/api/v1/entries/{index}/proof': {
    get: {
      summary: 'Proof that the entry is under the newest checkpoint (C2SP tlog-proof)',
      requestParams: path({ index: indexField }),
      responses: answer('A tlog-proof.', { 'text/plain': { schema: z.string() } }),
    },
  },
  '/api/v1/cases/{id}': {
    get: {
      summary: 'A case: where it stands, who owes what, and its steps',
      requestParams: { ...path({ id: indexField }), query: z.object({ after: z.optional(indexField) }) },
      responses: answer('The case.', json(caseSchema)),
    },
  },
  '/api/v1/obligations': {
    get: {
      summary: 'Who owes which step, since when and until when: computed from the rules, never entered',
      requestParams: { query: obligationsQuery },
      responses: answer('What is owed, a page at a time.', json(obligationsSchema)),
    },
  },
  '/api/v1/search': {
    get: {
      summary: 'Texts in public view by their words, or cases by what is known of them, newest first',
      requestParams: { query: searchQuery },
      responses: answer('Where to find it, a page at a time.', json(searchSchema)),
    },
  },
  '/api/v1/pending': {
    get: {
      ...byPass,
      summary: 'Texts that are not in public view, for those whose office decides about them',
      requestParams: { query: pendingQuery },
      responses: answer('The texts, a page at a time.', json(pendingSchema)),
    },
  },
  '/api/v1/retention': {
    get: {
      summary: 'Which texts are to be erased because of their age, and from when on',
      requestParams: { query: retentionQuery },
      responses: answer('Digests and dates, a page at a time.', json(retentionSchema)),
    },
  },
  '/api/v1/reason-uses': {
    get: {
      summary: 'How often a reason was given before, by the hash of its words',
      requestParams: { query: reasonQuery },
      responses: answer('Counted over the published reasons of dispositions.', json(reasonUsesSchema)),
    },
  },
  '/api/v1/proposals': {
    post: {
      ...byPass,
      summary: 'Put a signed statement into the tray, where others sign it; it is recorded when they have',
      requestBody: { required: true, content: json(newProposalSchema) },
      responses: placed,
    },
    get: {
      ...byPass,
      summary: 'What the holder of the pass may sign or has signed',
      responses: answer('What waits first, then what is closed.', json(proposalListSchema)),
    },
  },
  '/api/v1/proposals/{id}': {
    get: {
      ...byPass,
      summary: 'A statement that waits for signatures, byte for byte, with its texts',
      requestParams: path({ id: proposalIdField }),
      responses: answer('The proposal.', json(proposalSchema)),
    },
  },
  '/api/v1/proposals/{id}/signatures': {
    post: {
      ...byPass,
      summary: 'Add a signature; the last one has the statement recorded',
      requestParams: path({ id: proposalIdField }),
      requestBody: { required: true, content: json(newSignatureSchema) },
      responses: placed,
    },
  },
  '/health/live': { get: { summary: 'The process answers', responses: answer('It does.', {}) } },
  '/health/ready': {
    get: { summary: 'Writing works; 503 with a code where it does not', responses: answer('It does.', {}) },
  },
  '/metrics': {
    get: {
      summary: 'Figures for operators (Prometheus)',
      responses: answer('Text.', { 'text/plain': { schema: z.string() } }),
    },
  },
};

export const openapi = createDocument({
  openapi: '3.1.0',
  info: {
    title: 'Counterfoil',
    version: '1',
    description: 'The public record of what citizens said, what officials answered and what was decided.',
    license: { name: 'Apache-2.0' },
  },
  paths,
  components: {
    securitySchemes: {
      [PASS]: {
        type: 'http',
        scheme: 'Counterfoil',
        description: 'A desk pass, signed by a key that signs in this ledger (SPEC 5.6).',
      },
    },
  },
});
