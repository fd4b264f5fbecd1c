/**
 * PostgreSQL refuses to run as root, so there it runs as "nobody", which every Unix has. What that account cannot reach (a
 * project or data folder inside a closed home folder) is kept in a place that it can.
 */
import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readlink, rename, rm, stat, symlink } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Only ever used by root. */
const OPEN_PLACE = '/var/lib/counterfoil';
const NOBODY = { uid: 65_534, gid: 65_534 };

/** Whom the server runs as, or undefined where that is whoever runs this. */
export function serverAccount(): { readonly uid: number; readonly gid: number } | undefined {
  return userInfo().uid === 0 ? NOBODY : undefined;
}

/** Where the cluster of a data folder lies: in it, or, where the server could not reach that, in the open place with a link to it. */
export async function clusterPlace(folder: string): Promise<string> {
  const inside = join(resolve(folder), 'postgres');
  if (serverAccount() === undefined) return inside;
  // What else lies in the folder is closed to others by its own mode.
  await chmod(folder, 0o711);
  if (await isReachable(folder)) return inside;
  // A folder that was moved takes its link along.
  const before = await readlink(inside).catch(() => undefined);
  if (before !== undefined) return before;
  const place = join(OPEN_PLACE, createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 16));
  await mkdir(place, { recursive: true, mode: 0o711 });
  await symlink(join(place, 'postgres'), inside);
  return join(place, 'postgres');
}

/** The folder of the server's programs, or a copy of it that the server's account can reach. */
export async function programPlace(native: string, version: string): Promise<string> {
  if (serverAccount() === undefined || (await isReachable(native))) return native;
  const place = join(OPEN_PLACE, `postgresql-${version}`);
  if ((await stat(place).catch(() => undefined)) !== undefined) return place;
  // Copied beside its place and moved there whole; whoever comes second throws theirs away.
  const fresh = `${place}.${process.pid}`;
  await mkdir(OPEN_PLACE, { recursive: true, mode: 0o755 });
  await cp(native, fresh, { recursive: true, verbatimSymlinks: true });
  await rename(fresh, place).catch(() => rm(fresh, { recursive: true, force: true }));
  return place;
}

/** Whether others may pass through every folder on the way. */
async function isReachable(path: string): Promise<boolean> {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const { mode } = await stat(folder);
    if ((mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
