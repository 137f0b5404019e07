/**
 * The schema's history: entry n brings a database of version n to version n + 1 (`PRAGMA user_version`). An entry that has
 * been released is never changed; a change is a new entry.
 */
export const MIGRATIONS: readonly string[] = [
  `
  -- What an administrator set: JSON of a server ('' as channel) or of one of its channels.
  CREATE TABLE settings (
    guild_id   TEXT NOT NULL,
    channel_id TEXT NOT NULL DEFAULT '',
    value      TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, channel_id)
  ) STRICT;

  -- What stands behind the buttons of a message: an answer, an entity card, a list. guild_id is '' in direct messages.
  CREATE TABLE views (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    guild_id   TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    is_private INTEGER NOT NULL,
    data       TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX views_by_channel ON views (channel_id, created_at);
  CREATE INDEX views_by_user ON views (user_id);
  CREATE INDEX views_by_age ON views (created_at);

  -- Which reply answers which message, so that an edited question is answered anew and a deleted one taken back.
  CREATE TABLE replies (
    question_message_id TEXT PRIMARY KEY,
    channel_id          TEXT NOT NULL,
    reply_channel_id    TEXT NOT NULL,
    reply_message_id    TEXT NOT NULL,
    view_id             TEXT,
    user_id             TEXT NOT NULL,
    created_at          INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX replies_by_reply ON replies (reply_message_id);
  CREATE INDEX replies_by_user ON replies (user_id);

  CREATE TABLE feedback (
    id         INTEGER PRIMARY KEY,
    view_id    TEXT NOT NULL,
    guild_id   TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    verdict    TEXT NOT NULL,
    reason     TEXT,
    comment    TEXT,
    question   TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (view_id, user_id, verdict)
  ) STRICT;
  CREATE INDEX feedback_by_user ON feedback (user_id);

  CREATE TABLE question_log (
    id         INTEGER PRIMARY KEY,
    guild_id   TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    question   TEXT NOT NULL,
    status     TEXT NOT NULL,
    reason     TEXT,
    confidence REAL NOT NULL,
    total_ms   REAL NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX question_log_by_guild ON question_log (guild_id, created_at);
  CREATE INDEX question_log_by_user ON question_log (user_id);
  `,
  `
  -- Threads that somebody added the bot to: there it answers without being mentioned.
  CREATE TABLE threads (
    thread_id  TEXT PRIMARY KEY,
    guild_id   TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  `,
];
