import { randomBytes } from 'node:crypto';
import type { Database } from './database.ts';

/** Days after which the buttons of a message no longer work, and what stands behind them is deleted. */
export const VIEW_DAYS = 30;
const DAY_MS = 86_400_000;

/** What stands behind the buttons of a message. */
export interface View<Data = unknown> {
  readonly id: string;
  readonly kind: string;
  /** '' in direct messages. */
  readonly guildId: string;
  readonly channelId: string;
  /** Who asked for it. */
  readonly userId: string;
  /** Whether it was shown to that person alone. */
  readonly isPrivate: boolean;
  /** Who wrote the message that it stands for, or ''. */
  readonly subjectId?: string;
  readonly data: Data;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly guild_id: string;
  readonly channel_id: string;
  readonly user_id: string;
  readonly is_private: number;
  readonly subject_id: string;
  readonly data: string;
  readonly created_at: number;
}

/** Shape of a view's id: 80 random bits, so that none is guessed, short enough for a custom id with its action. */
export const VIEW_ID = /^[0-9a-z_-]{14}$/i;

/** What stands behind buttons and menus, kept so that they work after a restart. */
export class ViewStore {
  constructor(
    private readonly database: Database,
    private readonly now: () => number = Date.now,
  ) {}

  add<Data>(view: Omit<View<Data>, 'id' | 'createdAt'>): View<Data> {
    const id = randomBytes(10).toString('base64url');
    const createdAt = this.now();
    this.database
      .prepare(
        'INSERT INTO views (id, kind, guild_id, channel_id, user_id, is_private, data, created_at, subject_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(
        id,
        view.kind,
        view.guildId,
        view.channelId,
        view.userId,
        view.isPrivate ? 1 : 0,
        JSON.stringify(view.data),
        createdAt,
        view.subjectId ?? '',
      );
    return { ...view, id, createdAt };
  }

  /** A view by its id, or null when there is none, or it has expired. */
  find(id: string): View | null {
    if (!VIEW_ID.test(id)) return null;
    const row = this.database
      .prepare('SELECT * FROM views WHERE id = ? AND created_at > ?')
      .get(id, this.now() - VIEW_DAYS * DAY_MS) as Row | undefined;
    return row ? viewOf(row) : null;
  }

  /** Replaces what stands behind a view. */
  update(id: string, change: { readonly data?: unknown; readonly isPrivate?: boolean }): void {
    if (change.data !== undefined)
      this.database.prepare('UPDATE views SET data = ? WHERE id = ?').run(JSON.stringify(change.data), id);
    if (change.isPrivate !== undefined)
      this.database.prepare('UPDATE views SET is_private = ? WHERE id = ?').run(change.isPrivate ? 1 : 0, id);
  }

  /**
   * The newest views of a kind in a channel, newest first, no older than `sinceMs`: those that everybody saw, and with
   * `privateOf` those that only this person saw.
   */
  latest(channelId: string, kind: string, count: number, sinceMs: number, privateOf: string | null = null): View[] {
    const rows = this.database
      .prepare(
        `SELECT * FROM views WHERE channel_id = ? AND kind = ? AND created_at >= ? AND (is_private = 0 OR user_id = ?)
         ORDER BY created_at DESC, rowid DESC LIMIT ?`,
      )
      .all(channelId, kind, sinceMs, privateOf ?? '', count) as unknown as Row[];
    return rows.map(viewOf);
  }

  /** Deletes what has expired; returns how many. */
  expire(): number {
    return Number(
      this.database.prepare('DELETE FROM views WHERE created_at <= ?').run(this.now() - VIEW_DAYS * DAY_MS).changes,
    );
  }
}

function viewOf(row: Row): View {
  return {
    id: row.id,
    kind: row.kind,
    guildId: row.guild_id,
    channelId: row.channel_id,
    userId: row.user_id,
    isPrivate: row.is_private === 1,
    ...(row.subject_id === '' ? {} : { subjectId: row.subject_id }),
    data: JSON.parse(row.data) as unknown,
    createdAt: row.created_at,
  };
}
