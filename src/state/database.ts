// The only file that imports libsql.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import LibsqlDatabase from 'libsql';
import { UserError } from '../errors.ts';
import { MIGRATIONS } from './migrations.ts';

export type Database = LibsqlDatabase.Database;
export type Statement<Parameters extends unknown[]> = LibsqlDatabase.Statement<Parameters>;

/** The file of the database in DATA_DIR. */
export const DATABASE_FILE = 'bot.db';

/** How long a write waits for another process that holds the database (a script; there is one bot, see hold.ts), milliseconds. Tried once a second: measured. */
const BUSY_MS = 5000;

/**
 * Opens the database of a folder, which is made when it is missing, and brings its schema up to date. A commit is on the disk
 * when a write returns (WAL, synchronous=FULL): what was acknowledged outlives a kill and a power cut.
 * @throws UserError when the database was written by a newer version of the program, or is no database.
 */
export function openDatabase(dataDir: string): Database {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, DATABASE_FILE);
  const database = open(file, {});
  try {
    refuseNewer(database, file);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma('secure_delete = ON');
    migrate(database);
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

/**
 * Opens a database file that must exist, without changing its schema.
 * @throws UserError when there is none.
 */
export function openDatabaseFile(file: string): Database {
  if (!existsSync(file)) throw new UserError(`There is no database at ${file}.`);
  return open(file, { fileMustExist: true });
}

/** Opens a file that is locked and holds nothing; a lock that is taken fails at once. */
export function openLockFile(file: string): Database {
  const database = open(file, {});
  database.pragma('busy_timeout = 0');
  return database;
}

function open(file: string, options: LibsqlDatabase.Options): Database {
  try {
    const database = new LibsqlDatabase(file, options);
    database.pragma(`busy_timeout = ${BUSY_MS}`);
    return database;
  } catch (error) {
    throw new UserError(`The database ${file} can't be opened: ${(error as Error).message}`, { cause: error });
  }
}

/** The schema's version of a database: how many migrations it has seen. */
export function schemaVersion(database: Database): number {
  return (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
}

/** Refuses a database that a newer version of the program wrote. */
export function refuseNewer(database: Database, file: string): void {
  const version = readVersion(database, file);
  if (version > MIGRATIONS.length)
    throw new UserError(
      `${file} was written by a newer version of the bot (schema ${version}, this one knows ${MIGRATIONS.length}). Update the bot, then try again.`,
    );
}

function readVersion(database: Database, file: string): number {
  try {
    return schemaVersion(database);
  } catch (error) {
    throw new UserError(`${file} is not a database of this bot, or is damaged: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function migrate(database: Database): void {
  while (schemaVersion(database) < MIGRATIONS.length)
    database
      .transaction(() => {
        // Another process may have done it while this one waited for the lock.
        const version = schemaVersion(database);
        if (version >= MIGRATIONS.length) return;
        database.exec(MIGRATIONS[version]!);
        database.pragma(`user_version = ${version + 1}`);
      })
      .immediate();
}
