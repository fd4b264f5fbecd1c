/**
 * `GET /api/v1/directory`: who may say what by which rules, in one answer, each with the entry that says so. Whoever signs
 * looks these entries up and believes them, not this list.
 */
import { Router } from 'express';
import type { StateKind, StateShapes } from '@counterfoil/ledger/state';
import type { Db } from '../database/connect.ts';
import type { Directory } from './directory-schema.ts';

/** @param size of the newest checkpoint: what it does not cover is not told. */
export function createDirectory({ db, size }: { readonly db: Db; readonly size: () => number }): Router {
  const router = Router();
  router.get('/directory', async (_request, response) => {
    response.set('Cache-Control', 'no-cache').json(await readDirectory(db, size()));
  });
  return router;
}

async function readDirectory(db: Db, size: number): Promise<Directory> {
  const rows = await readRows(db);
  const covered = <T extends { readonly entry: number }>(list: readonly T[]): T[] =>
    list.filter(({ entry }) => entry < size).sort((a, b) => a.entry - b.entry);
  const ledger = rows('ledger')[0]?.value;
  const replaced = new Map(rows('key').map(({ id, value }) => [id, value.replacedBy]));
  const current = (key: string): string => {
    const next = replaced.get(key) ?? null;
    return next === null ? key : current(next);
  };
  const newest = new Map(rows('process').map(({ id, value }) => [id, value.version]));
  const calendar = rows('calendar').find(({ id }) => id === String(ledger?.calendar))?.value;
  return {
    registrars: [...(ledger?.registrars ?? [])],
    threshold: ledger?.threshold ?? 0,
    calendar: calendar === undefined ? null : { version: ledger?.calendar ?? 1, entry: calendar.entry },
    offices: rows('office')
      .map(({ id, value: { title, body, may } }) => ({ office: id, title, body, may: [...may] }))
      .sort((a, b) => (a.office < b.office ? -1 : 1)),
    mandates: covered(
      rows('mandate')
        .filter(({ value }) => value.ended === null)
        .map(({ id, value: { office, person, key, from, until } }) => {
          return { entry: Number(id), office, person, key: current(key), from, until };
        }),
    ),
    processes: covered(
      rows('rules').map(({ id, value }) => {
        const [process = '', version = ''] = id.split('/');
        const inForce = newest.get(process) === Number(version);
        return { process, version: Number(version), entry: value.entry, inForce };
      }),
    ),
    registers: covered(
      rows('register').map(({ id, value: { version, office, entry } }) => {
        const [register, code = ''] = id.split('/');
        return { register: register as Directory['registers'][number]['register'], id: code, version, office, entry };
      }),
    ),
  };
}

type Rows = <K extends StateKind>(kind: K) => readonly { readonly id: string; readonly value: StateShapes[K] }[];

const KINDS = ['ledger', 'calendar', 'office', 'mandate', 'process', 'rules', 'register', 'key'] as const;

/** Few of each, however many cases there are. */
async function readRows(db: Db): Promise<Rows> {
  const all = await db
    .selectFrom('state')
    .select(['kind', 'id', 'value'])
    .where('kind', 'in', [...KINDS])
    .execute();
  const byKind = new Map<string, { id: string; value: unknown }[]>();
  for (const { kind, id, value } of all) {
    const list = byKind.get(kind) ?? [];
    list.push({ id, value });
    byKind.set(kind, list);
  }
  return <K extends keyof StateShapes>(kind: K) =>
    (byKind.get(kind) ?? []) as { readonly id: string; readonly value: StateShapes[K] }[];
}
