/** What happens to a form that was sent: read, judged, recorded, and answered with a receipt or with what was wrong. */
import express, { type Request, type RequestHandler, type Response } from 'express';
import { cutOff } from './cut-off.ts';
import {
  FOLLOW_CODE_CHARACTERS,
  followSigner,
  formatFollowCode,
  makeFollowCode,
  type FollowCode,
} from '@counterfoil/ledger/follow-code';
import { contentRefs } from '@counterfoil/ledger/statement';
import type { ContactOffice } from './follow/office.ts';
import { refusalSentence, type FormDoor, type FormRefusal } from './form-door.ts';
import { parseFormBody } from './form-body.ts';
import { FILES_FORM_TYPE, MAX_FORM_BYTES, readFormFiles, type FormFiles } from './form-files.ts';
import { FORM_CACHE } from './headers.ts';
import type { Language } from './language.ts';
import type { PromiseFile } from '@counterfoil/ledger/promise';
import { PageError } from './page-error.ts';
import {
  buildInputAgain,
  parseForm,
  type Again,
  type FieldError,
  type InputPage,
  type SentForm,
} from './pages/input.ts';
import type { OwnWords } from './pages/receipt.ts';
import type { Reading } from './reading.ts';
import type { NewInput, SubmitInput } from './record.ts';
import { tellRefused } from './tell-refused.ts';
import { isHidden } from './text.ts';
import type { SentFile, Uploads } from './uploads.ts';

/** Room for the longest text with every byte of it escaped, and for one that is too long, so that its author gets it back. */
const MAX_BODY_BYTES = 400_000;
const FORM_TYPE = 'application/x-www-form-urlencoded';

/** Sends the page of the form. */
export type ShowForm = (request: Request, response: Response, page: InputPage, status?: number) => Promise<void>;

/** Sends the receipt with the sender's own words. */
export type ShowReceipt = (
  request: Request,
  response: Response,
  index: number,
  own: OwnWords | undefined,
  code?: FollowCode,
) => Promise<void>;

/** Sends the promise for words in that language; `code` is the one that their sender asked for, and `lostMail` says that none can be sent. */
export type ShowPromise = (
  request: Request,
  response: Response,
  file: PromiseFile,
  lang: string,
  more: { readonly code: string | undefined; readonly lostMail: boolean },
) => Promise<void>;

interface InputHandler {
  readonly language: Language;
  readonly read: () => Reading;
  readonly submitInput: SubmitInput;
  readonly contacts: ContactOffice | undefined;
  readonly door: FormDoor | undefined;
  /** Without it no files are taken. */
  readonly uploads: Uploads | undefined;
  readonly show: ShowForm;
  readonly showReceipt: ShowReceipt;
  readonly showPromise: ShowPromise;
  readonly onError: (error: unknown) => void;
}

export function createInputHandler({
  language,
  read,
  submitInput,
  contacts,
  door,
  uploads,
  show,
  showReceipt,
  showPromise,
  onError,
}: InputHandler): RequestHandler[] {
  const readBody = express.raw({ type: FORM_TYPE, limit: MAX_BODY_BYTES, inflate: false });
  const filesType = uploads === undefined ? [] : [FILES_FORM_TYPE];
  const hasFiles = (request: Request): boolean => uploads !== undefined && request.is(FILES_FORM_TYPE) !== false;
  return [
    (request, _response, next) => {
      next(request.is([FORM_TYPE, ...filesType]) === false ? new PageError('form-type') : undefined);
    },
    (request, response, next) => {
      cutOff(hasFiles(request) ? MAX_FORM_BYTES : MAX_BODY_BYTES)(request, response, next);
    },
    (request, response, next) => {
      if (hasFiles(request)) next();
      else readBody(request, response, (error?: unknown) => next(error === undefined ? undefined : bodyError(error)));
    },
    async (request, response) => {
      const sent = await readSent(request);
      if (sent === undefined) throw new PageError('form-malformed');
      const { fields, files } = sent;
      const form = parseForm(fields, language);
      response.set('Cache-Control', FORM_CACHE);
      const askAgain: AskAgain = async (again, status) =>
        show(
          request,
          response,
          await buildInputAgain(read(), form.target, form.typed, { wasAsked: form.wasAsked, files, ...again }),
          status,
        );
      const fileErrors = sent.errors.map((message) => ({ field: 'files', message }) as const);
      const errors = [...form.errors, ...fileErrors];
      if (form.input === undefined || errors.length > 0) return askAgain({ errors }, 400);
      // Nothing is wrong, and nothing was recorded: the sender has the word.
      if (form.hints.length > 0) return askAgain({ errors: [], hints: form.hints }, 422);
      // Only what would be recorded counts, and whoever is turned away keeps what they typed.
      const refusal = door?.admit(request, form.work);
      if (refusal === undefined) return submit(withFiles(form.input, files), form, request, response, askAgain);
      response.set('Retry-After', String(refusal.retryAfterS));
      return askAgain({ errors: [refusalError(refusal, language)] }, 429);
    },
  ];

  async function submit(
    typed: NewInput,
    { wantsCode, mail }: Pick<SentForm, 'wantsCode' | 'mail'>,
    request: Request,
    response: Response,
    askAgain: AskAgain,
  ): Promise<void> {
    // Made for one answer, and forgotten with it (SPEC M65).
    const code = wantsCode
      ? makeFollowCode(crypto.getRandomValues(new Uint8Array(FOLLOW_CODE_CHARACTERS - 1)))
      : undefined;
    const input = code === undefined ? typed : { ...typed, followKey: followSigner(code).keyid };
    const answer = await submitInput(input).catch((error: unknown) => {
      onError(error);
      return undefined;
    });
    // Whoever typed it keeps it, whatever happened to the recorder.
    if (answer === undefined)
      await askAgain({ errors: [{ field: 'text', message: language.phrase('input-error-unconfirmed') }] }, 503);
    else if ('refused' in answer)
      await askAgain({ errors: [{ field: 'text', message: tellRefused(answer.refused.said, language) }] }, 422);
    else if ('promised' in answer)
      await showPromise(request, response, answer.promised, typed.lang, {
        code: code === undefined ? undefined : formatFollowCode(code),
        lostMail: mail !== undefined,
      });
    else {
      const { index } = answer;
      const content = answer.content && { ...answer.content, place: answer.place, files: answer.files };
      // What was said is on record, whatever becomes of the letters.
      if (mail !== undefined) await contacts?.add(index, mail, language.code).catch(onError);
      if (code !== undefined) await showReceipt(request, response, index, content, code);
      else if (content !== undefined && (await isUnseen(index))) await showReceipt(request, response, index, content);
      else response.redirect(303, `${request.baseUrl}/receipts/${index}`);
    }
  }

  /** Undefined for what no browser would send. */
  async function readSent(request: Request): Promise<FormFiles | undefined> {
    if (uploads !== undefined && hasFiles(request)) return readFormFiles(request, uploads, door, language);
    const fields = Buffer.isBuffer(request.body) ? parseFormBody(request.body) : undefined;
    return fields && { fields, files: [], errors: [] };
  }

  /** Whether what was sent waits to be looked at, so that its author can have it from this answer alone. */
  async function isUnseen(index: number): Promise<boolean> {
    const reading = read();
    const entry = await reading.entry(index);
    const [ref] = entry === undefined ? [] : contentRefs(entry.statement);
    return ref !== undefined && isHidden(await reading.text(ref));
  }
}

function withFiles(input: NewInput, files: readonly SentFile[]): NewInput {
  return files.length === 0 ? input : { ...input, files: files.map(({ token }) => token) };
}

type AskAgain = (again: Again, status: number) => Promise<void>;

function refusalError(refusal: FormRefusal, language: Language): FieldError {
  return { field: 'text', message: refusalSentence(refusal, language) };
}

/** The body parser's errors carry the HTTP status that fits. */
function bodyError(error: unknown): PageError {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  if (status === 413) return new PageError('form-too-large', { cause: error });
  return new PageError(status === 415 ? 'form-type' : 'form-malformed', { cause: error });
}
