// Writes an export in a process of its own: citations and documents of a large case take seconds of work.
import { serve } from '../model/child.ts';
import type { DossierParts } from './export/dossier.ts';
import { exportCase, type Format } from './export/export.ts';

const functions = {
  export: (parts: DossierParts, format: Format) => exportCase(parts, format),
};

export type ExportService = typeof functions;

serve<ExportService, object>(functions);
