import { startChild } from '../model/child.ts';
import type { DossierParts } from './export/dossier.ts';
import type { ExportedFile, Format } from './export/export.ts';
import type { ExportService } from './export-process.ts';

/** Exports a case in a child process, so that this one never blocks. */
export async function exportAside(parts: DossierParts, format: Format): Promise<ExportedFile> {
  const child = startChild<ExportService>(new URL('./export-process.ts', import.meta.url), {});
  try {
    const { name, data } = await child.remote.export(parts, format);
    return { name, data: Buffer.from(data) };
  } finally {
    await child.stop();
  }
}
