import { words } from '../index/terms.ts';
import type { Database } from '../state/database.ts';
import {
  type CaseHead,
  type Content,
  type Item,
  namesAbout,
  type Quotation,
  type SourceVersion,
  TERMINAL,
} from './case.ts';
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

  /** The message that shows a case in its channel; null where there is none. */
  card(id: string): string | null {
    const row = this.database.prepare('SELECT card_message_id FROM cases WHERE id = ?').get(id) as
      | { card_message_id: string | null }
      | undefined;
    return row?.card_message_id ?? null;
  }

  /** Ids of cases whose message shows an older version, or, of open ones, tells of another index. */
  withOldCards(generation: string): string[] {
    const rows = this.database
      .prepare(
        `SELECT id FROM cases WHERE channel_id <> ? AND
           (card_version < version OR (is_open = 1 AND card_generation IS NOT NULL AND card_generation <> ?))`,
      )
      .all(TERMINAL, generation) as { id: string }[];
    return rows.map(({ id }) => id);
  }

  /** Messages of purged cases that are still to be deleted. */
  cardsLeft(): { channelId: string; messageId: string }[] {
    const rows = this.database.prepare('SELECT channel_id, message_id FROM case_cards_left').all() as {
      channel_id: string;
      message_id: string;
    }[];
    return rows.map(({ channel_id, message_id }) => ({ channelId: channel_id, messageId: message_id }));
  }

  /** The place of an item among those that are shown, from 1. */
  placeOf(id: string, { position, number }: Pick<Item, 'position' | 'number'>): number {
    const { before } = this.database
      .prepare(
        `SELECT count(*) AS before FROM case_items WHERE case_id = ? AND is_hidden = 0
           AND (position < ? OR (position = ? AND number < ?))`,
      )
      .get(id, position, position, number) as { before: number };
    return before + 1;
  }

  /** The items that were saved last, newest first. */
  newest(id: string, limit: number): Item[] {
    const rows = this.database
      .prepare('SELECT * FROM case_items WHERE case_id = ? AND is_hidden = 0 ORDER BY number DESC LIMIT ?')
      .all(id, limit) as unknown as ItemRow[];
    return rows.map(itemOfRow);
  }

  /** Every version of a source that a case quotes, once. */
  quotedVersions(id: string): SourceVersion[] {
    return this.database
      .prepare(
        `SELECT DISTINCT json_extract(each.value, '$.sourceId') AS sourceId, json_extract(each.value, '$.sha256') AS sha256
         FROM case_items, json_each(content, '$.quotations') AS each WHERE case_id = ? AND is_hidden = 0`,
      )
      .all(id) as unknown as SourceVersion[];
  }

  /** What a case quotes of some versions of sources, each quotation once. */
  quotesOf(id: string, versions: readonly SourceVersion[]): Pick<Quotation, 'sourceId' | 'sha256' | 'quote'>[] {
    return this.database
      .prepare(
        `SELECT DISTINCT json_extract(each.value, '$.sourceId') AS sourceId, json_extract(each.value, '$.sha256') AS sha256,
           json_extract(each.value, '$.quote') AS quote
         FROM case_items, json_each(content, '$.quotations') AS each WHERE case_id = ? AND is_hidden = 0
           AND json_extract(each.value, '$.sourceId') || char(10) || json_extract(each.value, '$.sha256')
             IN (SELECT value FROM json_each(?))`,
      )
      .all(id, JSON.stringify(versions.map(({ sourceId, sha256 }) => `${sourceId}\n${sha256}`))) as unknown as Pick<
      Quotation,
      'sourceId' | 'sha256' | 'quote'
    >[];
  }

  /** Names that a case's questions and cards are about, those saved last first. */
  namesAbout(id: string, limit: number): string[] {
    const rows = this.database
      .prepare(
        "SELECT * FROM case_items WHERE case_id = ? AND is_hidden = 0 AND kind IN ('question', 'card') ORDER BY number DESC LIMIT ?",
      )
      .all(id, limit) as unknown as ItemRow[];
    return namesAbout(rows.map(itemOfRow)).slice(0, limit);
  }

  /** Whether somebody saved an item of it. */
  hasItemOf(id: string, userId: string): boolean {
    return (
      this.database.prepare('SELECT 1 FROM case_items WHERE case_id = ? AND user_id = ? LIMIT 1').get(id, userId) !==
      undefined
    );
  }

  /** The item that is shown and has this content; null when there is none. */
  holding(id: string, content: Content): Item | null {
    const row = this.database
      .prepare('SELECT * FROM case_items WHERE case_id = ? AND content = ? AND is_hidden = 0 LIMIT 1')
      .get(id, JSON.stringify(content)) as ItemRow | undefined;
    return row ? itemOfRow(row) : null;
  }

  /** Open cases whose channel is told of new sources. */
  withAlerts(): CaseHead[] {
    const rows = this.database
      .prepare('SELECT * FROM cases WHERE is_open = 1 AND alerts = 1 AND channel_id <> ? ORDER BY created_at, rowid')
      .all(TERMINAL) as unknown as CaseRow[];
    return rows.map(headOf);
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
    // Signs alone are no word that something could hold.
    if (search.trim() !== '' && wanted.length === 0) return { items: [], total: 0 };
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

  /** How many events a history has: those of purged items are gone. */
  events(id: string): number {
    const { total } = this.database.prepare('SELECT count(*) AS total FROM case_events WHERE case_id = ?').get(id) as {
      total: number;
    };
    return total;
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
