import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseEnv } from 'node:util';
import { configVariables, parseConfig } from './config.ts';

const example = parseEnv(readFileSync(join(import.meta.dirname, '../../deploy/counterfoil.env.example'), 'utf8'));

test('the file of variables that comes along can be used as it stands, but for names and passwords', () => {
  const config = parseConfig(example);
  assert.equal(config.demo, false);
  assert.equal(config.proxies, 1);
  assert.notEqual(config.secondPlace, config.dataFolder);
  for (const name of Object.keys(example)) assert.ok(configVariables.includes(name), name);
});

test('a value that cannot be used is refused with the name of its variable', () => {
  for (const [name, value] of [
    ['PORT', 'many'],
    ['COUNTERFOIL_SELF_CHECK_PER_SECOND', '-1'],
    ['COUNTERFOIL_ORIGIN', 'https://ledger.example.org/city'],
    ['DATABASE_URL', 'mysql://localhost/ledger'],
  ] as const)
    assert.throws(
      () => parseConfig({ ...example, [name]: value }),
      (error: Error) => error.message.includes(`${name}:`),
      name,
    );
});
