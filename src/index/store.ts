import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { IndexError, messageOf } from '../errors.ts';
import { INDEX_FORMAT, type Manifest, manifestSchema } from './manifest.ts';

/**
 * An index folder holds generations, each a whole index in a folder of its own, and `current.json`, which names the one
 * that answers. A new generation is written aside and synced; then `current.json` is replaced by rename, which POSIX and
 * NTFS do at once or not at all. A crash at any moment leaves the old generation named and untouched.
 */
const POINTER = 'current.json';
const GENERATIONS = 'generations';
const pointerSchema = z.object({ generation: z.string().regex(/^[0-9a-z-]+$/) });

export const INGEST_COMMAND = 'npm run ingest';

export interface CurrentIndex {
  readonly generation: string;
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Returns the name of the generation that answers, or null when there is none. */
export async function currentGeneration(indexDir: string): Promise<string | null> {
  const content = await readFile(join(indexDir, POINTER), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  if (content === null) return null;
  const parsed = pointerSchema.safeParse(safeJson(content));
  if (!parsed.success)
    throw new IndexError(`${join(indexDir, POINTER)} is damaged. Rebuild the index with: ${INGEST_COMMAND}`);
  return parsed.data.generation;
}

/**
 * Returns the index that answers, or null when none was built yet.
 * @throws IndexError when it is damaged or of another format; the message names the command that rebuilds it.
 */
export async function readCurrent(indexDir: string): Promise<CurrentIndex | null> {
  const generation = await currentGeneration(indexDir);
  if (generation === null) return null;
  const folder = join(indexDir, GENERATIONS, generation);
  const content = await readFile(join(folder, 'manifest.json'), 'utf8').catch((error: unknown) => {
    throw new IndexError(
      `The index in ${indexDir} is damaged (${messageOf(error)}). Rebuild it with: ${INGEST_COMMAND}`,
    );
  });
  const value = safeJson(content);
  const format = (value as { format?: unknown } | null)?.format;
  if (format !== INDEX_FORMAT)
    throw new IndexError(
      `The index in ${indexDir} has format ${String(format)}; this program reads format ${INDEX_FORMAT}. Rebuild it with: ${INGEST_COMMAND}`,
    );
  const manifest = manifestSchema.safeParse(value);
  if (!manifest.success)
    throw new IndexError(`The manifest in ${folder} is damaged. Rebuild the index with: ${INGEST_COMMAND}`);
  return { generation, folder, manifest: manifest.data };
}

/** Makes an empty folder for a new generation; nothing reads it until `publish`. */
export async function createGeneration(indexDir: string): Promise<{ generation: string; folder: string }> {
  const generation = `${Date.now().toString(36)}-${randomBytes(4).toString('hex')}`;
  const folder = join(indexDir, GENERATIONS, generation);
  await mkdir(folder, { recursive: true });
  return { generation, folder };
}

/** Makes a written generation the one that answers, then removes the others. */
export async function publish(indexDir: string, generation: string): Promise<void> {
  const folder = join(indexDir, GENERATIONS, generation);
  for (const name of await readdir(folder)) await sync(join(folder, name));
  await sync(folder);
  await sync(join(indexDir, GENERATIONS));
  const aside = join(indexDir, `${POINTER}.${generation}`);
  const file = await open(aside, 'w');
  await file.writeFile(JSON.stringify({ generation }));
  await file.sync();
  await file.close();
  await rename(aside, join(indexDir, POINTER));
  await sync(indexDir);
  await removeOthers(indexDir, generation);
}

/** Removes generations that do not answer: older ones, and those that a crash left half-written. */
async function removeOthers(indexDir: string, keep: string): Promise<void> {
  for (const name of await readdir(join(indexDir, GENERATIONS)))
    if (name !== keep) await rm(join(indexDir, GENERATIONS, name), { recursive: true, force: true });
  for (const name of await readdir(indexDir))
    if (name.startsWith(`${POINTER}.`)) await rm(join(indexDir, name), { force: true });
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    // Windows opens no folders; its rename is journalled by NTFS.
    if (error.code === 'EPERM' || error.code === 'EISDIR') return null;
    throw error;
  });
  if (!handle) return;
  await handle.sync().catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPERM' && error.code !== 'EINVAL') throw error;
  });
  await handle.close();
}

function safeJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}
