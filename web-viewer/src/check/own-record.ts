/** The record that this page belongs to, by its public files: what the check asks, and only when its reader wants it to. */
import { SourceError, type Source } from '@counterfoil/ledger/audit/source';
import { say } from '@counterfoil/ledger/say';

const TIMEOUT_MS = 60_000;

export const ownRecord: Source = {
  async read(path, maxBytes) {
    let response: Response;
    let bytes: Uint8Array;
    try {
      response = await fetch(`/${path}`, { signal: AbortSignal.timeout(TIMEOUT_MS), credentials: 'omit' });
      bytes = new Uint8Array(await response.arrayBuffer());
    } catch (cause) {
      throw new SourceError('unreachable', say`The server of this page does not answer.`, { cause });
    }
    if (response.status === 404) return undefined;
    if (!response.ok) throw new SourceError('refused', say`The server of this page answers with ${response.status}.`);
    if (bytes.length > maxBytes) throw new SourceError('too-large', say`The file ${path} is larger than it can be.`);
    return bytes;
  },
};
