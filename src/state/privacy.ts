import type { Database } from './database.ts';

/** Tables whose rows are a person's own, with the column that holds the id: they are deleted. */
const OWN = {
  views: 'user_id',
  replies: 'user_id',
  feedback: 'user_id',
  question_log: 'user_id',
  people: 'user_id',
} as const;

/** Tables that others need, with the columns that hold ids: the rows stay, the ids go. */
const SHARED = {
  cases: ['user_id'],
  case_items: ['user_id', 'subject_id', 'edited_by'],
  case_events: ['user_id', 'subject_id'],
  case_purges: ['user_id'],
} as const;

/** Every column that can hold a person's id, as table.column. */
export const PERSONAL_COLUMNS: readonly string[] = [
  ...Object.entries(OWN).map(([table, column]) => `${table}.${column}`),
  ...Object.entries(SHARED).flatMap(([table, columns]) => columns.map((column) => `${table}.${column}`)),
  'case_members.user_id',
];

/** How many rows about a person each table holds. */
export type Stored = Readonly<Record<keyof typeof OWN | keyof typeof SHARED | 'case_members', number>>;

/** What is stored about a person. */
export function storedAbout(database: Database, userId: string): Stored {
  const count = (table: string, columns: readonly string[]) =>
    (
      database
        .prepare(`SELECT count(*) AS n FROM ${table} WHERE ${columns.map((column) => `${column} = ?`).join(' OR ')}`)
        .get(...columns.map(() => userId)) as { n: number }
    ).n;
  return Object.fromEntries([
    ...Object.entries(OWN).map(([table, column]) => [table, count(table, [column])]),
    ...Object.entries(SHARED).map(([table, columns]) => [table, count(table, columns)]),
    ['case_members', count('case_members', ['user_id'])],
  ]) as unknown as Stored;
}

/**
 * Forgets a person, over all tables at once: deletes what is theirs, their cases in direct messages too; in the cases of teams
 * their items and what they did stay, without their id.
 * @returns what was stored.
 */
export function forget(database: Database, userId: string): Stored {
  return database
    .transaction(() => {
      const stored = storedAbout(database, userId);
      for (const [table, column] of Object.entries(OWN))
        database.prepare(`DELETE FROM ${table} WHERE ${column} = ?`).run(userId);
      deleteOwnCases(database, userId);
      database.prepare('DELETE FROM case_members WHERE user_id = ?').run(userId);
      for (const [table, columns] of Object.entries(SHARED))
        for (const column of columns)
          database.prepare(`UPDATE ${table} SET ${column} = '' WHERE ${column} = ?`).run(userId);
      return stored;
    })
    .immediate();
}

/** Deletes the cases that a person opened in direct messages, which nobody else sees, with their history. */
function deleteOwnCases(database: Database, userId: string): void {
  const own = "SELECT id FROM cases WHERE guild_id = '' AND user_id = ?";
  database
    .prepare(
      `INSERT INTO case_purges (case_id, guild_id, user_id, items, at, is_open)
       SELECT id, '', '', (SELECT count(*) FROM case_items WHERE case_id = cases.id), ?, 1 FROM cases WHERE id IN (${own})`,
    )
    .run(Date.now(), userId);
  for (const table of ['case_events', 'case_items', 'case_members', 'case_alerts'])
    database.prepare(`DELETE FROM ${table} WHERE case_id IN (${own})`).run(userId);
  database.prepare("DELETE FROM cases WHERE guild_id = '' AND user_id = ?").run(userId);
  database.prepare('UPDATE case_purges SET is_open = 0 WHERE is_open = 1').run();
}
