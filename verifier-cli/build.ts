/**
 * Makes the verifier one file, `dist/counterfoil.mjs`, which Node 20.12 or newer runs with nothing else installed:
 *
 *     npm run bundle
 *
 * The same sources give the same bytes, wherever they lie. It is meant to be read: nothing is shortened, and every part says from
 * which file it is.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

export const BUNDLE_FILE = join(import.meta.dirname, 'dist', 'counterfoil.mjs');

/** Whose code is in it. Each asks that its licence goes where its code goes. */
const PACKAGES = ['@noble/curves', '@noble/ed25519', '@noble/hashes', '@noble/post-quantum', 'zod'];

const HEAD = `#!/usr/bin/env node
// Counterfoil: checks public records, trusting nobody who runs them. "node counterfoil.mjs help" says how.
// Made by "npm run bundle" out of ledger/ and verifier-cli/ of the repository; licences stand at the end.`;

/** @param root folder of the repository. */
export async function bundleVerifier(root: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    stdin: {
      contents: "import './polyfills.ts';\nimport './main.ts';\n",
      resolveDir: join(root, 'verifier-cli', 'src'),
      sourcefile: 'verifier-cli/src/bundle.ts',
      loader: 'ts',
    },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    charset: 'utf8',
    legalComments: 'inline',
    // Only one of its modules is the one that was called: main.ts.
    define: { 'import.meta.main': 'false' },
    banner: { js: HEAD },
    footer: { js: await licences(root) },
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error('Bundling gave no output.');
  return output.contents;
}

async function licences(root: string): Promise<string> {
  const texts = await Promise.all(
    PACKAGES.map(async (name) => {
      const text = await readFile(join(root, 'node_modules', name, 'LICENSE'), 'utf8');
      return `${name}\n\n${text.trim()}`;
    }),
  );
  const own = 'Counterfoil itself: Apache License, Version 2.0, https://www.apache.org/licenses/LICENSE-2.0';
  const comment = [own, ...texts].join('\n\n----\n\n').replaceAll('\r', '').replaceAll('*/', '* /');
  return `/*! Licences\n\n${comment}\n*/`;
}

if (import.meta.main) {
  const bytes = await bundleVerifier(join(import.meta.dirname, '..'));
  await mkdir(join(BUNDLE_FILE, '..'), { recursive: true });
  await writeFile(BUNDLE_FILE, bytes);
  const digest = createHash('sha256').update(bytes).digest('hex');
  await writeFile(`${BUNDLE_FILE}.sha256`, `${digest}  counterfoil.mjs\n`);
  console.log(`${digest}  verifier-cli/dist/counterfoil.mjs (${bytes.length.toLocaleString('en')} bytes)`);
}
