import type { Database } from './database.ts';
import type { LoggedQuestion } from './question-log.ts';

const DAY_MS = 86_400_000;
/** Days that counts are kept: a year of weeks to compare. */
export const COUNT_DAYS = 371;

/** How many questions each server asked and how long answers took: kept whether or not there is a log, as it names nobody and nothing. */
export class QuestionCounts {
  constructor(
    private readonly database: Database,
    private readonly now: () => number = Date.now,
  ) {}

  /** @param guildId '' for direct messages. */
  add(guildId: string, status: LoggedQuestion['status'], totalMs: number): void {
    this.database
      .prepare('INSERT INTO question_counts (guild_id, status, total_ms, created_at) VALUES (?, ?, ?, ?)')
      .run(guildId, status, totalMs, this.now());
  }

  expire(): void {
    this.database.prepare('DELETE FROM question_counts WHERE created_at <= ?').run(this.now() - COUNT_DAYS * DAY_MS);
  }
}
