import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import LibsqlDatabase from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { backup, restore, tablesOf } from '../../src/state/backup.ts';
import { DATABASE_FILE, openDatabase, schemaVersion } from '../../src/state/database.ts';
import { holdDataDir } from '../../src/state/hold.ts';
import { MIGRATIONS } from '../../src/state/migrations.ts';
import { forget, PERSONAL_COLUMNS, storedAbout } from '../../src/state/privacy.ts';
import { DEFAULT_SETTINGS } from '../../src/state/settings.ts';
import { openState, type State } from '../../src/state/state.ts';
import { temporaryFolder } from '../support/run.ts';

const DAY = 86_400_000;
const [GUILD, CHANNEL, USER, OTHER] = [
  '200000000000000001',
  '300000000000000001',
  '400000000000000001',
  '400000000000000002',
];

async function opened(now?: () => number): Promise<{ state: State; folder: string }> {
  const folder = await temporaryFolder();
  const state = openState(folder, now);
  onTestFinished(() => state.close());
  return { state, folder };
}

const view = (userId: string) => ({
  kind: 'answer',
  guildId: GUILD,
  channelId: CHANNEL,
  userId,
  isPrivate: false,
  data: { question: 'why?' },
});

/** A database as an earlier version of the program made it. */
function databaseOf(folder: string, version: number) {
  const database = new LibsqlDatabase(join(folder, DATABASE_FILE));
  for (const migration of MIGRATIONS.slice(0, version)) database.exec(migration);
  database.pragma(`user_version = ${version}`);
  return database;
}

/** Puts a row about a person into every table that can hold one. */
function fillFor(state: State, userId: string, n: string): void {
  const { id } = state.views.add(view(userId));
  state.replies.put({
    questionMessageId: `50000000000000000${n}`,
    channelId: CHANNEL,
    replyChannelId: CHANNEL,
    replyMessageId: `60000000000000000${n}`,
    viewId: id,
    userId,
  });
  const place = { guildId: GUILD, channelId: CHANNEL, userId, question: 'why?' };
  state.feedback.put({ ...place, viewId: id, verdict: 'not helpful', reason: 'outdated', comment: 'old' });
  state.questions.add({
    ...place,
    status: 'answered',
    reason: null,
    confidence: 0.9,
    totalMs: 200,
    missing: [],
    cited: [],
    isPrivate: false,
  });
}

describe('the schema', () => {
  it('is at the version of its migrations, durable, and has the columns that are known to be needed', async () => {
    const { state } = await opened();
    expect(schemaVersion(state.database)).toBe(MIGRATIONS.length);
    expect(state.database.pragma('journal_mode')).toMatchObject([{ journal_mode: 'wal' }]);
    expect(state.database.pragma('synchronous')).toMatchObject([{ synchronous: 2 }]);
    const columns = Object.fromEntries(
      tablesOf(state.database).map((table) => [
        table,
        (state.database.prepare(`PRAGMA table_info("${table}")`).all() as { name: string }[]).map(({ name }) => name),
      ]),
    );
    expect(columns).toEqual({
      case_alerts: ['channel_id', 'source_id', 'at'],
      case_cards_left: ['channel_id', 'message_id'],
      case_events: ['case_id', 'version', 'kind', 'item_id', 'user_id', 'subject_id', 'at', 'data'],
      case_items: [
        'case_id',
        'id',
        'number',
        'position',
        'kind',
        'content',
        'note',
        'tags',
        'is_hidden',
        'version',
        'user_id',
        'subject_id',
        'edited_by',
        'created_at',
        'edited_at',
        'words',
      ],
      case_members: ['case_id', 'user_id'],
      case_purges: ['id', 'case_id', 'guild_id', 'user_id', 'items', 'at', 'is_open'],
      cases: [
        'id',
        'guild_id',
        'channel_id',
        'title',
        'is_open',
        'alerts',
        'is_restricted',
        'version',
        'user_id',
        'created_at',
        'changed_at',
        'card_message_id',
        'card_version',
        'card_generation',
      ],
      digests: ['guild_id', 'week'],
      feedback: [
        'id',
        'view_id',
        'guild_id',
        'channel_id',
        'user_id',
        'verdict',
        'reason',
        'comment',
        'question',
        'created_at',
        'wants_news',
        'told_at',
      ],
      known_sources: ['source_id', 'seen_at'],
      pending_news: ['receiver', 'source_id', 'tries', 'next_at'],
      people: ['user_id', 'name', 'updated_at'],
      question_counts: ['id', 'guild_id', 'status', 'total_ms', 'created_at'],
      question_log: [
        'id',
        'guild_id',
        'channel_id',
        'user_id',
        'question',
        'status',
        'reason',
        'confidence',
        'total_ms',
        'created_at',
        'missing',
        'cited',
        'is_private',
      ],
      replies: [
        'question_message_id',
        'channel_id',
        'reply_channel_id',
        'reply_message_id',
        'view_id',
        'user_id',
        'created_at',
      ],
      settings: ['guild_id', 'channel_id', 'value', 'updated_at'],
      threads: ['thread_id', 'guild_id', 'created_at'],
      views: ['id', 'kind', 'guild_id', 'channel_id', 'user_id', 'is_private', 'data', 'created_at', 'subject_id'],
    });
    // Every column that holds a person's id is one that `forget` knows.
    const personal = Object.entries(columns).flatMap(([table, names]) =>
      names.filter((name) => /^(user_id|subject_id|edited_by)$/.test(name)).map((name) => `${table}.${name}`),
    );
    expect(personal.sort()).toEqual([...PERSONAL_COLUMNS].sort());
  });

  it('keeps what it holds when it is opened again, and refuses one that a newer version wrote', async () => {
    const folder = await temporaryFolder();
    const first = openState(folder);
    const { id } = first.views.add(view(USER));
    first.close();
    const again = openState(folder);
    expect(again.views.find(id)?.data).toEqual({ question: 'why?' });
    again.database.pragma(`user_version = ${MIGRATIONS.length + 1}`);
    again.close();
    expect(() => openDatabase(folder)).toThrow(/newer version of the bot/);
  });

  it('is brought up to date from every earlier version, with what it holds', async () => {
    for (let version = 1; version < MIGRATIONS.length; version++) {
      const folder = await temporaryFolder();
      const old = databaseOf(folder, version);
      old.exec(`INSERT INTO views (id, kind, guild_id, channel_id, user_id, is_private, data, created_at)
        VALUES ('AAAAAAAAAAAAAA', 'answer', '1', '2', '3', 0, '{"question":"why?"}', ${Date.now()})`);
      old.exec(`INSERT INTO question_log (guild_id, channel_id, user_id, question, status, reason, confidence, total_ms, created_at)
        VALUES ('1', '2', '3', 'why?', 'answered', NULL, 0.9, 200, ${Date.now()})`);
      old.close();
      const state = openState(folder);
      expect(schemaVersion(state.database)).toBe(MIGRATIONS.length);
      expect(state.views.find('AAAAAAAAAAAAAA')?.data).toEqual({ question: 'why?' });
      expect(storedAbout(state.database, '3')).toMatchObject({ views: 1, question_log: 1 });
      state.close();
    }
  });

  it('tells a file that is no database from one', async () => {
    const folder = await temporaryFolder({ [DATABASE_FILE]: 'not a database at all, but a text of some length' });
    expect(() => openDatabase(folder)).toThrow(/bot\.db/);
  });
});

describe('settings', () => {
  it('hold in a channel over those of the server over the defaults, and can be taken back', async () => {
    const { state } = await opened();
    state.settings.change(GUILD, '', { mode: 'threads', collections: ['eu'] });
    state.settings.change(GUILD, CHANNEL, { mode: 'auto' });
    expect(state.settings.effective(GUILD, CHANNEL)).toEqual({
      ...DEFAULT_SETTINGS,
      mode: 'auto',
      collections: ['eu'],
    });
    state.settings.change(GUILD, CHANNEL, { mode: undefined });
    expect(state.settings.effective(GUILD, CHANNEL).mode).toBe('threads');
    expect(state.settings.effective(OTHER, CHANNEL)).toEqual(DEFAULT_SETTINGS);
  });

  it('refuse a value out of range, and what only a server has, and change nothing', async () => {
    const { state } = await opened();
    expect(() => state.settings.change(GUILD, '', { perUser: { questions: 0, seconds: 60 } })).toThrow();
    expect(() => state.settings.change(GUILD, CHANNEL, { retentionDays: 30 })).toThrow(/whole server/);
    expect(state.settings.effective(GUILD, CHANNEL)).toEqual(DEFAULT_SETTINGS);
  });
});

describe('what is kept', () => {
  it('expires: views and replies after 30 days, the log as the server set it', async () => {
    let now = 1_800_000_000_000;
    const { state } = await opened(() => now);
    state.settings.change(GUILD, '', { retentionDays: 7 });
    fillFor(state, USER, '1');
    const { id } = state.views.latest(CHANNEL, 'answer', 1, 0)[0]!;
    now += 8 * DAY;
    state.expire();
    expect(storedAbout(state.database, USER)).toMatchObject({ views: 1, replies: 1, question_log: 0 });
    now += 23 * DAY;
    expect(state.views.find(id)).toBeNull();
    state.expire();
    expect(storedAbout(state.database, USER)).toMatchObject({ views: 0, replies: 0 });
  });

  it('of a person is forgotten in every column of every table, and nobody else’s', async () => {
    const { state } = await opened();
    fillFor(state, USER, '1');
    fillFor(state, OTHER, '2');
    const before = storedAbout(state.database, OTHER);
    expect(forget(state.database, USER)).toMatchObject({
      views: 1,
      replies: 1,
      feedback: 1,
      question_log: 1,
    });
    for (const table of tablesOf(state.database))
      for (const row of state.database.prepare(`SELECT * FROM "${table}"`).all() as object[])
        expect(Object.values(row).map(String).join('\n'), table).not.toContain(USER);
    expect(storedAbout(state.database, OTHER)).toEqual(before);
  });

  it('is found by ids of the right shape only', async () => {
    const { state } = await opened();
    expect(state.views.find("x' OR 1=1 --")).toBeNull();
    expect(state.views.find('AAAAAAAAAAAAAA')).toBeNull();
  });

  it('has one verdict of a person on an answer: the last', async () => {
    const { state } = await opened();
    const { id } = state.views.add(view(USER));
    const given = { viewId: id, guildId: GUILD, channelId: CHANNEL, userId: USER, comment: null, question: 'why?' };
    state.feedback.put({ ...given, verdict: 'helpful', reason: null });
    state.feedback.put({ ...given, verdict: 'not helpful', reason: 'other' });
    expect(state.feedback.count(USER)).toBe(1);
  });
});

describe('news of sources', () => {
  it('wait until they are told, longer after each failure, and are given up in the end', async () => {
    let now = 1_800_000_000_000;
    const { state } = await opened(() => now);
    const { pendingNews, knownSources } = state;
    expect(knownSources.newAmong(['a'])).toBeNull();
    pendingNews.add([], [], ['a']);
    expect(knownSources.newAmong(['a', 'b'])).toEqual(['b']);
    pendingNews.add(['channel:1', 'wish:2'], ['b'], ['a', 'b']);
    expect(pendingNews.due().map(({ receiver }) => receiver)).toEqual(['channel:1', 'wish:2']);
    pendingNews.done('wish:2', ['b']);
    pendingNews.failed('channel:1');
    expect(pendingNews.due()).toEqual([]);
    now += 60_000;
    expect(pendingNews.due()).toEqual([{ receiver: 'channel:1', sourceIds: ['b'] }]);
    pendingNews.failed('channel:1');
    now += 60_000;
    expect(pendingNews.due()).toEqual([]);
    let tries = 2;
    for (; tries < 100; tries++) {
      now += DAY;
      if (pendingNews.due().length === 0) break;
      pendingNews.failed('channel:1');
    }
    expect(tries).toBe(15);
    expect(knownSources.newAmong(['a', 'b'])).toEqual([]);
  });
});

describe('a backup', () => {
  it('is taken while the bot writes, never over a file, and restores the same rows; the former database is kept', async () => {
    const { state, folder } = await opened();
    fillFor(state, USER, '1');
    const file = join(folder, 'kept', 'backup.db');
    expect(backup(folder, file)).toMatchObject({ views: 1, feedback: 1 });
    expect(() => backup(folder, file)).toThrow(/exists already/);
    fillFor(state, OTHER, '2');
    state.close();
    const { rows, former } = restore(folder, file);
    expect(rows).toMatchObject({ views: 1, feedback: 1 });
    expect(existsSync(former!)).toBe(true);
    const restored = openState(folder);
    expect(storedAbout(restored.database, USER).views).toBe(1);
    expect(storedAbout(restored.database, OTHER).views).toBe(0);
    restored.close();
  });

  it('is not restored while the bot runs, nor when it is damaged or newer; the database stays', async () => {
    const { state, folder } = await opened();
    fillFor(state, USER, '1');
    const file = join(folder, 'backup.db');
    backup(folder, file);
    const release = holdDataDir(folder);
    expect(() => restore(folder, file)).toThrow(/is running/);
    expect(() => holdDataDir(folder)).toThrow(/Another bot/);
    release();
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 4096, bytes.length);
    writeFileSync(join(folder, 'damaged.db'), bytes);
    expect(() => restore(folder, join(folder, 'damaged.db'))).toThrow(/damaged/);
    expect(() => restore(folder, join(folder, 'none.db'))).toThrow(/no database/);
    writeFileSync(join(folder, 'empty.db'), '');
    expect(() => restore(folder, join(folder, 'empty.db'))).toThrow(/no backup of this bot/);
    expect(storedAbout(state.database, USER).views).toBe(1);
  });
});
