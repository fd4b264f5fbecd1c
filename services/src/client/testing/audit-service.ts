/** Audits a running ledger over its public files, as a stranger would. */
import nodeCrypto from 'node:crypto';
import { audit, SourceError, type AuditResult, type Source } from '@counterfoil/ledger/audit';
import type { VerifierKey } from '@counterfoil/ledger/note';
import { nodePlatformPooled } from '@counterfoil/ledger/platform-node';

/** @param pinnedKey the log key, known from elsewhere. */
export function auditService({ address }: { readonly address: string }, pinnedKey?: VerifierKey): Promise<AuditResult> {
  const source: Source = {
    async read(path, maxBytes) {
      const response = await fetch(`${address}/${path}`);
      const bytes = await response.bytes();
      if (response.status === 404) return undefined;
      if (!response.ok) throw new SourceError('refused', `${path} was answered with ${response.status}.`);
      if (bytes.length > maxBytes) throw new SourceError('too-large', `${path} is larger than it can be.`);
      return bytes;
    },
  };
  return audit({ source, platform: nodePlatformPooled(nodeCrypto), pinnedKey });
}
