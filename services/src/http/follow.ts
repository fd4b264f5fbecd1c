/** `/api/v1/follow`: coming back by a follow-up key, for programs and for the page's script. SPEC 5.7. */
import { Router } from 'express';
import { z } from 'zod';
import { described } from '@counterfoil/ledger/described';
import { base64 } from '@counterfoil/ledger/bytes';
import { checkDeskPass, parseDeskPass } from '@counterfoil/ledger/desk-pass';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import { digestField, hashField, indexField, keyidField, langField } from '@counterfoil/ledger/statements/fields';
import { parseKeyName } from '@counterfoil/web-viewer/follow/key-name';
import { parseMailAddress } from '@counterfoil/web-viewer/follow/mail-address';
import type { FollowOffice } from '@counterfoil/web-viewer/follow/office';
import { openEntry } from '@counterfoil/web-viewer/opened-entry';
import type { PublicRecord } from '@counterfoil/web-viewer/record';
import { contentRefs, type Statement } from '@counterfoil/ledger/statement';
import { say } from '@counterfoil/ledger/say';
import { asProblem, Problem } from '../problem.ts';
import type { Recorder } from '../recorder/recorder.ts';
import { openSubmission } from '../recorder/submission.ts';
import { jsonBody, parseBody } from './body.ts';
import { newStatementSchema, type recordedSchema } from './schemas.ts';

const INPUT_LIMIT_BYTES = 400_000;
const CONTACT_LIMIT_BYTES = 1000;
/** The longest time for which a pass opens one's own words. SPEC 5.7. */
const MAX_PASS_MS = 600_000;
/** Nobody says more by one code. */
const MOST_ENTRIES = 500;

export const followedSchema = z
  .strictObject({
    key: keyidField,
    entries: z.array(
      z.strictObject({
        entry: indexField,
        case: described(indexField, 'The case in which it was said.'),
        withdrawn: z.nullable(indexField).meta({ description: 'The entry by which its author took it back.' }),
      }),
    ),
  })
  .meta({ id: 'Followed' });

export const ownTextsSchema = z
  .strictObject({
    items: z.array(z.strictObject({ entry: indexField, digest: digestField, text: z.string(), salt: hashField })),
  })
  .meta({ id: 'OwnTexts' });

export const contactSchema = z
  .strictObject({
    address: z
      .string()
      .max(254)
      .refine((typed) => parseMailAddress(typed) !== undefined, { message: 'it is no e-mail address' }),
    language: z.optional(langField).describe('Of the letters. Without it they are in the authority’s own language.'),
  })
  .meta({ id: 'Contact' });

export interface FollowApiOptions {
  readonly recorder: Recorder;
  readonly record: PublicRecord;
  readonly office: FollowOffice;
  readonly origin: string;
  readonly verifier: SignatureVerifier;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function createFollow({ recorder, record, office, origin, verifier, now }: FollowApiOptions): Router {
  const router = Router();

  router.get('/follow/:key', async (request, response) => {
    const key = keyOf(request.params.key);
    const entries = await record.spokenBy(key, MOST_ENTRIES);
    const speakers = await record.states('speaker', entries);
    response.set('Cache-Control', 'no-cache').json({
      key,
      entries: entries.flatMap((entry, i) => {
        const speaker = speakers[i];
        return speaker === undefined ? [] : [{ entry, case: speaker.case, withdrawn: speaker.withdrawn }];
      }),
    } satisfies z.infer<typeof followedSchema>);
  });

  router.get('/follow/:key/texts', async (request, response) => {
    response.set({ 'Cache-Control': 'no-store', Vary: 'Authorization' });
    const entries = await admit(request.params.key, request.get('authorization'));
    const hidden = await office.hiddenTexts(entries);
    const items: z.infer<typeof ownTextsSchema>['items'] = [];
    for (const { index, bytes } of await record.entries(entries)) {
      for (const { digest } of contentRefs(openEntry(index, bytes).statement)) {
        const content = hidden.get(digest);
        if (content !== undefined) items.push({ entry: index, digest, text: content.text, salt: base64(content.salt) });
      }
    }
    response.json({ items } satisfies z.infer<typeof ownTextsSchema>);
  });

  router.post('/follow', ...jsonBody(INPUT_LIMIT_BYTES), async (request, response) => {
    const { envelope, contents } = parseBody(request, newStatementSchema);
    const opened = openSubmission(envelope);
    if (!isSpokenOn(opened.statement)) throw new Problem('request-malformed', say`It names no entry as its "speaker".`);
    const { index, caseId, time, repeated, proof } = await recorder.submit(envelope, contents, [], opened);
    const body: z.infer<typeof recordedSchema> = { index, case: caseId ?? null, time, repeated, proof };
    response.status(repeated ? 200 : 201).json(body);
  });

  router.put('/follow/:key/contact', ...jsonBody(CONTACT_LIMIT_BYTES), async (request, response) => {
    const { contacts } = office;
    const [first] = await admit(String(request.params['key']), request.get('authorization'));
    if (contacts === undefined) throw new Problem('no-letters');
    if (first === undefined) throw new Problem('follow-unknown');
    const { address, language } = parseBody(request, contactSchema);
    await contacts.add(first, address, language);
    response.status(202).json({ waits: true });
  });

  router.delete('/follow/:key/contact', async (request, response) => {
    const entries = await admit(request.params.key, request.get('authorization'));
    await office.contacts?.stop(entries);
    response.json({ erased: true });
  });
  return router;

  /** Whoever shows a pass of this key. @returns the entries that name it. @throws Problem `pass-missing`, `pass-refused` */
  async function admit(name: string, authorization: string | undefined): Promise<readonly number[]> {
    const key = keyOf(name);
    if (authorization === undefined) throw new Problem('pass-missing');
    const entries = await record.spokenBy(key, MOST_ENTRIES);
    // Asked first: judging the signature of an unknown key costs far more than refusing it.
    if (entries.length === 0) throw new Problem('pass-refused', say`No entry of this record names its key.`);
    const signed = parsePass(authorization);
    if (signed.keyid !== key) throw new Problem('pass-refused', say`Another key signed it.`);
    const { from, until } = signed.pass;
    const isLong = Date.parse(until) - Date.parse(from) > MAX_PASS_MS;
    const verdict = isLong
      ? 'pass-hours'
      : await checkDeskPass(signed, { origin, now: new Date(now()).toISOString() }, verifier);
    if (verdict !== 'ok') throw new Problem('pass-refused', say`It does not hold here and now (${verdict}).`);
    return entries;
  }
}

/** What somebody signs by a follow-up key, and no official: it goes through the door for what people say. */
export function isSpokenOn(statement: Statement): boolean {
  return 'speaker' in statement && statement.speaker !== undefined;
}

function keyOf(name: string): string {
  const key = parseKeyName(name);
  if (key === undefined) throw new Problem('not-found');
  return key;
}

function parsePass(authorization: string): ReturnType<typeof parseDeskPass> {
  try {
    return parseDeskPass(authorization);
  } catch (error) {
    throw asProblem(error);
  }
}
