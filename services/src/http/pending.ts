/** `GET /api/v1/pending`: texts that are not in public view, shown to those whose office decides about them and to nobody else. */
import { Router } from 'express';
import { z } from 'zod';
import { described } from '@counterfoil/ledger/described';
import { base64 } from '@counterfoil/ledger/bytes';
import { fileMediaTypes } from '@counterfoil/ledger/file-content';
import { codeField, digestField, indexField, timeField } from '@counterfoil/ledger/statements/fields';
import { say } from '@counterfoil/ledger/say';
import type { PublicRecord } from '@counterfoil/web-viewer/record';
import { readUnseen, type DecidingKind, type UnseenText } from '../content/pending.ts';
import type { Vault } from '../content/vault.ts';
import type { Db } from '../database/connect.ts';
import { Problem } from '../problem.ts';
import type { Holder } from '../tray/parties.ts';
import { check } from './body.ts';

/** Each may have 50,000 bytes. */
const TEXTS_A_PAGE = 50;

const placeField = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,14})\.[0-9a-f]{64}$/, 'it is what a page before gave as "next"')
  .transform((text) => ({ entry: Number(text.slice(0, -65)), digest: text.slice(-64) }));

export const pendingQuery = z.strictObject({
  office: described(codeField, 'Whose texts to decide about; the holder of the pass has a mandate for it.'),
  after: placeField.optional().meta({ description: '`next` of the page before.', type: 'string' }),
});

export const pendingSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        digest: digestField,
        entry: described(indexField, 'The entry that it is a text of.'),
        case: indexField,
        state: z.enum(['pending', 'withheld']),
        since: described(timeField, 'When the entry that made it so was recorded.'),
        ground: z.nullable(codeField),
        file: z
          .strictObject({ bytes: z.int(), mediaType: z.enum(fileMediaTypes) })
          .nullable()
          .meta({ description: 'Where it is a file: `GET /api/v1/files/{digest}` has it, for the same office.' }),
        text: z
          .string()
          .nullable()
          .meta({ description: 'Null for a file, and where the key that opens it is lost, as the salt is.' }),
        salt: z.string().nullable(),
      }),
    ),
    next: z.string().nullable().meta({ description: 'Ask again with `after` set to this for more; null at the end.' }),
  })
  .meta({ id: 'Pending' });

export interface PendingOptions {
  readonly db: Db;
  readonly record: PublicRecord;
  readonly vault: Vault;
  /** Of the newest checkpoint. */
  readonly size: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Who shows the pass in this header. @throws Problem `pass-missing`, `pass-refused`. */
  readonly admitHolder: (authorization: string | undefined) => Promise<Holder>;
}

export function createPending({ db, record, vault, size, now, admitHolder }: PendingOptions): Router {
  const router = Router();
  router.get('/pending', async (request, response) => {
    response.set({ 'Cache-Control': 'no-store', 'WWW-Authenticate': 'Counterfoil', Vary: 'Authorization' });
    const holder = await admitHolder(request.get('authorization'));
    response.removeHeader('WWW-Authenticate');
    const { office, after } = check(pendingQuery, request.query);
    const kinds = await mayDecide(record, holder, office, new Date(now()).toISOString());
    const asked = { office, kinds, size: size(), after, limit: TEXTS_A_PAGE };
    const texts = await readUnseen(db, vault, asked);
    const last = texts.length < TEXTS_A_PAGE ? undefined : texts.at(-1);
    response.json({
      items: texts.map(describe),
      next: last === undefined ? null : `${last.entry}.${last.digest}`,
    } satisfies z.infer<typeof pendingSchema>);
  });
  return router;
}

/** @returns what the office may sign of what decides about texts. @throws Problem where the holder has no mandate for it in force. */
export async function mayDecide(
  record: PublicRecord,
  holder: Holder,
  office: string,
  now: string,
): Promise<readonly DecidingKind[]> {
  const mandates = await record.states('mandate', holder.mandates);
  const inForce = mandates.some(
    (one) => one?.office === office && one.ended === null && one.from <= now && (one.until === null || now < one.until),
  );
  if (!inForce)
    throw new Problem('pass-refused', say`Its key signs for no mandate of the office "${office}" that is in force.`);
  const { may = [] } = (await record.state('office', office)) ?? {};
  return (['content-published', 'content-withheld'] as const).filter((kind) => may.includes(kind));
}

function describe({ content, ...known }: UnseenText): z.infer<typeof pendingSchema>['items'][number] {
  return { ...known, text: content?.text ?? null, salt: content === undefined ? null : base64(content.salt) };
}
