import type { Database } from './database.ts';

/**
 * Deletes a case with its items and its history, within a transaction of the caller's. What is left is that somebody did, and the message
 * that showed it, which is still to be deleted.
 * @returns how many items it had, hidden ones too.
 */
export function deleteCase(database: Database, id: string, userId: string, now = Date.now()): number {
  const { items } = database.prepare('SELECT count(*) AS items FROM case_items WHERE case_id = ?').get(id) as {
    items: number;
  };
  database
    .prepare(
      `INSERT OR IGNORE INTO case_cards_left (channel_id, message_id)
       SELECT channel_id, card_message_id FROM cases WHERE id = ? AND card_message_id IS NOT NULL`,
    )
    .run(id);
  purging(database, { id, items, userId, now }, () => {
    for (const table of ['case_events', 'case_items', 'case_members'])
      database.prepare(`DELETE FROM ${table} WHERE case_id = ?`).run(id);
    database.prepare('DELETE FROM cases WHERE id = ?').run(id);
  });
  return items;
}

/** Lets `work` delete events of a case, and keeps that it was done, by whom and of how many items. */
export function purging(
  database: Database,
  purge: { readonly id: string; readonly items: number; readonly userId: string; readonly now: number },
  work: () => void,
): void {
  const { lastInsertRowid } = database
    .prepare(
      `INSERT INTO case_purges (case_id, guild_id, user_id, items, at, is_open)
       SELECT id, guild_id, ?, ?, ?, 1 FROM cases WHERE id = ?`,
    )
    .run(purge.userId, purge.items, purge.now, purge.id);
  work();
  database.prepare('UPDATE case_purges SET is_open = 0 WHERE id = ?').run(lastInsertRowid);
}
