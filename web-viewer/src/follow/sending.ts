/** From what is to be said to what is on record, in the browser: checked against the record, signed, sent, and the answer checked. */
import { compose, type Said } from '@counterfoil/ledger/compose';
import { base64 } from '@counterfoil/ledger/bytes';
import { SALT_BYTES } from '@counterfoil/ledger/content';
import type { Signer } from '@counterfoil/ledger/signature';
import { formatStatement } from '@counterfoil/ledger/statement';
import { indexField } from '@counterfoil/ledger/statements/fields';
import * as z from 'zod/mini';
import { refusedBy } from '../desk/desk-problem.ts';
import { language } from '../desk/language.ts';
import { openDraft, type Draft } from '../desk/draft.ts';
import { Ledger } from '../desk/ledger.ts';
import { refusalSchema } from '../desk/refusal.ts';
import { bodyOf, checkRecorded } from '../desk/sending.ts';
import { isKind } from '../opened-entry.ts';
import { workOn } from '../say/working.ts';

const recordedSchema = z.object({ index: indexField, proof: z.string() });
export type Recorded = z.infer<typeof recordedSchema>;

/** Why the browser does not go on, in the language of the page. */
export class FollowProblem extends Error {
  override readonly name = 'FollowProblem';
}

/**
 * The statement, on top of a record that was checked: the entry it speaks on to names this key, and its case is that entry's own.
 * @throws FollowProblem, DeskProblem
 */
export async function draftChecked(
  said: Said,
  signer: Signer,
): Promise<{ readonly draft: Draft; readonly ledger: Ledger }> {
  const ledger = await Ledger.open();
  if (!('speaker' in said) || said.speaker === undefined || !('case' in said) || said.case === undefined)
    throw new FollowProblem(language.phrase('follow-problem-failed'));
  const spoken = await ledger.entry(said.speaker);
  const key = 'followKey' in spoken.statement ? spoken.statement.followKey : undefined;
  if (key !== signer.keyid) throw new FollowProblem(language.phrase('follow-problem-entry', { entry: said.speaker }));
  if (!(await belongsTo(ledger, said.speaker, spoken.caseId ?? said.speaker, said.case)))
    throw new FollowProblem(language.phrase('follow-problem-case', { case: said.case }));
  const common = { origin: ledger.origin, at: new Date().toISOString(), seen: ledger.seen };
  const newSalt = (): Uint8Array => crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const { statement, contents } = compose(said, common, newSalt);
  return { draft: openDraft(formatStatement(statement), contents, ledger.origin), ledger };
}

const caseSchema = z.object({ merged: z.optional(z.nullable(z.object({ entry: indexField, into: indexField }))) });
/** Nobody gets near it in good faith. */
const MAX_MERGERS = 50;

/** Whether entries on record lead from the case in which something was said to that one: mergers, or the split that took it along. */
async function belongsTo(ledger: Ledger, speaker: number, own: number, wanted: number): Promise<boolean> {
  const starts = [own];
  if (wanted !== own && wanted < ledger.size) {
    const split = await ledger.entry(wanted);
    if (isKind(split, 'case-split') && split.statement.inputs.includes(speaker)) return true;
  }
  let now = starts[0] ?? own;
  for (let mergers = 0; mergers < MAX_MERGERS; mergers++) {
    if (now === wanted) return true;
    const response = await ask(`/api/v1/cases/${now}`, {});
    const { merged } = caseSchema.parse(await response.json());
    if (merged == null) return false;
    const merger = await ledger.entry(merged.entry);
    if (!isKind(merger, 'cases-merged') || merger.statement.case !== now) return false;
    now = merger.statement.into;
  }
  return false;
}

/** @param form shows the work of this machine, where it is asked for. @throws FollowProblem, DeskProblem with the service's own sentence */
export async function sendDraft(draft: Draft, signer: Signer, form: HTMLFormElement): Promise<Recorded> {
  const sig = await signer.sign(draft.signed);
  const body = bodyOf(draft, [{ keyid: signer.keyid, sig: base64(sig) }]);
  const recorded = recordedSchema.parse(await (await send('POST', '/api/v1/follow', body, {}, form)).json());
  await checkRecorded(draft.payload, recorded);
  return recorded;
}

/** @param address undefined to have the one that is kept erased */
export async function sendContact(
  pass: string,
  keyName: string,
  address: string | undefined,
  form: HTMLFormElement,
): Promise<void> {
  const path = `/api/v1/follow/${keyName}/contact`;
  const method = address === undefined ? 'DELETE' : 'PUT';
  await send(
    method,
    path,
    address === undefined ? undefined : { address, language: language.code },
    { Authorization: pass },
    form,
  );
}

async function send(
  method: string,
  path: string,
  body: object | undefined,
  headers: Readonly<Record<string, string>>,
  form: HTMLFormElement,
): Promise<Response> {
  const sent = { ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) };
  const asked: RequestInit = {
    method,
    headers: sent,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  let response = await ask(path, asked);
  for (let tries = 0; !response.ok; tries++) {
    const refused = refusalSchema.safeParse(await response.json().catch(() => undefined));
    if (!refused.success) throw new FollowProblem(language.phrase('follow-problem-unreachable'));
    const { challenge } = refused.data;
    if (challenge === undefined || tries > 1) throw refusedBy(refused.data);
    const work = await workOn(challenge, form);
    response = await ask(path, { ...asked, headers: { ...sent, 'Counterfoil-Work': work } });
  }
  return response;
}

async function ask(path: string, asked: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...asked, cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(60_000) });
  } catch (cause) {
    throw new FollowProblem(language.phrase('follow-problem-unreachable'), { cause });
  }
}
