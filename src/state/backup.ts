import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../errors.ts';
import { DATABASE_FILE, type Database, openDatabaseFile, refuseNewer, schemaVersion } from './database.ts';
import { takeLock } from './hold.ts';

/** Rows of each table, by its name. */
export type RowCounts = Readonly<Record<string, number>>;

/** Rows in words: "3 cases, 12 views", tables without any left out; "no rows". */
export function describeRows(rows: RowCounts): string {
  const filled = Object.entries(rows).filter(([, n]) => n > 0);
  return filled.map(([table, n]) => `${n} ${table}`).join(', ') || 'no rows';
}

/**
 * Writes a copy of the database to a new file while the bot runs (SQLite's VACUUM INTO: one consistent moment), and checks
 * the copy.
 * @returns rows of each table in the copy.
 * @throws UserError when there is no database, the file exists already, or the copy does not hold.
 */
export function backup(dataDir: string, file: string): RowCounts {
  const source = join(dataDir, DATABASE_FILE);
  if (existsSync(file)) throw new UserError(`${file} exists already. Name a new file: a backup never overwrites one.`);
  mkdirSync(dirname(file), { recursive: true });
  const aside = `${file}.part`;
  rmSync(aside, { force: true });
  const database = openDatabaseFile(source);
  try {
    refuseNewer(database, source);
    database.prepare('VACUUM INTO ?').run(aside);
  } finally {
    database.close();
  }
  const counts = verify(aside);
  sync(aside);
  renameSync(aside, file);
  sync(dirname(file));
  return counts;
}

/**
 * Puts a backup in the place of the database. The backup is checked first and copied aside, so that the database is the old
 * one or the new one, whole. The old one is kept beside it.
 * @returns rows of each table, and where the former database was put (null when there was none).
 * @throws UserError when the bot runs on this folder, the backup is damaged, or a newer version wrote it.
 */
export function restore(dataDir: string, file: string, now = new Date()): { rows: RowCounts; former: string | null } {
  const release = takeLock(dataDir);
  if (!release) throw new UserError(`The bot is running on ${dataDir}. Stop it, then restore; nothing was changed.`);
  try {
    return replaceDatabase(join(dataDir, DATABASE_FILE), file, now);
  } finally {
    release();
  }
}

function replaceDatabase(target: string, file: string, now: Date): { rows: RowCounts; former: string | null } {
  const backupFile = openDatabaseFile(file);
  const aside = `${target}.part`;
  rmSync(aside, { force: true });
  try {
    refuseNewer(backupFile, file);
    if (schemaVersion(backupFile) < 1 || !tablesOf(backupFile).includes('settings'))
      throw new UserError(`${file} is no backup of this bot; nothing was changed.`);
    backupFile.prepare('VACUUM INTO ?').run(aside);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${file} is damaged and was not restored: ${(error as Error).message}`, { cause: error });
  } finally {
    backupFile.close();
  }
  const rows = verify(aside);
  sync(aside);
  const former = existsSync(target) ? setAside(target, now) : null;
  for (const journal of ['-wal', '-shm']) rmSync(`${target}${journal}`, { force: true });
  renameSync(aside, target);
  sync(dirname(target));
  return { rows, former };
}

/** Gives the database that stands a second name; it stays in its place until another one is renamed over it. */
function setAside(target: string, now: Date): string {
  const former = `${target}.before-${now.toISOString().replaceAll(/[:.]/g, '-')}`;
  // The journal belongs to the former database: what it holds is written into it first.
  const old = openDatabaseFile(target);
  try {
    old.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    old.close();
  }
  linkSync(target, former);
  return former;
}

/** SQLite's own check of a database file; returns the rows of its tables. */
export function verify(file: string): RowCounts {
  const database = openDatabaseFile(file);
  try {
    const rows = database.prepare('PRAGMA integrity_check').all() as { integrity_check: string }[];
    if (rows.length !== 1 || rows[0]!.integrity_check !== 'ok')
      throw new UserError(`${file} is damaged: ${rows[0]?.integrity_check ?? 'no answer'}`);
    return countRows(database);
  } finally {
    database.close();
  }
}

export function tablesOf(database: Database): string[] {
  const rows = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .all() as { name: string }[];
  return rows.map(({ name }) => name);
}

function countRows(database: Database): RowCounts {
  return Object.fromEntries(
    tablesOf(database).map((table) => [
      table,
      (database.prepare(`SELECT count(*) AS n FROM "${table}"`).get() as { n: number }).n,
    ]),
  );
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } catch {
    // Windows opens no folder for syncing; its rename is journaled by the file system.
  } finally {
    closeSync(descriptor);
  }
}
