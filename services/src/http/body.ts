/** Reading what comes from outside: cap, type, strict JSON, strict schema, in this order. */
import express, { type Request, type RequestHandler } from 'express';
import { parseJson } from '@counterfoil/ledger/canonical-json';
import { cutOff } from '@counterfoil/web-viewer/cut-off';
import type { z } from 'zod';
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
export function parseBody<Schema extends z.ZodType>(request: Request, schema: Schema): z.infer<Schema> {
  const body: unknown = request.body;
  if (!(body instanceof Uint8Array)) throw new Problem('request-malformed', 'The request has no body.');
  let value: unknown;
  try {
    value = parseJson(body);
  } catch (error) {
    throw asProblem(error);
  }
  return check(schema, value);
}

export function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  throw new Problem(
    'request-malformed',
    field === ''
      ? `The request cannot be used: ${issue?.message ?? ''}.`
      : `The field "${field}" cannot be used: ${issue?.message ?? ''}.`,
  );
}
