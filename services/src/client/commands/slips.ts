/** `npm run sign -- slips`: numbered slips, printed before anybody has spoken. */
import { parseArgs } from 'node:util';
import { CannotStart } from '../command.ts';
import type { Language } from '@counterfoil/web-viewer/language';
import { languageOf, languages } from '@counterfoil/web-viewer/languages';
import { deskOptions, type Desk } from '../desk.ts';
import { count, wrap } from '../layout.ts';
import { writeNewFile } from '../new-file.ts';
import { formatSlipList, newSlip, slipsPage, type SlipPlace } from '../paper-slips.ts';
import { readIndex } from '../texts.ts';
import { atDesk, type Command } from './command-line.ts';

const MOST = 1000;

const USAGE = `npm run sign -- slips --count <n> [--from <number>] [--out <name>]
                [--site <address>]

Makes slips with codes for people who speak where nobody types at once: at a meeting, at the door, by phone. Each has a number and a stub. Hand out the slip, keep the stub with what was said, and take it down later with "intake --slip <number> --slips <name>.json".

  --count <n>            how many, up to ${MOST}
  --from <number>        number of the first one; 1 where left out
  --out <name>           writes <name>.html to print, and <name>.json to keep; "slips" where left out
  --site <address>       where people find the pages; the address of --to where left out
  --lang <code>          language of the slips; that of the authority where left out

The page holds the codes: print it and delete it. The list holds keys alone.`;

export const slipsCommand: Command = {
  word: 'slips',
  summary: 'print slips with codes for what is taken down later',
  run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...deskOptions,
        count: { type: 'string' },
        from: { type: 'string' },
        out: { type: 'string', default: 'slips' },
        site: { type: 'string' },
      },
    });
    return atDesk(values, USAGE, async (desk) => {
      const many = readIndex(values.count, 'the count');
      const from = values.from === undefined ? 1 : readIndex(values.from, 'the first slip');
      if (many < 1 || many > MOST || from < 1)
        throw new CannotStart(`Slips are made up to ${MOST} at once, from 1 on.`);
      const slips = Array.from({ length: many }, (_, i) => newSlip(slipLanguage(desk, values.lang), from + i));
      const place = placeOf(desk, values.site);
      const page = await writeNewFile(`${values.out}.html`, slipsPage(slips, place));
      const kept = await writeNewFile(`${values.out}.json`, formatSlipList(slips));
      process.stdout.write(
        `${count(many, 'slip')} with codes: ${page}\n${wrap('Print it, and delete it then: whoever has a code can speak on for the person who gets the slip.')}\n\nTheir keys, to keep: ${kept}\n${wrap('Take down what was said with')}\n  npm run sign -- intake --slip ${from} --slips ${kept} …\n`,
      );
      return 0;
    });
  },
};

/** That of whoever gets it, where the pages are in it; the authority’s own otherwise. */
export function slipLanguage({ info }: Pick<Desk, 'info'>, tag: string | undefined): Language {
  return languages.get(tag?.split('-')[0] ?? '') ?? languageOf(info.authority?.lang);
}

/** Where people find the pages, as slips name it. */
export function placeOf({ info, address }: Pick<Desk, 'info' | 'address'>, site: string | undefined): SlipPlace {
  return {
    authority: info.authority?.name ?? info.origin,
    site: `${(site ?? address).replace(/\/$/, '')}/`,
    language: languageOf(info.authority?.lang),
  };
}
