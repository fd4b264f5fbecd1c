/** The README's way into the interface, typed as it stands there. */
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseEntry } from '@counterfoil/ledger/entry';
import { parseNote } from '@counterfoil/ledger/note';
import { openEnvelope } from '@counterfoil/ledger/statement';
import { parseTlogProof } from '@counterfoil/ledger/tlog-proof';
import { checkInclusion, leafHash } from '@counterfoil/ledger/tree';
import type { ProcessId } from '../demo/rules.ts';
import { openTestCity } from '../testing/city.ts';
import { startTestService } from '../testing/service.ts';

/** That of the demonstration, which the README speaks of, and the one of the city here. */
const DEMO: `"${ProcessId}"` = '"service-request"';
const HERE = '"request"';

test(
  'what the README types to say something and to fetch its entry and proof does that',
  { skip: hasCurl() ? false : 'there is no curl here' },
  async () => {
    const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
    const typed = readme.split('\n').filter((line) => line.startsWith('curl '));
    assert.equal(typed.length, 3);
    assert.ok(typed[0]?.includes(DEMO));
    await using service = await startTestService();
    await openTestCity(service);
    let index = NaN;
    const run = async (line = ''): Promise<string> => {
      const here = line.replace('http://localhost:3000', service.address).replace(DEMO, HERE);
      const { stdout } = await promisify(execFile)('sh', ['-c', here.replaceAll('<index>', String(index))]);
      return stdout;
    };
    const [said, entry, proof] = typed;
    ({ index } = JSON.parse(await run(said)) as { readonly index: number });
    const bytes = new TextEncoder().encode(await run(entry));
    assert.equal(openEnvelope(parseEntry(bytes).envelope).statement.kind, 'input-received');
    const proved = parseTlogProof(await run(proof));
    const { size, root } = parseCheckpoint(parseNote(proved.checkpoint).text);
    assert.equal(proved.index, index);
    assert.ok(checkInclusion({ index, size, root, leafHash: leafHash(bytes), proof: proved.proof }));
  },
);

function hasCurl(): boolean {
  try {
    execFileSync('curl', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
