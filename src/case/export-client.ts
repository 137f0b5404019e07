import PQueue from 'p-queue';
import { UserError } from '../errors.ts';
import { type Child, revive, startChild } from '../model/child.ts';
import type { SourceChanges } from './case.ts';
import type { ExportedFile, Format } from './export/export.ts';
import type { ExportService, StoredCase } from './export-process.ts';

/** Longest time that an export may take, milliseconds: 2,000 items take four seconds. */
const LONGEST_MS = 60_000;
/** Exports that wait; more are refused. */
const MOST_WAITING = 10;

/** One at a time: each is a process of its own, with its own memory. */
const queue = new PQueue({ concurrency: 1 });

/**
 * Exports a case in a child process, so that this one never blocks.
 * @throws UserError when too many wait, or it takes too long.
 */
export async function exportAside(
  which: StoredCase,
  format: Format,
  changes: SourceChanges,
  baseUrl: string | null,
): Promise<ExportedFile> {
  const { name, data } = await aside(({ remote }) => remote.export(which, format, changes, baseUrl));
  return { name, data: Buffer.from(data) };
}

/** Draws the timeline of a case in a child process; null when there is nothing to draw. Throws as `exportAside` does. */
export async function timelineAside(which: StoredCase): Promise<Buffer | null> {
  const picture = await aside(({ remote }) => remote.timeline(which));
  return picture && Buffer.from(picture);
}

async function aside<T>(work: (child: Child<ExportService>) => Promise<T>): Promise<T> {
  if (queue.size >= MOST_WAITING)
    throw new UserError('Too many exports are being written. Please try again in a minute.');
  return queue.add(async () => {
    const child = startChild<ExportService>(new URL('./export-process.ts', import.meta.url), {});
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new UserError('The export took too long and was given up.')), LONGEST_MS);
    });
    try {
      return await Promise.race([work(child), tooLong]);
    } catch (error) {
      throw revive(error);
    } finally {
      clearTimeout(timer);
      await child.stop();
    }
  });
}
