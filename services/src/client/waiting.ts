/** Leaves what was signed here in the tray, for those who have to sign as well. */
import type { ExitCode } from './command.ts';
import type { Desk } from './desk.ts';
import { language } from './language.ts';
import { wrap } from './layout.ts';
import { recordedSentence, type Agreed } from './say.ts';
import { createTrayClient, type Placed } from './tray.ts';

export async function handToTray(desk: Desk, { drafts, signers }: Agreed): Promise<ExitCode> {
  const [holder] = signers;
  if (holder === undefined) throw new RangeError('Somebody has signed what waits.');
  const tray = createTrayClient(desk.address, desk.client, { holder });
  try {
    for (const drafted of drafts) {
      const placed = await tray.propose(await desk.client.sign(drafted, signers));
      process.stdout.write(placedSentence(desk, placed));
    }
  } finally {
    tray.close();
  }
  return 0;
}

export function placedSentence(desk: Desk, placed: Placed): string {
  if ('recorded' in placed) return `The last signature was there. ${recordedSentence(desk, placed.recorded)}\n`;
  const { id, lapses, waitsFor, obstacle } = placed.proposal;
  const missing =
    waitsFor.registrars > 0
      ? `${waitsFor.registrars} more of the registrars`
      : waitsFor.mandates.map(({ mandate, office }) => `the holder of mandate ${mandate} (${office})`).join(', ');
  return `${wrap(`It waits in the tray for ${missing}, and lapses on ${language.time(lapses)}. Each of them signs it with`)}
  npm run sign -- tray sign ${id.slice(0, 12)}
${obstacle === null ? '' : `${wrap(`! As things stand it could not be recorded: ${obstacle.detail}`)}\n`}`;
}
