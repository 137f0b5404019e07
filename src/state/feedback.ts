import type { Database } from './database.ts';

export const FEEDBACK_REASONS = ['wrong passage', 'missing source', 'outdated', 'other'] as const;
export type FeedbackReason = (typeof FEEDBACK_REASONS)[number];

export interface Feedback {
  readonly viewId: string;
  readonly guildId: string;
  readonly channelId: string;
  readonly userId: string;
  /** 'reported': a refusal that somebody told the maintainers of. */
  readonly verdict: 'helpful' | 'not helpful' | 'reported';
  readonly reason: FeedbackReason | null;
  readonly comment: string | null;
  readonly question: string;
  /** Whether the person wants to be told when a source answers it. */
  readonly wantsNews?: boolean;
}

/** A question that somebody wants to be told of when a source answers it. */
export interface Wish {
  readonly id: number;
  readonly guildId: string;
  readonly channelId: string;
  readonly userId: string;
  readonly question: string;
}

/** What people say of answers. */
export class FeedbackStore {
  constructor(
    private readonly database: Database,
    private readonly now: () => number = Date.now,
  ) {}

  /** Keeps a person's word on an answer; "helpful" and "not helpful" take the place of each other, the last one holds. */
  put(feedback: Feedback): void {
    const { viewId, guildId, channelId, userId, verdict, reason, comment, question, wantsNews = false } = feedback;
    this.database
      .transaction(() => {
        const replaced = verdict === 'reported' ? ['reported'] : ['helpful', 'not helpful'];
        for (const each of replaced)
          this.database
            .prepare('DELETE FROM feedback WHERE view_id = ? AND user_id = ? AND verdict = ?')
            .run(viewId, userId, each);
        this.database
          .prepare(
            'INSERT INTO feedback (view_id, guild_id, channel_id, user_id, verdict, reason, comment, question, created_at, wants_news) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
          )
          .run(viewId, guildId, channelId, userId, verdict, reason, comment, question, this.now(), wantsNews ? 1 : 0);
      })
      .immediate();
  }

  /** Questions whose askers want to be told, and were not yet, oldest first. */
  wishes(): Wish[] {
    const rows = this.database
      .prepare('SELECT * FROM feedback WHERE wants_news = 1 AND told_at IS NULL ORDER BY created_at, id')
      .all() as { id: number; guild_id: string; channel_id: string; user_id: string; question: string }[];
    return rows.map(({ id, guild_id, channel_id, user_id, question }) => ({
      id,
      guildId: guild_id,
      channelId: channel_id,
      userId: user_id,
      question,
    }));
  }

  /** Notes that the person of a wish is told; false when that was done before. */
  tell(id: number): boolean {
    return (
      this.database.prepare('UPDATE feedback SET told_at = ? WHERE id = ? AND told_at IS NULL').run(this.now(), id)
        .changes > 0
    );
  }

  /** Takes that back: the message could not be sent. */
  untell(id: number): void {
    this.database.prepare('UPDATE feedback SET told_at = NULL WHERE id = ?').run(id);
  }

  /** Everything that was said, newest first, without who said it; `at` is an ISO time. */
  all(): (Omit<Feedback, 'userId' | 'viewId'> & { readonly at: string })[] {
    const rows = this.database.prepare('SELECT * FROM feedback ORDER BY created_at DESC, id DESC').all() as {
      guild_id: string;
      channel_id: string;
      verdict: Feedback['verdict'];
      reason: FeedbackReason | null;
      comment: string | null;
      question: string;
      created_at: number;
    }[];
    return rows.map((row) => ({
      at: new Date(row.created_at).toISOString(),
      verdict: row.verdict,
      reason: row.reason,
      question: row.question,
      comment: row.comment,
      guildId: row.guild_id,
      channelId: row.channel_id,
    }));
  }

  count(userId: string): number {
    return (this.database.prepare('SELECT count(*) AS n FROM feedback WHERE user_id = ?').get(userId) as { n: number })
      .n;
  }
}
