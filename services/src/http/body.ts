/** Reading what comes from outside: cap, type, strict JSON, strict schema, in this order. */
import express, { type Request, type RequestHandler } from 'express';
import { parseJson } from '@counterfoil/ledger/canonical-json';
import { faultSentence, faultWords } from '@counterfoil/ledger/fault-words';
import { say } from '@counterfoil/ledger/say';
import { cutOff } from '@counterfoil/web-viewer/cut-off';
import { z } from 'zod';
import { asProblem, Problem } from '../problem.ts';

/** The raw body, capped while it is read; anything but JSON is refused before. */
export function jsonBody(limitBytes: number): RequestHandler[] {
  return [
    (request, _response, next) => {
      next(request.is('application/json') === false ? new Problem('media-type') : undefined);
    },
    cutOff(limitBytes),
    // Nothing that grows when it is unpacked.
    express.raw({ type: 'application/json', limit: limitBytes, inflate: false }),
  ];
}

/** @throws Problem naming the field. */
export function parseBody<Schema extends z.core.$ZodType>(request: Request, schema: Schema): z.infer<Schema> {
  const body: unknown = request.body;
  if (!(body instanceof Uint8Array)) throw new Problem('request-malformed', say`The request has no body.`);
  let value: unknown;
  try {
    value = parseJson(body);
  } catch (error) {
    throw asProblem(error);
  }
  return check(schema, value);
}

export function check<Schema extends z.core.$ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = z.safeParse(schema, value, { error: faultWords });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue === undefined) throw new Problem('request-malformed');
  const fault = faultSentence(issue);
  const field = issue.path.join('.');
  throw new Problem(
    'request-malformed',
    field === '' ? say`The request cannot be used: ${fault}.` : say`The field "${field}" cannot be used: ${fault}.`,
  );
}
