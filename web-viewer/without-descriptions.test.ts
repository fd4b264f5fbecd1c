import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as z from 'zod/mini';
import { statementSchema } from '@counterfoil/ledger/statement';
import { ASSETS_FOLDER } from './src/assets.ts';
import { withoutDescriptions } from './without-descriptions.ts';

test('a described schema is the schema alone, whatever stands in it and in its description', () => {
  for (const [source, bare] of [
    ["a(described(z.string(), 'A, b (c'), 1)", 'a(z.string(), 1)'],
    ['described(\n  z.optional(x),\n  { description: "a", id: `)` },\n)', '\n  z.optional(x)'],
    ["described(z.array(described(y, 'in')), 'out')", 'z.array(y)'],
    [String.raw`described(z.regex(/^[!-~/)]{1,9}\)$/), 'it\'s')`, String.raw`z.regex(/^[!-~/)]{1,9}\)$/)`],
    ["described(f(8 / 2, b), 'a') / 2", 'f(8 / 2, b) / 2'],
    ["described(a /* , */, // ,\n 'b')", 'a /* , */'],
    ['export function described(schema, about) {}', 'export function described(schema, about) {}'],
    ["undescribed(a, 'b')", "undescribed(a, 'b')"],
  ] as const)
    assert.equal(withoutDescriptions(source), bare);
  assert.throws(() => withoutDescriptions('described(a)'), /Nothing is described/);
});

/** Whatever a JSON Schema says of its fields. */
function descriptionsIn(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([name, value]: readonly [string, unknown]) =>
    name === 'description' && typeof value === 'string' ? [value] : descriptionsIn(value),
  );
}

test('no script that a reader fetches says what the fields of statements mean', () => {
  const descriptions = new Set(descriptionsIn(z.toJSONSchema(statementSchema)));
  assert.ok(descriptions.size > 50, String(descriptions.size));
  const scripts = readdirSync(ASSETS_FOLDER).filter((name) => name.endsWith('.js'));
  assert.ok(scripts.length > 8, String(scripts.length));
  for (const name of scripts) {
    const script = readFileSync(join(ASSETS_FOLDER, name), 'utf8');
    for (const description of descriptions) assert.ok(!script.includes(description), `${name}: ${description}`);
  }
});
