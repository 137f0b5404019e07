// Writes exports and timelines in a process of its own: those of a large case take seconds of work.
import { serve } from '../model/child.ts';
import { openDatabase } from '../state/database.ts';
import { PeopleStore } from '../state/people.ts';
import type { SourceChanges } from './case.ts';
import { type ExportedFile, exportCase, type Format } from './export/export.ts';
import { CaseReader } from './reader.ts';
import { caseTimeline } from './timeline.ts';

/** A case in the database of a folder. */
export interface StoredCase {
  readonly dataDir: string;
  readonly id: string;
}

function reading<T>({ dataDir }: StoredCase, read: (cases: CaseReader, people: PeopleStore) => T): T {
  const database = openDatabase(dataDir);
  try {
    return read(new CaseReader(database), new PeopleStore(database));
  } finally {
    database.close();
  }
}

const functions = {
  export(which: StoredCase, format: Format, changes: SourceChanges, baseUrl: string | null): Promise<ExportedFile> {
    const parts = reading(which, (cases, people) => {
      const head = cases.find(which.id);
      if (!head) throw new Error(`case ${which.id} is gone`);
      const { items } = cases.items(which.id);
      return { head, members: cases.members(which.id), items, names: people.names(), changes, baseUrl };
    });
    return exportCase(parts, format);
  },
  timeline: (which: StoredCase): Promise<Buffer | null> =>
    caseTimeline(reading(which, (cases) => cases.items(which.id).items)),
};

export type ExportService = typeof functions;

serve<ExportService, object>(functions);
