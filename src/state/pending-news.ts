import type { Database } from './database.ts';

/** First pause before somebody is tried again, milliseconds; it doubles each time. */
const FIRST_PAUSE_MS = 60_000;
/** Longest pause. */
const LONGEST_PAUSE_MS = 6 * 3_600_000;
/** Tries until it is given up: two days after the first. */
const TRIES = 15;

/** Who is still to be told of new sources, kept until it is done. */
export class PendingNews {
  constructor(
    private readonly database: Database,
    private readonly now: () => number = Date.now,
  ) {}

  /** Notes that sources are known now, and that receivers are to be told of them: both or nothing. */
  add(receivers: readonly string[], added: readonly string[], known: readonly string[]): void {
    const know = this.database.prepare('INSERT OR IGNORE INTO known_sources (source_id, seen_at) VALUES (?, ?)');
    const wait = this.database.prepare(
      'INSERT OR IGNORE INTO pending_news (receiver, source_id, tries, next_at) VALUES (?, ?, 0, ?)',
    );
    this.database
      .transaction(() => {
        for (const id of known) know.run(id, this.now());
        for (const receiver of receivers) for (const id of added) wait.run(receiver, id, this.now());
      })
      .immediate();
  }

  /** Who is to be told now, with the sources. */
  due(): { receiver: string; sourceIds: string[] }[] {
    const rows = this.database
      .prepare('SELECT receiver, source_id FROM pending_news WHERE next_at <= ? ORDER BY rowid')
      .all(this.now()) as { receiver: string; source_id: string }[];
    const due = new Map<string, string[]>();
    for (const { receiver, source_id } of rows) due.set(receiver, [...(due.get(receiver) ?? []), source_id]);
    return [...due].map(([receiver, sourceIds]) => ({ receiver, sourceIds }));
  }

  /** Notes that somebody was told, or need not be. */
  done(receiver: string, sourceIds: readonly string[]): void {
    for (const id of sourceIds)
      this.database.prepare('DELETE FROM pending_news WHERE receiver = ? AND source_id = ?').run(receiver, id);
  }

  /** Notes that it failed: it is tried again after a while, or, where it only was not the time, soon. */
  failed(receiver: string, { isTry = true }: { readonly isTry?: boolean } = {}): void {
    const { tries } = this.database
      .prepare('SELECT coalesce(max(tries), 0) AS tries FROM pending_news WHERE receiver = ?')
      .get(receiver) as { tries: number };
    const count = tries + (isTry ? 1 : 0);
    if (count >= TRIES) {
      this.database.prepare('DELETE FROM pending_news WHERE receiver = ?').run(receiver);
      return;
    }
    const pause = isTry ? Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS) : FIRST_PAUSE_MS;
    this.database
      .prepare('UPDATE pending_news SET tries = ?, next_at = ? WHERE receiver = ?')
      .run(count, this.now() + pause, receiver);
  }
}
