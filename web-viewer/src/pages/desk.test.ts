import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { phrases } from '../languages/en.ts';
import { buildDesk } from './desk.ts';

/** What a script is made of: the file it begins with, and all that it imports of this package. */
async function readScript(path: string, read = new Map<string, string>()): Promise<ReadonlyMap<string, string>> {
  if (read.has(path)) return read;
  const text = await readFile(path, 'utf8');
  read.set(path, text);
  for (const [, type, from, later] of text.matchAll(/^import (type )?[^;]*?from '(\.[^']+)'|import\('(\.[^']+)'\)/gms))
    if (type === undefined) await readScript(join(dirname(path), from ?? later ?? ''), read);
  return read;
}

/** A kind of statement, and what an address begins with: not meant as phrases of the same name. */
const OTHERS = new Set(['process-published', 'case-']);

test('the page hands over every phrase that its script asks for', async () => {
  const given = ['time-', ...buildDesk({ has: () => false, href: (name) => name }, { code: 'en' }).phrases];
  const isGiven = (id: string): boolean => given.some((beginning) => id.startsWith(beginning));
  const files = await readScript(join(import.meta.dirname, '..', 'desk', 'main.ts'));
  const asked = [...files.values()].flatMap((text) => [
    ...[...text.matchAll(/'([a-z0-9]+(?:-[a-z0-9]+)+)'/g)].map(([, id = '']) => id).filter((id) => id in phrases),
    ...[...text.matchAll(/`([a-z]+-[a-z-]*)\$\{/g)]
      .map(([, beginning = '']) => beginning)
      .filter((beginning) => Object.keys(phrases).some((id) => id.startsWith(beginning))),
  ]);
  assert.ok(asked.length > 200, 'the files of the script were read');
  assert.deepEqual(
    [...new Set(asked)].filter((id) => !isGiven(id) && !OTHERS.has(id)),
    [],
  );
});
