import { z } from 'zod';
import type { Database, Statement } from './database.ts';

/** When the bot answers in a channel without a slash command. */
export const MODES = ['off', 'mention', 'threads', 'auto'] as const;
export type Mode = (typeof MODES)[number];

const snowflakes = z.array(z.string().regex(/^\d{17,20}$/)).max(25);
const rate = z.object({ questions: z.number().int().min(1).max(1000), seconds: z.number().int().min(1).max(86_400) });

/** A rate limit: so many questions in so many seconds. */
export type Rate = z.infer<typeof rate>;

const schema = z
  .object({
    mode: z.enum(MODES),
    /** Whether an answer to /ask is shown to everybody or to the asker alone, when the asker does not say. */
    visibility: z.enum(['public', 'private']),
    /** In mode auto, what happens below the confidence floor. */
    belowFloor: z.enum(['silent', 'react']),
    /** Collections (first folders of the corpus) that may be seen; null: all. Unknown names show nothing. */
    collections: z.array(z.string().max(200)).max(100).nullable(),
    /** Roles that may ask; none: everybody. */
    askRoles: snowflakes,
    /** Roles that may change settings, besides those with Manage Server. */
    adminRoles: snowflakes,
    perUser: rate,
    perChannel: rate,
    /** Days that questions are kept in the log; 0: they are not logged. */
    retentionDays: z.number().int().min(0).max(365),
    feedbackChannel: z
      .string()
      .regex(/^\d{17,20}$/)
      .nullable(),
  })
  .strict();

/** Settings as they hold in one place. */
export type Settings = z.infer<typeof schema>;
/** What was set for a server or a channel; what is missing is inherited. */
export type PartialSettings = Partial<Settings>;

export const DEFAULT_SETTINGS: Settings = Object.freeze({
  mode: 'mention',
  visibility: 'public',
  belowFloor: 'silent',
  collections: null,
  askRoles: [],
  adminRoles: [],
  perUser: { questions: 10, seconds: 60 },
  perChannel: { questions: 60, seconds: 60 },
  retentionDays: 0,
  feedbackChannel: null,
});

/** Parts that only the server has, never a channel. */
export const SERVER_ONLY: ReadonlySet<keyof Settings> = new Set(['adminRoles', 'retentionDays', 'feedbackChannel']);

const partial = schema.partial();

/** The settings of servers and channels, as administrators set them. */
export class SettingsStore {
  private readonly select: Statement<[string, string]>;
  private readonly parsed = new Map<string, PartialSettings>();

  constructor(
    private readonly database: Database,
    private readonly now: () => number = Date.now,
  ) {
    this.select = database.prepare('SELECT value FROM settings WHERE guild_id = ? AND channel_id = ?');
  }

  /** Settings as they hold in a channel: its own over the server's over the defaults. Threads ask for their parent. */
  effective(guildId: string, channelId: string): Settings {
    return { ...DEFAULT_SETTINGS, ...this.own(guildId, ''), ...this.own(guildId, channelId) };
  }

  /** Settings of a server. */
  ofServer(guildId: string): Settings {
    return { ...DEFAULT_SETTINGS, ...this.own(guildId, '') };
  }

  /** What was set for a channel itself, or ('' as channel) for the server. */
  own(guildId: string, channelId: string): PartialSettings {
    const row = this.select.get(guildId, channelId) as { value: string } | undefined;
    if (!row) return {};
    // Every message asks for settings: what was parsed once is known.
    if (this.parsed.size > 1000) this.parsed.clear();
    const known = this.parsed.get(row.value) ?? (partial.parse(JSON.parse(row.value)) as PartialSettings);
    this.parsed.set(row.value, known);
    return known;
  }

  /**
   * Changes settings of a server ('' as channel) or channel; undefined takes the inherited value again.
   * @throws ZodError for a value out of range, TypeError for a part that only servers have; nothing is changed then.
   */
  change(
    guildId: string,
    channelId: string,
    change: { readonly [K in keyof Settings]?: Settings[K] | undefined },
  ): void {
    if (channelId !== '')
      for (const key of Object.keys(change) as (keyof Settings)[])
        if (SERVER_ONLY.has(key)) throw new TypeError(`${key} is set for the whole server only`);
    this.database
      .transaction(() => {
        const value = partial.parse({ ...this.own(guildId, channelId), ...change });
        this.database
          .prepare(
            `INSERT INTO settings (guild_id, channel_id, value, updated_at) VALUES (?, ?, ?, ?)
           ON CONFLICT (guild_id, channel_id) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
          )
          .run(guildId, channelId, JSON.stringify(value), this.now());
      })
      .immediate();
  }

  /** Channels of a server that have settings of their own. */
  channelsOf(guildId: string): string[] {
    const rows = this.database
      .prepare("SELECT channel_id FROM settings WHERE guild_id = ? AND channel_id <> '' ORDER BY channel_id")
      .all(guildId) as { channel_id: string }[];
    return rows.map(({ channel_id }) => channel_id);
  }

  /** Collections that the members of every server may see: what direct messages are answered from. Null: all. */
  shared(): readonly string[] | null {
    const rows = this.database.prepare("SELECT value FROM settings WHERE channel_id = ''").all() as { value: string }[];
    let shared: readonly string[] | null = null;
    for (const { value } of rows) {
      const { collections } = JSON.parse(value) as PartialSettings;
      if (!collections) continue;
      shared = shared === null ? collections : shared.filter((name) => collections.includes(name));
    }
    return shared;
  }

  /** Every server and ('' as channel: the server itself) channel that has settings. */
  places(): { guildId: string; channelId: string }[] {
    const rows = this.database.prepare('SELECT guild_id, channel_id FROM settings').all() as {
      guild_id: string;
      channel_id: string;
    }[];
    return rows.map(({ guild_id, channel_id }) => ({ guildId: guild_id, channelId: channel_id }));
  }

  /** Removes what was set for a server that the bot left. */
  dropServer(guildId: string): void {
    this.database.prepare('DELETE FROM settings WHERE guild_id = ?').run(guildId);
  }
}
