/** `account <case>`: what became of each input, for a few or for thousands at once. */
import { parseArgs } from 'node:util';
import { planAccounting } from '../accounting.ts';
import { readCaseFile } from '../case-file.ts';
import { deskOptions } from '../desk.ts';
import { chooseFates, fateOptions, FATE_USAGE } from '../fates.ts';
import { ableHands } from '../holdings.ts';
import { count } from '../layout.ts';
import { showProgress } from '../progress.ts';
import { agree, record } from '../say.ts';
import { readIndex, TEXT_USAGE } from '../texts.ts';
import { handToTray } from '../waiting.ts';
import { atDesk, type Command } from './command-line.ts';

const USAGE = `npm run sign -- account <case> …

Says of inputs what became of them, each with a reason that its author can read. What was accounted for before is left out.

${FATE_USAGE}
  --with <entry>         a mandate whose holder is to sign as well; again for each

${TEXT_USAGE}`;

export const accountCommand: Command = {
  word: 'account',
  summary: 'say what became of inputs, one by one or thousands at once',
  run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...deskOptions, ...fateOptions, with: { type: 'string', multiple: true, default: [] as string[] } },
    });
    return atDesk(values, USAGE, async (desk) => {
      const startMs = performance.now();
      const progress = showProgress(process.stderr);
      const file = await readCaseFile(desk, readIndex(positionals[0], 'the case'), progress.show);
      const { fates, before } = await chooseFates(desk, file, values, progress.show);
      progress.clear();
      if (before > 0) process.stderr.write(`${count(before, 'input')} named had been accounted for before.\n`);
      const able = await ableHands(desk, 'dispositions', file.rules);
      const others = values.with.map((entry) => readIndex(entry, 'a mandate'));
      const plan = await planAccounting(desk, file, fates, able.length === 0 ? desk.hands : able, others);
      const agreed = await agree(desk, plan);
      if (agreed === undefined) return 0;
      if (plan.waits) return handToTray(desk, agreed);
      const recorded = await record(desk, agreed);
      const left = file.unaccounted.length - fates.size;
      process.stdout.write(accountedSentence(fates.size, recorded, left, performance.now() - startMs));
      return 0;
    });
  },
};

export function accountedSentence(
  inputs: number,
  recorded: readonly { readonly index: number }[],
  left: number,
  elapsedMs: number,
): string {
  const entries = recorded.map(({ index }) => index);
  const where =
    entries.length === 1 ? `entry ${entries[0] ?? 0}` : `entries ${entries[0] ?? 0} to ${entries.at(-1) ?? 0}`;
  return `Accounted for ${count(inputs, 'input')} in ${count(entries.length, 'entry', 'entries')} (${where}), in ${(elapsedMs / 1000).toFixed(1)} s.
Every proof was followed and holds. Inputs of the case left without a word: ${left.toLocaleString('en')}.
`;
}
