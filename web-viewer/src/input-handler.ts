/** What happens to a form that was sent: read, judged, recorded, and answered with a receipt or with what was wrong. */
import express, { type RequestHandler, type Response } from 'express';
import { parseFormBody } from './form-body.ts';
import { FORM_CACHE } from './headers.ts';
import { PageError } from './page-error.ts';
import { buildInputAgain, parseForm, type FieldError } from './pages/input.ts';
import type { Reading } from './reading.ts';
import type { NewInput, SubmitInput } from './record.ts';
import type { Show } from './show.ts';
import { inputWords } from './words/input.ts';

/** Room for the longest text with every byte of it escaped, and for one that is too long, so that its author gets it back. */
const MAX_BODY_BYTES = 400_000;
const FORM_TYPE = 'application/x-www-form-urlencoded';

interface InputHandler {
  readonly read: () => Reading;
  readonly submitInput: SubmitInput;
  readonly show: Show;
  readonly onError: (error: unknown) => void;
}

export function createInputHandler({ read, submitInput, show, onError }: InputHandler): RequestHandler[] {
  const readBody = express.raw({ type: FORM_TYPE, limit: MAX_BODY_BYTES, inflate: false });
  return [
    (request, response, next) => {
      if (request.is(FORM_TYPE) === false) throw new PageError('form-type');
      readBody(request, response, (error?: unknown) => next(error === undefined ? undefined : bodyError(error)));
    },
    async (request, response) => {
      const fields = Buffer.isBuffer(request.body) ? parseFormBody(request.body) : undefined;
      if (fields === undefined) throw new PageError('form-malformed');
      const form = parseForm(fields);
      response.set('Cache-Control', FORM_CACHE);
      const askAgain = async (errors: readonly FieldError[], status: number): Promise<void> =>
        show(request, response, 'input', 'say', await buildInputAgain(read(), form.target, form.typed, errors), status);
      if (form.input === undefined) await askAgain(form.errors, 400);
      else await submit(form.input, response, askAgain);
    },
  ];

  async function submit(
    input: NewInput,
    response: Response,
    askAgain: (errors: readonly FieldError[], status: number) => Promise<void>,
  ): Promise<void> {
    const answer = await submitInput(input).catch((error: unknown) => {
      onError(error);
      return undefined;
    });
    // Whoever typed it keeps it, whatever happened to the recorder.
    if (answer === undefined) await askAgain([{ field: 'text', message: inputWords.errors.unconfirmed }], 503);
    else if ('refused' in answer) await askAgain([{ field: 'text', message: answer.refused.detail }], 422);
    else response.redirect(303, `/receipts/${answer.index}`);
  }
}

/** The body parser's errors carry the HTTP status that fits. */
function bodyError(error: unknown): PageError {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  if (status === 413) return new PageError('form-too-large', { cause: error });
  return new PageError(status === 415 ? 'form-type' : 'form-malformed', { cause: error });
}
