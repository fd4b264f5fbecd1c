import type { Request, Response } from 'express';
import type { Template } from './render.ts';
import type { Section } from './site.ts';

/** Sends one page, with the site around it. */
export type Show = (
  request: Request,
  response: Response,
  template: Template,
  section: Section,
  page: object,
  status?: number,
) => Promise<void>;
