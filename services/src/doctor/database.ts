/** The database: whether it is the right one, whether it keeps what it acknowledges, and whether it says too much. Changes nothing. */
import { migrations } from '@counterfoil/migrations';
import { requireVersion, type Connection } from '../database/connect.ts';
import { look, ok, wrong, type Finding } from './finding.ts';

const TRIED_MAJOR = 18;
const CLOCKS_APART_MS = 5_000;
const LOOPBACK = /^(localhost|\[?::1\]?|127\..*)$/;

interface Facts {
  /** As the server numbers itself, such as 180004. */
  readonly version: number;
  readonly standby: boolean;
  /** Whether a session begins so, whatever this one has set. */
  readonly read_only: boolean;
  readonly settings: Readonly<Record<string, string>>;
  readonly now: Date;
  readonly ssl: boolean | null;
  readonly archived: Date | null;
  readonly archive_failed: Date | null;
  readonly idle_slots: number;
}

const SETTINGS = [
  'fsync',
  'full_page_writes',
  'synchronous_commit',
  'data_checksums',
  'wal_recycle',
  'log_error_verbosity',
  'log_statement',
  'log_parameter_max_length_on_error',
  'archive_mode',
  'max_connections',
  'wal_level',
] as const;

/** @param isEmbedded whether it is the one that the service brings along. */
export async function checkDatabase(connection: Connection, url: string, isEmbedded: boolean): Promise<Finding[]> {
  const [facts] = await connection<Facts[]>`
    select current_setting('server_version_num')::int as version, clock_timestamp() as now, pg_is_in_recovery() as standby,
      (select reset_val = 'on' from pg_settings where name = 'default_transaction_read_only') as read_only,
      (select jsonb_object_agg(name, setting) from pg_settings
        where name in (select json_array_elements_text(${JSON.stringify(SETTINGS)}::text::json))) as settings,
      (select ssl from pg_stat_ssl where pid = pg_backend_pid()) as ssl,
      (select last_archived_time from pg_stat_archiver) as archived,
      (select last_failed_time from pg_stat_archiver) as archive_failed,
      (select count(*)::int from pg_replication_slots where not active) as idle_slots`;
  if (facts === undefined) throw new Error('The database does not say what it is.');
  return [
    checkVersion(facts),
    ...checkWritable(facts),
    checkClock(facts, Date.now()),
    ...checkDurable(facts),
    ...checkTalk(facts),
    ...(isEmbedded ? [checkEmbedded()] : [...checkWay(facts, url), ...checkCopies(facts)]),
    ...(await checkTables(connection)),
  ];
}

function checkVersion({ version }: Facts): Finding {
  const major = Math.floor(version / 10_000);
  try {
    requireVersion(version);
  } catch (error) {
    return wrong((error as Error).message, `Use version ${TRIED_MAJOR}: no service starts on this one.`);
  }
  const says = `PostgreSQL ${major}.`;
  return major === TRIED_MAJOR
    ? ok(says)
    : look(`${says} Only version ${TRIED_MAJOR} has been tried.`, `Use version ${TRIED_MAJOR} where you can choose.`);
}

function checkWritable({ standby, read_only: readOnly }: Facts): Finding[] {
  if (standby)
    return [
      wrong(
        'The database is a standby, which takes no changes: nothing can be recorded.',
        'Name the primary in DATABASE_URL. If this one is to take over: services/README.md, "Moving to a PostgreSQL of your own", Fail-over.',
      ),
    ];
  if (!readOnly) return [];
  return [
    wrong(
      'The database takes no changes (default_transaction_read_only is on): nothing can be recorded.',
      'Find out who set it: hosts do so when a disk is full. Then: alter database … reset default_transaction_read_only.',
    ),
  ];
}

function checkClock({ now }: Facts, ownMs: number): Finding {
  const apartMs = Math.abs(now.getTime() - ownMs);
  return apartMs < CLOCKS_APART_MS
    ? ok('The clocks of this machine and of the database agree.')
    : look(
        `The clocks of this machine and of the database are ${Math.round(apartMs / 1000)} seconds apart.`,
        'Let both be set over the network (NTP): the time of every entry is the clock of the service.',
      );
}

function checkDurable({ settings }: Facts): Finding[] {
  const off = (['fsync', 'full_page_writes', 'synchronous_commit'] as const).filter((name) => settings[name] === 'off');
  const durable =
    off.length === 0
      ? ok('What it acknowledges is on the disk (fsync, full_page_writes, synchronous_commit).')
      : wrong(
          `What it acknowledges can be lost when the power fails: ${off.join(', ')} off.`,
          `Set ${off.map((name) => `${name} = on`).join(', ')} in postgresql.conf, and reload it.`,
        );
  if (settings['data_checksums'] === 'on') return [durable, ok('Its pages carry checksums.')];
  return [
    durable,
    look(
      'Its pages carry no checksums: what a disk changes there is found by the self-check alone.',
      'Stop the database once and run pg_checksums --enable.',
    ),
  ];
}

/** What the server writes down of what people say, and for how long. */
function checkTalk({ settings }: Facts): Finding[] {
  const findings: Finding[] = [];
  if (settings['log_error_verbosity'] !== 'terse')
    findings.push(
      look(
        'The log of the database quotes rows that it refuses, the beginning of words and salts included.',
        "Set log_error_verbosity = 'terse'.",
      ),
    );
  if (
    settings['log_statement'] === 'all' ||
    settings['log_statement'] === 'mod' ||
    settings['log_parameter_max_length_on_error'] !== '0'
  )
    findings.push(
      wrong(
        'The log of the database holds what is written, words that must be erasable included.',
        "Set log_statement = 'none' or 'ddl', and log_parameter_max_length_on_error = 0.",
      ),
    );
  if (settings['wal_recycle'] === 'on')
    findings.push(
      look(
        'Files of the write-ahead log are used again, and keep what was erased until then.',
        'Set wal_recycle = off, and let the service cut the log: services/README.md, "Texts that are not public, and erasure".',
      ),
    );
  return findings.length > 0 ? findings : [ok('Its log and its write-ahead log keep no words longer than they must.')];
}

function checkEmbedded(): Finding {
  return look(
    'It is the embedded one: it has no replica, and its backup is a copy made while the service stands still.',
    'For real use bring a PostgreSQL of your own with archiving and a standby: services/README.md, "Moving to a PostgreSQL of your own".',
  );
}

function checkWay({ ssl }: Facts, url: string): Finding[] {
  if (LOOPBACK.test(new URL(url).hostname) || ssl === true) return [];
  return [
    wrong(
      'The way to the database is not encrypted, and words travel on it.',
      'Let the server speak TLS, and add ?sslmode=require to DATABASE_URL.',
    ),
  ];
}

function checkCopies({ settings, archived, archive_failed: failed, idle_slots: idle }: Facts): Finding[] {
  const findings: Finding[] = [];
  if (settings['archive_mode'] === 'off')
    findings.push(
      look(
        'The write-ahead log is not archived: a backup brings back only what was there when it was made.',
        'Archive it (pgBackRest, Barman, or what your provider offers), or make sure that a synchronous standby has everything. Mirrors can bring back entries, but no texts that are not public.',
      ),
    );
  else if (failed !== null && (archived === null || failed > archived))
    findings.push(
      wrong(
        `Archiving the write-ahead log has failed since ${failed.toISOString()}.`,
        'See the log of the database for the reason; the disk fills meanwhile.',
      ),
    );
  else
    findings.push(
      ok(`The write-ahead log is archived${archived === null ? '' : `, last at ${archived.toISOString()}`}.`),
    );
  if (idle > 0)
    findings.push(
      look(
        `${idle} replication ${idle === 1 ? 'slot holds' : 'slots hold'} back the write-ahead log for nobody who is connected: the disk fills, and erased words stay in it.`,
        'Drop slots that nobody needs: select pg_drop_replication_slot(…).',
      ),
    );
  return findings;
}

interface Tables {
  readonly names: readonly string[] | null;
  readonly may_change: boolean;
  readonly guards: number;
  readonly due: number | null;
}

async function checkTables(connection: Connection): Promise<Finding[]> {
  const [{ there } = { there: false }] = await connection<{ there: boolean }[]>`
    select to_regclass('entries') is not null and to_regclass('taken_away') is not null as there`;
  if (!there)
    return [
      look(
        'There is no ledger in this database yet, or one of an old version.',
        'The first start makes it, or brings it up to date.',
      ),
    ];
  const [tables] = await connection<Tables[]>`
    select (select jsonb_agg(name) from kysely_migration) as names,
      has_table_privilege('counterfoil_recorder', 'entries', 'update,delete,truncate') as may_change,
      (select count(*)::int from pg_trigger where tgrelid = 'entries'::regclass and not tgisinternal and tgenabled in ('O', 'A')) as guards,
      (select times - cleared from taken_away) as due`;
  const findings: Finding[] = [];
  const known = Object.keys(migrations);
  const names = tables?.names ?? [];
  const newer = names.filter((name) => !known.includes(name));
  const missing = known.filter((name) => !names.includes(name));
  if (newer.length > 0)
    findings.push(
      wrong(
        `A newer version of Counterfoil has changed this database (${newer.join(', ')}).`,
        'Run that version: there is no way back.',
      ),
    );
  else if (missing.length > 0)
    findings.push(
      look(
        `The tables are those of an older version (${missing.length} changes to come).`,
        'The next start brings them up to date. Make a backup before.',
      ),
    );
  else findings.push(ok('The tables are those of this version.'));
  findings.push(
    tables?.may_change === false && tables.guards > 0
      ? ok('Entries can be added and not changed: the role may not, and a trigger refuses.')
      : wrong(
          'Entries could be changed: the role of the service may, or the trigger that refuses is off.',
          'Find out who did that. Then: alter table entries enable trigger all; revoke update, delete, truncate on entries from counterfoil_recorder.',
        ),
  );
  if ((tables?.due ?? 0) > 0)
    findings.push(
      look(
        'Texts were erased, and the files of the database have not been cleared of them yet.',
        'The service does it within a minute or two. If this stays, its log says what is in the way.',
      ),
    );
  return findings;
}
