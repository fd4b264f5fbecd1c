/** Where the links in letters lead: to confirm an address, or to have it erased. Only a form does either, so that a program that looks at links does nothing. */
import type { Request, RequestHandler, Response } from 'express';
import express from 'express';
import { parseFormBody } from '../form-body.ts';
import { FORM_CACHE } from '../headers.ts';
import { PageError } from '../page-error.ts';
import type { Show } from '../show.ts';
import type { ContactOffice } from './office.ts';

const MAX_BODY_BYTES = 200;

export interface LettersHandlers {
  readonly page: RequestHandler<{ token: string }>;
  readonly post: readonly RequestHandler<{ token: string }>[];
}

export function createLettersHandlers({
  contacts,
  show,
}: {
  readonly contacts: ContactOffice | undefined;
  readonly show: Show;
}): LettersHandlers {
  const answer = async (
    request: Request<{ token: string }>,
    response: Response,
    done: 'confirmed' | 'stopped' | undefined,
  ): Promise<void> => {
    const { token } = request.params;
    const known = done === 'stopped' ? undefined : await contacts?.byToken(token);
    const isGone = known === undefined && done === undefined;
    response.set('Cache-Control', FORM_CACHE);
    await show(request, response, 'letters', 'none', { token, known, done, isGone }, isGone ? 404 : 200);
  };
  return {
    page: (request, response) => answer(request, response, undefined),
    post: [
      express.raw({ type: 'application/x-www-form-urlencoded', limit: MAX_BODY_BYTES, inflate: false }),
      async (request, response) => {
        const wanted = Buffer.isBuffer(request.body) ? parseFormBody(request.body)?.get('do') : undefined;
        const { token } = request.params;
        if (wanted === 'stop') return answer(request, response, (await contacts?.erase(token)) ? 'stopped' : undefined);
        if (wanted === 'confirm')
          return answer(request, response, (await contacts?.confirm(token)) ? 'confirmed' : undefined);
        throw new PageError('form-malformed');
      },
    ],
  };
}
