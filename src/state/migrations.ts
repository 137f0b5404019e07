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
  `
  -- Case files. Their state follows from case_events; cases and case_items hold it made up, for reading.
  CREATE TABLE cases (
    id              TEXT PRIMARY KEY,
    -- '' in direct messages and on the terminal.
    guild_id        TEXT NOT NULL,
    channel_id      TEXT NOT NULL,
    title           TEXT NOT NULL,
    is_open         INTEGER NOT NULL,
    alerts          INTEGER NOT NULL,
    -- Whether only its members see it, rather than everybody who sees the channel.
    is_restricted   INTEGER NOT NULL,
    version         INTEGER NOT NULL,
    user_id         TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    changed_at      INTEGER NOT NULL,
    card_message_id TEXT,
    -- The version that the pinned card shows, and the generation of the index that it tells of.
    card_version    INTEGER NOT NULL DEFAULT 0,
    card_generation TEXT
  ) STRICT;
  CREATE INDEX cases_by_channel ON cases (guild_id, channel_id, changed_at);

  CREATE TABLE case_members (
    case_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (case_id, user_id)
  ) STRICT;

  CREATE TABLE case_items (
    case_id    TEXT NOT NULL,
    id         TEXT NOT NULL,
    -- Counts from 1 in its case, and never changes.
    number     INTEGER NOT NULL,
    position   REAL NOT NULL,
    kind       TEXT NOT NULL,
    content    TEXT NOT NULL,
    note       TEXT NOT NULL,
    tags       TEXT NOT NULL,
    is_hidden  INTEGER NOT NULL,
    -- Counts the edits of its note.
    version    INTEGER NOT NULL,
    -- Who saved it; who wrote a message that was saved; who edited its note last.
    user_id    TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    edited_by  TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    edited_at  INTEGER,
    -- What it is searched by: its words, folded.
    words      TEXT NOT NULL,
    PRIMARY KEY (case_id, id)
  ) STRICT;
  CREATE INDEX case_items_in_order ON case_items (case_id, is_hidden, position);

  CREATE TABLE case_events (
    case_id    TEXT NOT NULL,
    version    INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    item_id    TEXT,
    user_id    TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    at         INTEGER NOT NULL,
    data       TEXT NOT NULL,
    PRIMARY KEY (case_id, version)
  ) STRICT;
  CREATE INDEX case_events_by_user ON case_events (user_id);

  -- What administrators purged; while one is open, events of that case may be deleted.
  CREATE TABLE case_purges (
    id       INTEGER PRIMARY KEY,
    case_id  TEXT NOT NULL,
    guild_id TEXT NOT NULL,
    user_id  TEXT NOT NULL,
    items    INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    is_open  INTEGER NOT NULL
  ) STRICT;
  CREATE TRIGGER case_events_stay BEFORE DELETE ON case_events
    WHEN NOT EXISTS (SELECT 1 FROM case_purges WHERE case_id = OLD.case_id AND is_open = 1)
    BEGIN SELECT RAISE(ABORT, 'the history of a case is append-only'); END;
  CREATE TRIGGER case_events_are_not_changed BEFORE UPDATE OF case_id, version, kind, item_id, at, data ON case_events
    BEGIN SELECT RAISE(ABORT, 'the history of a case is append-only'); END;

  -- Names that people who worked on a case go by, for lists and exports.
  CREATE TABLE people (
    user_id    TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;

  -- Sources that the library has had, so that new ones are told from old ones.
  CREATE TABLE known_sources (
    source_id TEXT PRIMARY KEY,
    seen_at   INTEGER NOT NULL
  ) STRICT;
  -- Who is still to be told of new sources: channel:ID or wish:ID.
  CREATE TABLE pending_news (
    receiver  TEXT NOT NULL,
    source_id TEXT NOT NULL,
    tries     INTEGER NOT NULL,
    next_at   INTEGER NOT NULL,
    PRIMARY KEY (receiver, source_id)
  ) STRICT;
  -- Sources that a channel was told of, as a case in it is about what they name.
  CREATE TABLE case_alerts (
    channel_id TEXT NOT NULL,
    source_id  TEXT NOT NULL,
    at         INTEGER NOT NULL,
    PRIMARY KEY (channel_id, source_id)
  ) STRICT;

  -- Cards of cases that were purged: messages that are still to be deleted.
  CREATE TABLE case_cards_left (
    channel_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    PRIMARY KEY (channel_id, message_id)
  ) STRICT;

  -- Who wrote the message that a view stands for, or ''.
  ALTER TABLE views ADD COLUMN subject_id TEXT NOT NULL DEFAULT '';

  -- Whether the person wants to be told when a source answers, and when that was done.
  ALTER TABLE feedback ADD COLUMN wants_news INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE feedback ADD COLUMN told_at INTEGER;

  -- JSON lists: the names or words that a refusal missed; the sources that an answer quoted.
  ALTER TABLE question_log ADD COLUMN missing TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE question_log ADD COLUMN cited TEXT NOT NULL DEFAULT '[]';
  -- Whether the answer was shown to the asker alone.
  ALTER TABLE question_log ADD COLUMN is_private INTEGER NOT NULL DEFAULT 0;

  -- How many questions a server asked, and how long answers took; nothing of what or who.
  CREATE TABLE question_counts (
    id         INTEGER PRIMARY KEY,
    guild_id   TEXT NOT NULL,
    status     TEXT NOT NULL,
    total_ms   REAL NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX question_counts_by_guild ON question_counts (guild_id, created_at);

  -- Weeks whose digest was posted.
  CREATE TABLE digests (
    guild_id TEXT NOT NULL,
    week     TEXT NOT NULL,
    PRIMARY KEY (guild_id, week)
  ) STRICT;
  `,
];
