/** The data folder: who may read the secrets, whether they are whole, how much room is left. Makes nothing, changes nothing. */
import { readdir, readFile, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { parseBase64 } from '@counterfoil/ledger/bytes';
import { readPrivateKey } from '../recorder/keys.ts';
import { isLogKey, POST_QUANTUM } from '../recorder/log-keys.ts';
import { readMlDsaKey } from '../recorder/ml-dsa-keys.ts';
import { look, ok, wrong, type Finding } from './finding.ts';

const GB = 1e9;
const [LEAST_BYTES, LITTLE_BYTES, LITTLE_SHARE] = [0.5 * GB, 5 * GB, 0.1] as const;
/** Outside `keys`. */
const SECRETS = ['opening-token', 'challenge.key', 'postgres.password'] as const;
const OTHERS = 0o077;

export async function checkFolder(folder: string): Promise<Finding[]> {
  const files = await readdir(folder).catch(() => undefined);
  if (files === undefined)
    return [
      wrong(
        `The data folder ${folder} is not there, or this account may not read it.`,
        'Set COUNTERFOIL_DATA to that of the service, and run this as the account of the service.',
      ),
    ];
  return [
    ...(await checkKeys(join(folder, 'keys'))),
    ...(await checkModes([
      ...SECRETS.filter((name) => files.includes(name)).map((name) => join(folder, name)),
      ...(await readdir(join(folder, 'keys')).catch(() => [])).map((name) => join(folder, 'keys', name)),
      ...(files.includes('keys') ? [join(folder, 'keys')] : []),
    ])),
    ...(await checkEvidence(folder)),
    ...(await checkPromises(folder)),
    ...(await checkRoom(folder)),
  ];
}

/** Whether they can be read; whether they are the right ones, the database says. */
async function checkKeys(folder: string): Promise<Finding[]> {
  const names: readonly string[] = await readdir(folder).catch(() => []);
  // A log key that was replaced is put away in the end: which one is in force, the database says.
  const needed = [names.find(isLogKey) ?? 'log.pem', 'intake.pem', 'content.key'];
  const findings = needed
    .filter((name) => !names.includes(name))
    .map((name) =>
      wrong(
        `${join(folder, name)} is missing.`,
        'Put it back from your copy before the service starts: it would make a new one, which is not the one of this ledger. (Before the very first start there is none.)',
      ),
    );
  for (const name of names.filter((one) => one.endsWith('.pem') || one.endsWith('.key'))) {
    try {
      if (name === POST_QUANTUM) await readMlDsaKey(join(folder, name));
      else if (name.endsWith('.pem')) await readPrivateKey(join(folder, name));
      else if (parseBase64((await readFile(join(folder, name), 'utf8')).trim()).length !== 32)
        throw new Error('Its length is wrong.');
    } catch {
      findings.push(
        wrong(
          `${join(folder, name)} cannot be read as a key.`,
          'Put it back from your copy, or give it to the account of the service.',
        ),
      );
    }
  }
  return findings.length > 0 ? findings : [ok(`The keys are there and whole: ${names.toSorted().join(', ')}.`)];
}

async function checkModes(paths: readonly string[]): Promise<Finding[]> {
  // Windows keeps rights elsewhere.
  if (process.platform === 'win32') return [];
  const open: string[] = [];
  for (const path of paths) if (((await stat(path)).mode & OTHERS) !== 0) open.push(path);
  if (open.length === 0) return [ok('Nobody but their account may read the keys and secrets.')];
  return open.map((path) =>
    wrong(`Other accounts of this machine may read ${path}.`, `Take that away: chmod go= ${path}`),
  );
}

async function checkEvidence(folder: string): Promise<Finding[]> {
  const kept = await readdir(join(folder, 'evidence')).catch(() => []);
  if (kept.length === 0) return [];
  return [
    look(
      `The service has stopped itself before, or has seen others contradict the ledger: ${kept.join(', ')}.`,
      `Read what lies in ${join(folder, 'evidence')}, find out why, and put it away elsewhere when you know.`,
    ),
  ];
}

async function checkPromises(folder: string): Promise<Finding[]> {
  const waiting = await readdir(join(folder, 'promises')).catch(() => []);
  if (waiting.length === 0) return [];
  return [
    look(
      `${waiting.length} promised ${waiting.length === 1 ? 'submission waits' : 'submissions wait'} to be recorded.`,
      'They are recorded when the database is back. If they stay, the log of the service says why; each has a deadline.',
    ),
  ];
}

async function checkRoom(folder: string): Promise<Finding[]> {
  const { bavail, blocks, bsize } = await statfs(folder);
  const [free, share] = [bavail * bsize, bavail / blocks];
  const says = `The disk of the data folder has ${(free / GB).toFixed(1)} GB free (${Math.round(share * 100)} %).`;
  const todo =
    'Make room: a database that cannot write records nothing. Tables are written a second time when texts are erased.';
  if (free < LEAST_BYTES) return [wrong(says, todo)];
  return [free < LITTLE_BYTES && share < LITTLE_SHARE ? look(says, todo) : ok(says)];
}
