/** What every page needs to know of the site around it. */
import type { Request } from 'express';
import type { ViewerAssets } from './assets.ts';
import { addressIn } from './language-links.ts';
import type { Language } from './language.ts';
import { languageOf, languages } from './languages.ts';
import type { LedgerInfo } from '@counterfoil/ledger/ledger-info';
import type { CopyNotice } from './copy.ts';

export type Section = 'home' | 'cases' | 'owed' | 'say' | 'follow' | 'about' | 'none';

export interface Site {
  readonly authority: { readonly name: string; readonly lang: string } | null;
  readonly licence: string | null;
  /** The address by which the reader came here: what the verifier is given. */
  readonly address: string;
  readonly styles: string;
  readonly icon: string;
  readonly touchIcon: string;
  /** What others show beside a link to any page: the whole address. */
  readonly image: string;
  readonly section: Section;
  /** Whether there is a page about the interface for programs. */
  readonly hasReference: boolean;
  /** Where it is not the original. */
  readonly copy: CopyNotice | undefined;
  /** This page in each language. */
  readonly languages: readonly {
    readonly code: string;
    readonly name: string;
    readonly href: string;
    /** The whole address, by which it is known elsewhere: without a prefix in the authority's own language. */
    readonly address: string;
    readonly isThis: boolean;
  }[];
  /** The one address of a page that has two, since it is in the authority's own language. */
  readonly canonical: string | undefined;
}

export function describeSite(
  request: Request,
  info: LedgerInfo,
  assets: ViewerAssets,
  frame: Pick<Site, 'section' | 'hasReference' | 'copy'>,
  language: Language,
): Site {
  const address = siteAddress(request, info);
  const own = languageOf(info.authority?.lang);
  const whole = (path: string): string => address + path.slice(1);
  return {
    authority: info.authority,
    licence: info.licence,
    address,
    styles: assets.href('main.css'),
    icon: assets.href('icon.svg'),
    touchIcon: assets.href('touch-icon.png'),
    image: whole(assets.href('share.png')),
    ...frame,
    languages: [...languages.values()].map((other) => ({
      code: other.code,
      name: other.phrase('language-name'),
      href: addressIn(`/${other.code}`, request.url),
      address: whole(other === own ? request.url : addressIn(`/${other.code}`, request.url)),
      isThis: other === language,
    })),
    canonical: language === own ? whole(request.url) : undefined,
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
