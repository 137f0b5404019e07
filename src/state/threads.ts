import type { Database } from './database.ts';

/** Threads that somebody added the bot to. */
export class ThreadStore {
  constructor(
    private readonly database: Database,
    private readonly now: () => number = Date.now,
  ) {}

  add(threadId: string, guildId: string): void {
    this.database
      .prepare('INSERT INTO threads (thread_id, guild_id, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
      .run(threadId, guildId, this.now());
  }

  has(threadId: string): boolean {
    return this.database.prepare('SELECT 1 FROM threads WHERE thread_id = ?').get(threadId) !== undefined;
  }

  remove(threadId: string): void {
    this.database.prepare('DELETE FROM threads WHERE thread_id = ?').run(threadId);
  }
}
