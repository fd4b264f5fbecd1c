import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { levels } from '@counterfoil/ledger/audit/level';
import { commands } from './commands.ts';
import { explanations } from './explanations.ts';
import { runCommandLine } from './testing/run-command.ts';
import { temporaryFolder } from './testing/record-folder.ts';
import { fitUsage, optionsIn } from './usage.ts';

const scriptOf = async (shell: string): Promise<string> => {
  const { code, stdout, stderr } = await runCommandLine('main', ['completion', shell], {});
  assert.equal(code, 0, stderr);
  return stdout;
};

describe('bash', { skip: find('bash') ? false : 'there is no bash here' }, () => {
  let script = '';
  before(async () => {
    script = await scriptOf('bash');
  });

  /** What a real bash offers after these words, of which the last one is being typed. */
  function offered(...words: readonly string[]): readonly string[] {
    const program = `${script}
COMP_WORDS=(counterfoil "$@"); COMP_CWORD=$#
_counterfoil
printf '%s\\n' "\${COMPREPLY[@]}"`;
    const printed = execFileSync('bash', ['-u', '-c', program, 'bash', ...words], { encoding: 'utf8' });
    return printed.split('\n').filter((line) => line !== '');
  }

  test('offers commands, then their options, and codes where codes belong', () => {
    assert.deepEqual(offered('ver'), ['verify']);
    assert.deepEqual(new Set(offered('')), new Set([...commands.keys(), 'help', '--version']));
    assert.ok(offered('verify', 'my-copy', '--').includes('--give-up-after'));
    assert.deepEqual(offered('compare', 'a', 'b', '--evi'), ['--evidence']);
    assert.deepEqual(offered('explain', 'entry-ch'), ['entry-changed']);
    assert.deepEqual(new Set(offered('help', '')), new Set(commands.keys()));
    assert.deepEqual(offered('mirror', '--no-such'), []);
    assert.deepEqual(offered('verify', 'my-copy', '--level', ''), levels);
    assert.deepEqual(offered('verify', '--level', 'str'), ['structure']);
    assert.deepEqual(offered('mirror', '--level', 'str'), []);
  });

  test('leaves it to bash to offer files where none of our words fits, spaces in them and all', async (t) => {
    const folder = await temporaryFolder(t);
    mkdirSync(join(folder, 'my copy'));
    writeFileSync(join(folder, 'receipt-17.json'), '');
    assert.deepEqual(offered('receipt', 'rec'), []);
    assert.match(script, /^complete -o bashdefault -o default -F _counterfoil counterfoil$/m);
    const list = `${script}\ncomplete -p counterfoil; compgen -o default -f -- rec; compgen -o default -f -- my`;
    const printed = execFileSync('bash', ['-c', list], { encoding: 'utf8', cwd: folder });
    assert.match(printed, /-F _counterfoil counterfoil\nreceipt-17\.json\nmy copy\n$/);
  });
});

for (const shell of ['zsh', 'fish'] as const)
  test(`the script for ${shell} names every command and option, and that shell can read it`, async (t) => {
    const script = await scriptOf(shell);
    for (const [name, { usage }] of commands) {
      assert.ok(script.includes(name), name);
      for (const option of optionsIn(usage))
        assert.ok(script.includes(shell === 'fish' ? ` -l ${option.name.slice(2)} ` : `'${option.name}[`), option.name);
    }
    const among = { zsh: `:level:(${levels.join(' ')})`, fish: `-l level -x -a '${levels.join(' ')}'` };
    assert.ok(script.includes(among[shell]), shell);
    for (const code of Object.keys(explanations)) assert.ok(script.includes(code), code);
    if (!find(shell)) {
      t.diagnostic(`there is no ${shell} here: nothing was run in one`);
      return;
    }
    const folder = await temporaryFolder(t);
    writeFileSync(join(folder, 'script'), script);
    execFileSync(shell, ['-n', join(folder, 'script')]);
  });

test('an unknown shell is said to be one', async () => {
  const ran = await runCommandLine('main', ['completion', 'tcsh'], {});
  assert.equal(ran.code, 2);
  assert.match(ran.stderr, /^Give one shell: bash, zsh, fish\./);
});

test('the help of every command has examples, explains every option, and fits a terminal', () => {
  for (const [name, { usage, examples }] of commands) {
    assert.ok(examples.length > 0, name);
    for (const { name: option, about } of optionsIn(usage)) assert.ok(about.length > 5, `${name} ${option}`);
    for (const line of fitUsage(usage, 80).split('\n')) {
      assert.ok(line.length <= 80 || /^ {2}(?:npm|counterfoil) /.test(line), `${name}: ${line}`);
      assert.doesNotMatch(line, /(?:^| )\d:$/, `${name}: an exit code stands away from what it says`);
    }
  }
});

test('the list of all commands fits a terminal', async () => {
  const { stdout } = await runCommandLine('main', ['help'], {});
  for (const line of stdout.split('\n')) assert.ok(line.length <= 80, line);
  assert.match(stdout, /^ {2}report {6}Reports .*\n {14}\S/m, 'what is too long goes on below its own column');
});

test('every option that the help names is one that the command knows, and the examples use no other', async () => {
  for (const [name, { usage, examples, run, words = [] }] of commands) {
    const options = optionsIn(usage);
    for (const { name: option, takes } of options) {
      // Too many words: it gets as far as reading its options, and no further.
      const tries = ['a', ...words].map((first) => [
        first,
        'b',
        'c',
        'd',
        option,
        ...(takes === undefined ? [] : ['1']),
      ]);
      const codes = await Promise.all(tries.map((argv) => run(argv).then(String, codeOf)));
      assert.ok(codes.includes('UsageError'), `${name} ${option}: ${codes.join(' ')}`);
    }
    for (const [used] of examples.join(' ').matchAll(/--[a-z-]+/g))
      assert.ok(
        options.some((option) => option.name === used),
        `${name} ${used}`,
      );
  }
});

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? String(error.code) : error.name;
}

function find(program: string): boolean {
  try {
    execFileSync(program, ['-c', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
