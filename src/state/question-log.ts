import type { Database } from './database.ts';

const DAY_MS = 86_400_000;

export interface LoggedQuestion {
  readonly guildId: string;
  readonly channelId: string;
  readonly userId: string;
  readonly question: string;
  readonly status: 'answered' | 'not_found' | 'failed';
  /** Why it was refused, in the words of `RefusalReason`. */
  readonly reason: string | null;
  readonly confidence: number;
  readonly totalMs: number;
  /** Names or words that a refusal missed. */
  readonly missing: readonly string[];
  /** Ids of the sources that an answer quoted. */
  readonly cited: readonly string[];
  readonly isPrivate: boolean;
}

/** The log of questions, which a server's administrators may switch on. */
export class QuestionLog {
  constructor(
    private readonly database: Database,
    private readonly now: () => number = Date.now,
  ) {}

  add(entry: LoggedQuestion): void {
    this.database
      .prepare(
        'INSERT INTO question_log (guild_id, channel_id, user_id, question, status, reason, confidence, total_ms, created_at, missing, cited, is_private) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(
        entry.guildId,
        entry.channelId,
        entry.userId,
        entry.question,
        entry.status,
        entry.reason,
        entry.confidence,
        entry.totalMs,
        this.now(),
        JSON.stringify(entry.missing),
        JSON.stringify(entry.cited),
        entry.isPrivate ? 1 : 0,
      );
  }

  /** Deletes a server's entries that are older than it keeps them; 0 days deletes all. Returns how many. */
  expire(guildId: string, days: number): number {
    return Number(
      this.database
        .prepare('DELETE FROM question_log WHERE guild_id = ? AND created_at <= ?')
        .run(guildId, days === 0 ? Number.MAX_SAFE_INTEGER : this.now() - days * DAY_MS).changes,
    );
  }

  /** Servers that have entries. */
  servers(): string[] {
    const rows = this.database.prepare('SELECT DISTINCT guild_id FROM question_log').all() as { guild_id: string }[];
    return rows.map(({ guild_id }) => guild_id);
  }
}
