import type { Database } from './database.ts';

/** Sources that the library has had: what is not among them is new. */
export class KnownSources {
  constructor(private readonly database: Database) {}

  /** Those of `ids` that are new; null when nothing is known yet, as at the first start. */
  newAmong(ids: readonly string[]): string[] | null {
    const rows = this.database.prepare('SELECT source_id FROM known_sources').all() as { source_id: string }[];
    const known = new Set(rows.map(({ source_id }) => source_id));
    return known.size === 0 ? null : ids.filter((id) => !known.has(id));
  }
}
