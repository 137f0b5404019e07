import type { Database } from '../state/database.ts';
import type { CaseHead, Item } from './case.ts';
import { type CaseEvent, headAfter, itemAfter, itemOf, STEP } from './event.ts';
import type { CaseReader } from './reader.ts';
import { searchWords } from './rows.ts';

/** Writes an event and what follows from it, within a transaction of the caller's. */
export function append(
  database: Database,
  reader: CaseReader,
  id: string,
  happened: Omit<CaseEvent, 'version'>,
): CaseHead {
  const { change, userId, subjectId } = happened;
  const before = reader.find(id);
  const event: CaseEvent = { ...happened, version: (before?.version ?? 0) + 1 };
  database
    .prepare(
      'INSERT INTO case_events (case_id, version, kind, item_id, user_id, subject_id, at, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    )
    .run(id, event.version, change.kind, itemOf(change), userId, subjectId, event.at, JSON.stringify(change));
  const head = headAfter(before, event, id);
  putHead(database, head);
  const itemId = itemOf(change);
  if (itemId !== null) putItem(database, id, itemAfter(reader.item(id, itemId), event));
  if (change.kind === 'member added')
    database.prepare('INSERT OR IGNORE INTO case_members (case_id, user_id) VALUES (?, ?)').run(id, subjectId);
  if (change.kind === 'member removed')
    database.prepare('DELETE FROM case_members WHERE case_id = ? AND user_id = ?').run(id, subjectId);
  if (change.kind === 'unrestricted') database.prepare('DELETE FROM case_members WHERE case_id = ?').run(id);
  if (change.kind === 'renumbered') {
    const update = database.prepare('UPDATE case_items SET position = ? WHERE case_id = ? AND id = ?');
    for (const [n, each] of change.order.entries()) update.run((n + 1) * STEP, id, each);
  }
  return head;
}

function putHead(database: Database, head: CaseHead): void {
  database
    .prepare(
      `INSERT INTO cases (id, guild_id, channel_id, title, is_open, alerts, is_restricted, version, user_id, created_at, changed_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET title = excluded.title, is_open = excluded.is_open, alerts = excluded.alerts,
           is_restricted = excluded.is_restricted, version = excluded.version, changed_at = excluded.changed_at`,
    )
    .run(
      head.id,
      head.guildId,
      head.channelId,
      head.title,
      head.isOpen ? 1 : 0,
      head.alerts ? 1 : 0,
      head.isRestricted ? 1 : 0,
      head.version,
      head.userId,
      head.createdAt,
      head.changedAt,
    );
}

function putItem(database: Database, id: string, item: Item): void {
  database
    .prepare(
      `INSERT OR REPLACE INTO case_items (case_id, id, number, position, kind, content, note, tags, is_hidden, version,
           user_id, subject_id, edited_by, created_at, edited_at, words)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      id,
      item.id,
      item.number,
      item.position,
      item.content.kind,
      JSON.stringify(item.content),
      item.note,
      JSON.stringify(item.tags),
      item.isHidden ? 1 : 0,
      item.version,
      item.userId,
      item.subjectId,
      item.editedBy,
      item.createdAt,
      item.editedAt,
      searchWords(item),
    );
}
