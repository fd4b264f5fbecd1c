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

test('what is said of a value is for operators, and an empty one is never taken for a zero', () => {
  for (const [name, value, sentence] of [
    ['PORT', 'many', 'PORT: it is a number'],
    ['PORT', '99999', 'PORT: it is 65535 at the most'],
    ['COUNTERFOIL_DRAIN_SECONDS', '-1', 'COUNTERFOIL_DRAIN_SECONDS: it is 0 at the least'],
    ['COUNTERFOIL_LIMITS', 'yes', 'COUNTERFOIL_LIMITS: it is one of on, off'],
    ['COUNTERFOIL_ORIGIN', 'City', 'COUNTERFOIL_ORIGIN: it may have small letters'],
    ['DATABASE_URL', 'mysql://localhost/ledger', 'DATABASE_URL: it is not an address'],
    ['PORT', '', 'PORT: it is empty. Give it a value, or take it away'],
    ['HOST', '', 'HOST: it is empty. Give it a value, or take it away'],
  ] as const)
    assert.throws(
      () => parseConfig({ ...example, [name]: value }),
      (error: Error) => error.message.split('\n')[1]?.startsWith(`  ${sentence}`) === true,
      sentence,
    );
});
