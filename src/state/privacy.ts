import type { Database } from './database.ts';
import { deleteCase } from './delete-case.ts';

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
  views: ['subject_id'],
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
    ...Object.entries(SHARED).map(([table, columns]) => [table, count(table, columns)]),
    ...Object.entries(OWN).map(([table, column]) => [table, count(table, [column])]),
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
      // What shows them names the person: it is brought up to date, after a crash, too.
      for (const id of casesOf(database, userId))
        database.prepare('UPDATE cases SET card_version = 0 WHERE id = ? AND card_message_id IS NOT NULL').run(id);
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

/** Ids of the cases of teams that a person opened, worked on, or is a member of: what shows them names the person. */
export function casesOf(database: Database, userId: string): string[] {
  const rows = database
    .prepare(
      `SELECT case_id AS id FROM case_events WHERE user_id = ?1 OR subject_id = ?1
       UNION SELECT case_id FROM case_members WHERE user_id = ?1`,
    )
    .all(userId) as { id: string }[];
  return rows.map(({ id }) => id);
}

/** Deletes the cases that a person opened in direct messages, which nobody else sees, with their history. */
function deleteOwnCases(database: Database, userId: string): void {
  const own = database.prepare("SELECT id FROM cases WHERE guild_id = '' AND user_id = ?").all(userId) as {
    id: string;
  }[];
  for (const { id } of own) deleteCase(database, id, '');
}
