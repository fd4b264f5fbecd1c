import assert from 'node:assert/strict';
import type { Held } from '@counterfoil/ledger/audit';
import { after, before, describe, test } from 'node:test';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { belief, condition, keyTrust, type KeyGiver } from './belief.ts';
import { cityOf, temporaryFolder, writeRecord } from './testing/record-folder.ts';
import { runCommandLine } from './testing/run-command.ts';

const held: Held = {
  ...{ origin: 'ledger.example.org/city', authority: undefined, key: 'ledger.example.org/city+00000000+AAAA' },
  ...{ keyFrom: 'ledger.json', note: 'note', size: 1, root: 'AAAA', reproduced: 0, extendsRemembered: true },
  vouchers: { witnesses: undefined, unknownLines: 0, postQuantum: undefined },
};
const words = (of: Partial<Held>, giver?: KeyGiver): string => belief({ ...held, ...of }, 'my-copy', giver).join(' ');

test('whose word the log key rests on is told apart, for people and for programs', () => {
  const of = (some: Partial<Held>, giver?: KeyGiver): string => keyTrust({ ...held, ...some }, giver);
  assert.equal(of({ keyFrom: 'given' }, 'option'), 'option');
  assert.equal(of({ keyFrom: 'given' }, 'policy'), 'policy');
  assert.equal(of({ keyFrom: 'followed' }, 'policy'), 'followed');
  assert.equal(of({ reproduced: 1 }), 'earlier-visit');
  // A policy that names no key of this log gives none.
  assert.equal(of({}, 'policy'), 'ledger');
  assert.match(words({ keyFrom: 'given' }, 'policy'), /^Nobody who runs it: your policy names the log key/);
  assert.match(words({ reproduced: 1 }), /^Whoever answered at your first visit/);
  assert.equal(condition({ ...held, keyFrom: 'given' }), '');
});

test('where nothing but the word of the place itself is at hand, that is said in words', () => {
  assert.match(words({}), /^Take care: all of this rests on the word of the place itself/);
  assert.doesNotMatch(words({ reproduced: 1 }), /Take care/);
  assert.match(words({ extendsRemembered: false }), /what this computer knows from an earlier visit does not vouch/);
  assert.doesNotMatch(words({ extendsRemembered: false }), /nothing is known/);
  const witnesses = { reached: true, cosigned: [{ name: 'a', timestamp: 1 }], missing: [], wrong: [] };
  const vouched = { vouchers: { ...held.vouchers, witnesses } };
  assert.doesNotMatch(words(vouched), /Take care/);
  assert.match(words({ vouchers: { ...held.vouchers, witnesses: { ...witnesses, reached: false } } }), /Take care/);
});

describe('the commands', () => {
  let ledger: LedgerBuilder;
  let base: string;
  const cleanUp: (() => unknown)[] = [];
  before(async () => {
    ({ ledger } = await cityOf(12));
    base = await temporaryFolder({ after: (task: unknown) => void cleanUp.push(task as () => unknown) });
    await writeRecord(join(base, 'record'), await ledger.files());
    await writeFile(join(base, 'policy.txt'), `log ${ledger.vkey}\nquorum none\n`);
  });
  after(async () => {
    for (const task of cleanUp) await task();
  });

  interface Told {
    readonly sentence: string;
    readonly keyTrust: string;
  }
  const told = async (...args: readonly string[]): Promise<Told> => {
    const { code, stdout, stderr } = await runCommandLine('main', [...args, '--json'], {
      XDG_STATE_HOME: join(base, 'state'),
    });
    assert.equal(code, 0, stdout + stderr);
    return JSON.parse(stdout) as Told;
  };

  test('say with which key: of the place itself, of the first visit, of the policy, or given', async () => {
    const record = join(base, 'record');
    const policy = ['--policy', join(base, 'policy.txt')];
    const first = await told('verify', record);
    const second = await told('verify', record);
    assert.deepEqual([first.keyTrust, second.keyTrust], ['ledger', 'earlier-visit']);
    assert.match(first.sentence, /^Verified, if the log key that the ledger itself names is genuine:/);
    assert.match(
      second.sentence,
      /^Verified, if the log key that this computer knows from its first visit is genuine:/,
    );
    assert.equal((await told('verify', record, ...policy)).keyTrust, 'policy');
    assert.equal((await told('verify', record, '--key', ledger.vkey)).keyTrust, 'option');
    assert.equal((await told('case', '11', record, ...policy)).keyTrust, 'policy');
    const bare = await told('case', '11', record);
    assert.equal(bare.keyTrust, 'ledger');
    assert.match(bare.sentence, /^Proved, if the log key that the ledger itself names is genuine: case 11 /);
  });
});
