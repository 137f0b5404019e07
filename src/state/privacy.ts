import type { Database } from './database.ts';

/** Tables that hold a person's id, always in the column user_id. */
const PERSONAL_TABLES = ['views', 'replies', 'feedback', 'question_log'] as const;

/** How many rows about a person each table holds. */
export type Stored = Readonly<Record<(typeof PERSONAL_TABLES)[number], number>>;

/** What is stored about a person. */
export function storedAbout(database: Database, userId: string): Stored {
  return Object.fromEntries(
    PERSONAL_TABLES.map((table) => [
      table,
      (database.prepare(`SELECT count(*) AS n FROM ${table} WHERE user_id = ?`).get(userId) as { n: number }).n,
    ]),
  ) as unknown as Stored;
}

/** Deletes everything that is stored about a person, over all tables at once; returns what was deleted. */
export function forget(database: Database, userId: string): Stored {
  return database
    .transaction(() => {
      const stored = storedAbout(database, userId);
      for (const table of PERSONAL_TABLES) database.prepare(`DELETE FROM ${table} WHERE user_id = ?`).run(userId);
      return stored;
    })
    .immediate();
}
