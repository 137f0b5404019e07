import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { openLockFile } from './database.ts';

/**
 * Takes a folder for one bot. The lock is an open exclusive transaction on a file of its own: the system ends it with the
 * process, however that ends, so that a restart after a crash need not wait.
 * @returns what gives it back, or null when another process has it.
 */
export function takeLock(dataDir: string): (() => void) | null {
  mkdirSync(dataDir, { recursive: true });
  const database = openLockFile(join(dataDir, 'running.lock'));
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch {
    database.close();
    return null;
  }
  return () => {
    database.exec('ROLLBACK');
    database.close();
  };
}

/**
 * Marks a folder as in use by a running bot, so that no second one answers beside it and `restore` refuses it.
 * @returns what ends that.
 * @throws UserError when another bot runs on it.
 */
export function holdDataDir(dataDir: string): () => void {
  const release = takeLock(dataDir);
  if (!release)
    throw new UserError(`Another bot is running on ${dataDir}. Stop it first, or set DATA_DIR to another folder.`);
  return release;
}
