import type { Database } from './database.ts';
import { VIEW_DAYS } from './views.ts';

/** A reply of the bot's to a message. */
export interface Reply {
  readonly questionMessageId: string;
  readonly channelId: string;
  /** Where the reply stands: the same channel, or the thread that was opened for it. */
  readonly replyChannelId: string;
  readonly replyMessageId: string;
  /** The answer behind its buttons, or null for a reply without one. */
  readonly viewId: string | null;
  readonly userId: string;
}

interface Row {
  readonly question_message_id: string;
  readonly channel_id: string;
  readonly reply_channel_id: string;
  readonly reply_message_id: string;
  readonly view_id: string | null;
  readonly user_id: string;
}

/** Which of the bot's messages answers which question. */
export class ReplyStore {
  constructor(
    private readonly database: Database,
    private readonly now: () => number = Date.now,
  ) {}

  put(reply: Reply): void {
    this.database
      .prepare(
        `INSERT INTO replies (question_message_id, channel_id, reply_channel_id, reply_message_id, view_id, user_id, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (question_message_id) DO UPDATE SET reply_channel_id = excluded.reply_channel_id,
           reply_message_id = excluded.reply_message_id, view_id = excluded.view_id`,
      )
      .run(
        reply.questionMessageId,
        reply.channelId,
        reply.replyChannelId,
        reply.replyMessageId,
        reply.viewId,
        reply.userId,
        this.now(),
      );
  }

  /** The reply to a message, or null. */
  toQuestion(messageId: string): Reply | null {
    return this.one('SELECT * FROM replies WHERE question_message_id = ?', messageId);
  }

  /** The reply that a message of the bot's is, or null. */
  byReply(messageId: string): Reply | null {
    return this.one('SELECT * FROM replies WHERE reply_message_id = ?', messageId);
  }

  remove(questionMessageId: string): void {
    this.database.prepare('DELETE FROM replies WHERE question_message_id = ?').run(questionMessageId);
  }

  /** Deletes what is older than the buttons live; returns how many. */
  expire(): number {
    return Number(
      this.database.prepare('DELETE FROM replies WHERE created_at <= ?').run(this.now() - VIEW_DAYS * 86_400_000)
        .changes,
    );
  }

  private one(sql: string, id: string): Reply | null {
    const row = this.database.prepare(sql).get(id) as Row | undefined;
    return row
      ? {
          questionMessageId: row.question_message_id,
          channelId: row.channel_id,
          replyChannelId: row.reply_channel_id,
          replyMessageId: row.reply_message_id,
          viewId: row.view_id,
          userId: row.user_id,
        }
      : null;
  }
}
