/** What every page needs to know of the site around it. */
import type { Request } from 'express';
import type { ViewerAssets } from './assets.ts';
import type { LedgerInfo } from '@counterfoil/ledger/ledger-info';

export type Section = 'home' | 'cases' | 'owed' | 'say' | 'follow' | 'about' | 'none';

export interface Site {
  readonly authority: { readonly name: string; readonly lang: string } | null;
  readonly licence: string | null;
  /** The address by which the reader came here: what the verifier is given. */
  readonly address: string;
  readonly styles: string;
  readonly icon: string;
  readonly section: Section;
}

export function describeSite(request: Request, info: LedgerInfo, assets: ViewerAssets, section: Section): Site {
  return {
    authority: info.authority,
    licence: info.licence,
    address: siteAddress(request, info),
    styles: assets.href('main.css'),
    icon: assets.href('icon.svg'),
    section,
  };
}

/** The address by which the reader came here, with a slash at its end. */
export function siteAddress(request: Request, info: LedgerInfo): string {
  return addressOf(request) ?? `https://${info.origin}/`;
}

const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?$/i;

/** From the Host header, which anybody can write: only what looks like a host, so that nothing else gets into a command to be copied. */
function addressOf(request: Request): string | undefined {
  const host = request.get('host') ?? '';
  // Behind a proxy the protocol comes out of a header as well.
  return HOST.test(host) ? `${request.protocol === 'https' ? 'https' : 'http'}://${host}/` : undefined;
}
