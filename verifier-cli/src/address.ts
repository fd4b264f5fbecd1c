/** What can be checked: the address of a ledger, or a folder that holds a copy of one. */
import { statSync } from 'node:fs';
import type { Source } from '@counterfoil/ledger/audit/source';
import { folderSource } from './source-folder.ts';
import { UsageError } from './usage-error.ts';
import { resolvePath } from './command.ts';
import { httpSource, type HttpSourceOptions } from './source-http.ts';

/** A folder holds a copy, which stays as it was made. */
export function isWebAddress(address: string): boolean {
  return /^https?:\/\//i.test(address);
}

/** @throws UsageError */
export function openAddress(address: string, options: HttpSourceOptions): Source {
  if (isWebAddress(address)) return httpSource(parseBase(address), options);
  if (address === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(address)) {
    const what = address === '' ? 'The address is empty.' : `"${address}" is not read.`;
    throw new UsageError(`${what} Only addresses that begin with http:// or https://, and folders, are read.`);
  }
  const path = resolvePath(address);
  const folder = statSync(path, { throwIfNoEntry: false });
  if (folder?.isDirectory() === true) return folderSource(path, options.limit);
  if (folder !== undefined) throw new UsageError(`"${address}" is a file. Give the folder of a mirror, or an address.`);
  const hint = /^[\w.-]+(:\d+)?(\/|$)/.test(address) ? ` If it is on the web, write http://${address}` : '';
  throw new UsageError(`There is no folder "${address}".${hint}`);
}

/** With a slash at its end, so that paths are looked for below it. @throws UsageError */
function parseBase(address: string): URL {
  const base = URL.parse(address);
  if (base === null) throw new UsageError(`"${address}" is not an address.`);
  if (base.username !== '' || base.password !== '')
    throw new UsageError('Give the address without a name or password: the public record needs none.');
  base.search = '';
  base.hash = '';
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return base;
}
