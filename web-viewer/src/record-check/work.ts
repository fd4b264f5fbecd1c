/** The worker: takes one order, asks the page for files, and tells what it finds. */
import { SourceError, type Source } from '@counterfoil/ledger/audit/source';
import { FormatError } from '@counterfoil/ledger/error';
import { hasEd25519, webPlatform } from '@counterfoil/ledger/platform-web';
import type { Platform } from '@counterfoil/ledger/signature';
import { judgeRecord } from './judge-record.ts';
import type { FileRead, Order, ToPage, ToWorker } from './order.ts';

const waiting = new Map<number, (file: FileRead) => void>();
let asked = 0;

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if ('order' in data) void work(data.order);
  else {
    waiting.get(data.file.id)?.(data.file);
    waiting.delete(data.file.id);
  }
});

const source: Source = {
  async read(path, maxBytes) {
    const id = asked++;
    tell({ read: { id, path, maxBytes } });
    const { bytes, fault } = await new Promise<FileRead>((resolve) => waiting.set(id, resolve));
    if (fault !== undefined) throw new SourceError(fault.code, fault.reason);
    return bytes;
  },
};

async function work(order: Order): Promise<void> {
  const platform = await openPlatform();
  try {
    const answer = await judgeRecord(order, {
      ...{ source, platform },
      onFinding: (finding, check) => tell({ found: { finding, check } }),
      onProgress: (progress) => tell({ progress }),
    });
    tell({ answer });
  } catch (error) {
    // The audit itself takes whatever a record says as a finding.
    if (error instanceof FormatError) tell({ notTrusted: true });
    else {
      console.error(error);
      tell({ failed: true });
    }
  }
}

/** The browser's own cryptography where it has Ed25519, noble's otherwise: the answers are the same. */
async function openPlatform(): Promise<Platform> {
  // Pages without TLS have no WebCrypto, except on this machine itself.
  const { subtle } = globalThis.crypto as { readonly subtle?: SubtleCrypto };
  if (subtle !== undefined && (await hasEd25519(subtle))) return webPlatform(subtle);
  const { noblePlatform } = await import('@counterfoil/ledger/platform-noble');
  return noblePlatform;
}

function tell(message: ToPage): void {
  postMessage(message);
}
