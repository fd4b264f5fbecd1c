/** `tray`: what waits for signatures. It is shown from the very bytes that would be signed. */
import { parseArgs } from 'node:util';
import { parseBase64 } from '@counterfoil/ledger/bytes';
import type { Said } from '@counterfoil/ledger/compose';
import type { Content } from '@counterfoil/ledger/content';
import type { Statement } from '@counterfoil/ledger/statement';
import { language } from '../language.ts';
import { readCaseRules } from '../case-file.ts';
import { problem } from '../client-problem.ts';
import { CannotStart, type ExitCode } from '../command.ts';
import { deskOptions, type Desk } from '../desk.ts';
import { holdings } from '../holdings.ts';
import { count, list, row } from '../layout.ts';
import { readNames } from '../names.ts';
import { describeSaid } from '../preview.ts';
import { confirmed, fingerprintOf, indentFingerprint } from '../say.ts';
import { createTrayClient, type ReadProposal, type TrayClient } from '../tray.ts';
import { placedSentence } from '../waiting.ts';
import { atDesk, type Command } from './command-line.ts';

const USAGE = `npm run sign -- tray                    what waits for you, and what became of it
npm run sign -- tray show <number>
npm run sign -- tray sign <number>

What needs several signatures waits here, seen by those alone who may sign it. The first digits of a number are enough.`;

export const trayCommand: Command = {
  word: 'tray',
  summary: 'what waits for your signature: list, show, sign',
  run(args) {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: deskOptions });
    return atDesk(values, USAGE, async (desk) => {
      const [hand] = desk.hands;
      if (hand === undefined) throw new CannotStart('Say whose tray with --key <file> or --ssh <public key file>.');
      const [verb = 'list', number] = positionals;
      // The pass that opens the tray is signed: here the key is needed before anything is shown.
      const holder = await hand.unlock();
      const tray = createTrayClient(desk.address, desk.client, { holder });
      try {
        if (verb === 'list') return await listTray(desk, tray);
        if (verb !== 'show' && verb !== 'sign') throw new CannotStart(`There is list, show or sign, not "${verb}".`);
        const proposal = await tray.readProposal(await findId(tray, number));
        process.stdout.write(await describeProposal(desk, proposal));
        if (verb === 'show') return 0;
        if (proposal.state !== 'waiting') throw new CannotStart('It waits no more: there is nothing to sign.');
        if (!(await confirmed(desk, 'Add your signature?'))) return 0;
        process.stdout.write(placedSentence(desk, await tray.addSignature(proposal, holder)));
        return 0;
      } finally {
        tray.close();
      }
    });
  },
};

async function listTray(desk: Desk, tray: TrayClient): Promise<ExitCode> {
  const proposals = await tray.listProposals();
  const own = new Set([...(await holdings(desk)).map(({ entry }) => entry)]);
  const out = [proposals.length === 0 ? 'The tray is empty.' : `${count(proposals.length, 'statement')} in the tray:`];
  for (const { id, kind, case: of, state, entry, lapses, signed, waitsFor } of proposals) {
    const yours = waitsFor.mandates.some(({ mandate }) => own.has(mandate)) ? ', for you among others' : '';
    const standing =
      state === 'recorded'
        ? `recorded as entry ${entry ?? ''}`
        : state === 'lapsed'
          ? `lapsed on ${language.time(lapses)}: it was not signed by all`
          : `waits${yours} until ${language.time(lapses)}`;
    const title = language.nameOf('kind', kind);
    out.push(
      '',
      row(id.slice(0, 12), `${title}${of === null ? '' : `, case ${of}`}`),
      row('', `${standing}; ${count(signed.length, 'signature')} there`),
    );
  }
  process.stdout.write(`${out.join('\n')}\n`);
  return 0;
}

async function findId(tray: TrayClient, number: string | undefined): Promise<string> {
  if (number === undefined || !/^[0-9a-f]{4,64}$/.test(number))
    throw new CannotStart('Say which, by its number from the list.');
  if (number.length === 64) return number;
  const found = (await tray.listProposals()).filter(({ id }) => id.startsWith(number));
  if (found.length > 1) throw new CannotStart(`Several begin with ${number}: give more of its digits.`);
  const [one] = found;
  if (one === undefined) throw new CannotStart(`Nothing in your tray begins with ${number}.`);
  return one.id;
}

async function describeProposal(desk: Desk, proposal: ReadProposal): Promise<string> {
  const { id, statement, contents, envelope, state, entry, lapses, signed, waitsFor, obstacle } = proposal;
  if (statement === null || envelope === null)
    return `${id}\n${row('State', state === 'recorded' ? `recorded as entry ${entry ?? ''}` : 'lapsed; its texts are gone')}\n`;
  const { size, root } = statement.seen;
  if (size > desk.reader.seen.size)
    throw new CannotStart('It was written in sight of entries that came just now. Look again.');
  if (!(await desk.reader.extends({ size, root: parseBase64(root) })))
    throw problem(
      'two-histories',
      'Whoever wrote it saw another history of this ledger than is shown here. Sign nothing, and tell them.',
    );
  const rules =
    'case' in statement && statement.case !== undefined ? await readCaseRules(desk, statement.case) : undefined;
  const by = 'by' in statement && statement.by !== undefined ? statement.by : [];
  const names = await readNames(desk, rules, by);
  const { mandates } = await desk.directory();
  const who = (keyid: string): string => {
    const held = mandates.find(({ entry: granted, key }) => key === keyid && by.includes(granted));
    return held === undefined ? keyid : names.mandate(held.entry);
  };
  const waiting = [
    ...waitsFor.mandates.map(({ mandate }) => names.mandate(mandate)),
    ...(waitsFor.registrars > 0 ? [count(waitsFor.registrars, 'more registrar')] : []),
  ];
  return `
This becomes public on ${desk.info.origin}, for everybody and for good:

${describeSaid(wordsOf(statement, contents), names)}

${row('Signed by', list(signed.map(({ keyid }) => who(keyid))))}
${row('Waits for', list(waiting))}
${row('Lapses', language.time(lapses))}
${obstacle === null ? '' : `${row('! In the way', obstacle.detail)}\n`}${row('Fingerprint', '')}
${indentFingerprint(fingerprintOf(parseBase64(envelope.payload)))}

`;
}

/** The statement with its texts in place of their commitments. */
function wordsOf(statement: Statement, contents: ReadonlyMap<string, Content>): Said {
  const put = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(put);
    if (typeof value !== 'object' || value === null) return value;
    if ('digest' in value && 'lang' in value)
      return { text: contents.get(String(value.digest))?.text ?? '', lang: value.lang };
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, put(member)]));
  };
  return put(statement) as Said;
}
