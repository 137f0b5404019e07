import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '../../config.ts';
import { messageOf } from '../../errors.ts';
import { describeRows, verify } from '../../state/backup.ts';
import { DATABASE_FILE, openDatabaseFile, schemaVersion } from '../../state/database.ts';
import { MIGRATIONS } from '../../state/migrations.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

const LEAST_FREE_BYTES = 500_000_000;
const MOST_CLOCK_DIFFERENCE_MS = 5000;

/** Checks the database of what the bot keeps, also while the bot runs: its schema, its pages, its rows. */
export function checkDatabase({ dataDir }: Config): Finding {
  const file = join(dataDir, DATABASE_FILE);
  if (!existsSync(file)) return ok('database', `There is none yet; npm start makes it: ${file}`);
  try {
    const version = versionOf(file);
    if (version > MIGRATIONS.length)
      return problem(
        'database',
        `${file} was written by a newer version of the bot (schema ${version}, this one knows ${MIGRATIONS.length}).`,
        'Update the bot, or set DATA_DIR to another folder.',
      );
    const rows = describeRows(verify(file));
    const schema =
      version === MIGRATIONS.length
        ? `schema ${version}`
        : `schema ${version}, which npm start brings to ${MIGRATIONS.length}`;
    return ok('database', `Whole, ${schema}; ${rows}`);
  } catch (error) {
    return problem(
      'database',
      `${file} can't be used: ${messageOf(error)}`,
      'Stop the bot, then put a backup in its place: npm run restore -- FILE. Without a backup, move the file away: npm start makes a new one.',
    );
  }
}

function versionOf(file: string): number {
  const database = openDatabaseFile(file);
  try {
    return schemaVersion(database);
  } finally {
    database.close();
  }
}

/** Says how much space is free where the index and the database are. */
export async function checkDisk({ indexDir, dataDir }: Config): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [setting, folder] of [
    ['INDEX_DIR', indexDir],
    ['DATA_DIR', dataDir],
  ] as const) {
    const { bavail, bsize } = await statfs(firstThatExists(folder));
    const message = `${Math.round((bavail * bsize) / 1e6)} MB are free for ${setting} (${folder})`;
    findings.push(
      bavail * bsize >= LEAST_FREE_BYTES
        ? ok('disk', message)
        : warning('disk', message, `Make room, or set ${setting} to a folder on another disk.`),
    );
  }
  return findings;
}

/** A folder that is still to be made will be on the disk of the one above it. */
function firstThatExists(folder: string): string {
  const above = dirname(folder);
  return existsSync(folder) || above === folder ? folder : firstThatExists(above);
}

/** Compares this machine's clock with Discord's. */
export function checkClock(aheadMs: number): Finding {
  const seconds = (Math.abs(aheadMs) / 1000).toFixed(0);
  if (Math.abs(aheadMs) <= MOST_CLOCK_DIFFERENCE_MS) return ok('clock', "Agrees with Discord's");
  return warning(
    'clock',
    `This machine's clock is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} Discord's.`,
    'Have the system set it from the network (on Linux: timedatectl set-ntp true).',
  );
}
