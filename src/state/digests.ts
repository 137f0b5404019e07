import type { Database } from './database.ts';

/** Weeks whose digest a server got. */
export class DigestStore {
  constructor(private readonly database: Database) {}

  /** Notes that a server gets the digest of a week; false when it got it before. */
  take(guildId: string, week: string): boolean {
    return (
      this.database.prepare('INSERT OR IGNORE INTO digests (guild_id, week) VALUES (?, ?)').run(guildId, week).changes >
      0
    );
  }

  /** Takes that back: it could not be posted. */
  giveBack(guildId: string, week: string): void {
    this.database.prepare('DELETE FROM digests WHERE guild_id = ? AND week = ?').run(guildId, week);
  }
}
