/** What can be checked: the address of a ledger, or a folder that holds a copy of one. */
import { statSync } from 'node:fs';
import type { Source } from '@counterfoil/ledger/audit/source';
import { folderSource } from './source-folder.ts';
import { httpSource, type HttpSourceOptions } from './source-http.ts';

/** The arguments make no sense; the message says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

function isWebAddress(address: string): boolean {
  return /^https?:\/\//i.test(address);
}

/** @throws UsageError */
export function openAddress(address: string, options: HttpSourceOptions): Source {
  if (isWebAddress(address)) return httpSource(parseBase(address), options);
  const folder = statSync(address, { throwIfNoEntry: false });
  if (folder?.isDirectory() === true) return folderSource(address);
  if (folder !== undefined) throw new UsageError(`"${address}" is a file. Give the folder of a mirror, or an address.`);
  const hint = /^[\w.-]+(:\d+)?(\/|$)/.test(address) ? ` If it is on the web, write http://${address}` : '';
  throw new UsageError(`There is no folder "${address}".${hint}`);
}

/** With a slash at its end, so that paths are looked for below it. @throws UsageError */
function parseBase(address: string): URL {
  const base = URL.parse(address);
  if (base === null) throw new UsageError(`"${address}" is not an address.`);
  base.search = '';
  base.hash = '';
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return base;
}
