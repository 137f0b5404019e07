import type { Database } from './database.ts';

/** Longest name of a person that is kept. */
const MOST_NAME = 80;

/** Names that people who work on cases go by. */
export class PeopleStore {
  constructor(
    private readonly database: Database,
    private readonly now: () => number = Date.now,
  ) {}

  /** Keeps the name that a person goes by now. */
  put(userId: string, name: string): void {
    const text = name.slice(0, MOST_NAME);
    this.database
      .prepare(
        `INSERT INTO people (user_id, name, updated_at) VALUES (?, ?, ?)
         ON CONFLICT (user_id) DO UPDATE SET name = excluded.name, updated_at = excluded.updated_at WHERE name <> excluded.name`,
      )
      .run(userId, text, this.now());
  }

  /** Every name, by the id of its person. */
  names(): Map<string, string> {
    const rows = this.database.prepare('SELECT user_id, name FROM people').all() as { user_id: string; name: string }[];
    return new Map(rows.map(({ user_id, name }) => [user_id, name]));
  }
}
