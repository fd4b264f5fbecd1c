/** Leaves what was signed here in the tray, for those who have to sign as well. */
import { CannotStart, type ExitCode } from './command.ts';
import type { Desk } from './desk.ts';
import type { Agreed } from './say.ts';

export function handToTray(_desk: Desk, _agreed: Agreed): Promise<ExitCode> {
  throw new CannotStart('There is no tray yet: name every key with --key or --ssh.');
}
