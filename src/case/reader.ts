import { words } from '../index/terms.ts';
import type { Database } from '../state/database.ts';
import type { CaseHead, Content, Item } from './case.ts';
import type { CaseEvent, CaseState } from './event.ts';
import { type CaseRow, type EventRow, eventOf, headOf, type ItemRow, itemOfRow } from './rows.ts';

/** Shape of the ids of cases and items: 80 random bits, so that none is guessed. */
export const CASE_ID = /^[0-9a-z_-]{14}$/i;

/** Reads case files. Who may see which is for the caller to check. */
export class CaseReader {
  constructor(protected readonly database: Database) {}

  find(id: string): CaseHead | null {
    if (!CASE_ID.test(id)) return null;
    const row = this.database.prepare('SELECT * FROM cases WHERE id = ?').get(id) as CaseRow | undefined;
    return row ? headOf(row) : null;
  }

  /** Cases of some channels of a server, those that changed last first. */
  in(guildId: string, channelIds: readonly string[]): CaseHead[] {
    const rows = this.database
      .prepare(
        `SELECT * FROM cases WHERE guild_id = ? AND channel_id IN (${channelIds.map(() => '?').join(', ')})
         ORDER BY changed_at DESC, rowid DESC`,
      )
      .all(guildId, ...channelIds) as unknown as CaseRow[];
    return rows.map(headOf);
  }

  /** Every case, those that changed last first. */
  all(): CaseHead[] {
    const rows = this.database
      .prepare('SELECT * FROM cases ORDER BY changed_at DESC, rowid DESC')
      .all() as unknown as CaseRow[];
    return rows.map(headOf);
  }

  /** The message that shows a case in its channel, and the version that it shows; null where there is none. */
  card(id: string): { messageId: string | null; version: number } | null {
    const row = this.database.prepare('SELECT card_message_id, card_version FROM cases WHERE id = ?').get(id) as
      | { card_message_id: string | null; card_version: number }
      | undefined;
    return row ? { messageId: row.card_message_id, version: row.card_version } : null;
  }

  /** Ids of the cases whose message shows an older version than they are of. */
  withOldCards(): string[] {
    const rows = this.database
      .prepare("SELECT id FROM cases WHERE card_version < version AND channel_id <> 'terminal'")
      .all() as { id: string }[];
    return rows.map(({ id }) => id);
  }

  /** The item that is shown and has this content; null when there is none. */
  holding(id: string, content: Content): Item | null {
    const row = this.database
      .prepare('SELECT * FROM case_items WHERE case_id = ? AND content = ? AND is_hidden = 0 LIMIT 1')
      .get(id, JSON.stringify(content)) as ItemRow | undefined;
    return row ? itemOfRow(row) : null;
  }

  /** Ids of the sources that a case's channel was told of. */
  toldOf(id: string): Set<string> {
    const rows = this.database.prepare('SELECT source_id FROM case_alerts WHERE case_id = ?').all(id) as {
      source_id: string;
    }[];
    return new Set(rows.map(({ source_id }) => source_id));
  }

  members(id: string): string[] {
    const rows = this.database.prepare('SELECT user_id FROM case_members WHERE case_id = ? ORDER BY rowid').all(id) as {
      user_id: string;
    }[];
    return rows.map(({ user_id }) => user_id);
  }

  /**
   * Items that are not hidden, in order, from `offset` on.
   * @param search words that an item must all hold; '' for every item.
   * @returns the items, and how many there are in all.
   */
  items(
    id: string,
    { offset = 0, limit = -1, search = '' }: { offset?: number; limit?: number; search?: string } = {},
  ): { items: Item[]; total: number } {
    const wanted = words(search).map((word) => ` ${word}`);
    const where = `case_id = ? AND is_hidden = 0${' AND instr(words, ?) > 0'.repeat(wanted.length)}`;
    const { total } = this.database
      .prepare(`SELECT count(*) AS total FROM case_items WHERE ${where}`)
      .get(id, ...wanted) as { total: number };
    const rows = this.database
      .prepare(`SELECT * FROM case_items WHERE ${where} ORDER BY position, number LIMIT ? OFFSET ?`)
      .all(id, ...wanted, limit, offset) as unknown as ItemRow[];
    return { items: rows.map(itemOfRow), total };
  }

  /** An item by its id or its number, hidden or not; null when the case has none. */
  item(id: string, which: string | number): Item | null {
    const column = typeof which === 'number' ? 'number' : 'id';
    const row = this.database.prepare(`SELECT * FROM case_items WHERE case_id = ? AND ${column} = ?`).get(id, which) as
      | ItemRow
      | undefined;
    return row ? itemOfRow(row) : null;
  }

  /** What happened, newest first. */
  history(id: string, { offset = 0, limit = -1 }: { offset?: number; limit?: number } = {}): CaseEvent[] {
    const rows = this.database
      .prepare('SELECT * FROM case_events WHERE case_id = ? ORDER BY version DESC LIMIT ? OFFSET ?')
      .all(id, limit, offset) as unknown as EventRow[];
    return rows.map(eventOf);
  }

  /** The case as the tables have it; `replay` of its history gives the same. */
  state(id: string): CaseState | null {
    const head = this.find(id);
    const rows = this.database.prepare('SELECT * FROM case_items WHERE case_id = ?').all(id) as unknown as ItemRow[];
    return (
      head && {
        head,
        members: new Set(this.members(id)),
        items: new Map(rows.map((row) => [row.id, itemOfRow(row)])),
      }
    );
  }
}
