/** Headers of every answer of the viewer: pages run no script (the signing desk and the form run ours), load nothing from elsewhere and stand in nobody's frame. */
import type { RequestHandler } from 'express';

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A script of our own, which talks to this server alone. */
const SCRIPT_POLICY = `${POLICY}; script-src 'self'; connect-src 'self'`;

export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'Content-Security-Policy': POLICY,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  response.removeHeader('X-Powered-By');
  next();
};

/** For the few pages that have a script. */
export const allowScripts: RequestHandler = (_request, response, next) => {
  response.set('Content-Security-Policy', SCRIPT_POLICY);
  next();
};

/** For the signing desk, whose script also shows pictures that are not public: it has them in memory. */
export const allowDesk: RequestHandler = (_request, response, next) => {
  response.set('Content-Security-Policy', SCRIPT_POLICY.replace("img-src 'self'", "img-src 'self' blob:"));
  next();
};

/** For the page that checks the record: its reader may have it read any copy. What it fetches becomes no part of the page. */
export const allowSources: RequestHandler = (request, response, next) => {
  const sources = request.secure ? 'https:' : 'https: http:';
  response.set('Content-Security-Policy', SCRIPT_POLICY.replace("connect-src 'self'", `connect-src 'self' ${sources}`));
  next();
};

/** For a page whose script asks nobody anything: what the reader gives it stays on their device. */
export const allowLocalScripts: RequestHandler = (_request, response, next) => {
  response.set('Content-Security-Policy', `${POLICY}; script-src 'self'`);
  next();
};

/** Pages tell what is newest, so a copy is asked about each time; the ETag keeps that cheap. */
export const PAGE_CACHE = 'no-cache';
/** What somebody typed is nobody else's business. */
export const FORM_CACHE = 'no-store';
