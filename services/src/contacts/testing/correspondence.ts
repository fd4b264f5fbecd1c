/** Somebody with an address, and what goes to and fro. */
import assert from 'node:assert/strict';
import { makeFollowCode } from '@counterfoil/ledger/follow-code';
import type { Letters } from '../../content/testing/letters.ts';
import type { MailServer } from './mail-server.ts';

export const ADDRESS = 'canary.sings@example.org';
export const CODE = makeFollowCode(new Uint8Array(29).fill(5));

export function envOf(mails: MailServer): Readonly<Record<string, string>> {
  return {
    COUNTERFOIL_SMTP_URL: mails.url,
    COUNTERFOIL_MAIL_FROM: 'record@city.example',
    COUNTERFOIL_PUBLIC_ADDRESS: 'https://record.city.example',
  };
}

export async function send(letters: Letters, path: string, fields: Record<string, string>): Promise<string> {
  const response = await fetch(letters.service.address + path, { method: 'POST', body: new URLSearchParams(fields) });
  const page = await response.text();
  assert.equal(response.status, 200, page);
  return page;
}

export function tokenIn(body: string): string {
  return /https:\/\/record\.city\.example\/(?:[a-z]{2}\/)?letters\/([A-Za-z0-9_-]{32})/.exec(body)?.[1] ?? '';
}

export async function acknowledge(letters: Letters, id: number): Promise<number> {
  return letters.done({ kind: 'acknowledgement', by: [letters.city.mandate], case: id });
}
