import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { DATABASE_FILE, openDatabase, openDatabaseFile } from '../../src/state/database.ts';
import { holdDataDir } from '../../src/state/hold.ts';
import { BOT_ID, DiscordStandIn, GUILD_ID, TOKEN } from '../support/discord-stand-in.ts';
import { run, temporaryFolder } from '../support/run.ts';

const MESSAGE_CONTENT = 1 << 18;
/** The permissions that the invite link asks for, as Discord's documentation numbers them. */
const NEEDED = [10, 11, 38, 35, 14, 15, 16, 6, 51].reduce((sum, bit) => sum | (1n << BigInt(bit)), 0n);
const bit = (position: number) => String(1n << BigInt(position));
const ROLE_ID = '700000000000000001';

interface Finding {
  check: string;
  mark: string;
  message: string;
  advice: string | null;
}

let discord: DiscordStandIn;
let indexDir: string;

beforeAll(async () => {
  discord = await DiscordStandIn.start({ flags: MESSAGE_CONTENT });
  indexDir = await mkdtemp(join(tmpdir(), 'sanctions-doctor-'));
  await run('scripts/ingest.ts', [], { INDEX_DIR: indexDir });
  await run('scripts/deploy-commands.ts', [], settings());
});

beforeEach(() => {
  discord.intercept = () => null;
});

afterAll(async () => {
  await discord.stop();
  await rm(indexDir, { recursive: true, force: true });
});

function settings(): Record<string, string> {
  return {
    INDEX_DIR: indexDir,
    DISCORD_TOKEN: TOKEN,
    DISCORD_GUILD_ID: GUILD_ID,
    DISCORD_API_URL: discord.apiUrl,
  };
}

/** Runs the doctor; returns its exit code and what is not ok. */
async function examine(env: Record<string, string> = {}): Promise<{ code: number | null; bad: Finding[] }> {
  const { code, stdout, stderr } = await run('scripts/doctor.ts', ['--json'], { ...settings(), ...env });
  expect(stdout + stderr).not.toContain(TOKEN);
  expect(stderr).toBe('');
  const findings = JSON.parse(stdout) as Finding[];
  for (const { mark, advice } of findings) expect(advice === null).toBe(mark === 'ok');
  return { code, bad: findings.filter(({ mark }) => mark !== 'ok') };
}

/** Has the stand-in give something else for some paths. */
function answer(bodies: Record<string, unknown>, headers: Record<string, string> = {}): void {
  discord.intercept = ({ method, path }) =>
    method === 'GET' && path in bodies ? { status: 200, body: bodies[path], headers } : null;
}

describe('npm run doctor', () => {
  it('finds all fine while the bot holds its folder, with a line for each check', async () => {
    const dataDir = await temporaryFolder();
    const release = holdDataDir(dataDir);
    const database = openDatabase(dataDir);
    onTestFinished(() => {
      database.close();
      release();
    });
    const { code, stdout, stderr } = await run('scripts/doctor.ts', [], { ...settings(), DATA_DIR: dataDir });
    const marks = stdout.split('\n').map((line) => line.split(/\s+/).slice(0, 2).join(' '));
    const checks = ['configuration', 'token', 'intents', 'servers', 'permissions', 'commands', 'index'];
    const local = ['models', 'models', 'database', 'disk', 'disk', 'clock'];
    expect(marks.slice(0, 13)).toEqual([...checks, ...local].map((check) => `ok ${check}`));
    expect(stdout).toMatch(/Newsroom: everything needed in 6 channels/);
    expect(stdout).toMatch(/index +1 source, \d+ passages, made 20\d\d-/);
    expect(stdout).toMatch(/Whole, schema \d+; no rows/);
    expect(stdout).toMatch(/\n0 problems, 0 warnings\.\n$/);
    expect(stdout + stderr).not.toContain(TOKEN);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('only reads: it sends Discord nothing but GET', async () => {
    const before = discord.requests.length;
    await examine();
    const sent = discord.requests.slice(before);
    expect(sent.length).toBeGreaterThan(5);
    expect(sent.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('names a refused token without printing it, and checks the rest', async () => {
    const token = 'refused.token.of-nobody';
    const { code, stdout, stderr } = await run('scripts/doctor.ts', [], { ...settings(), DISCORD_TOKEN: token });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^problem +token +Discord refuses DISCORD_TOKEN.*\n +→ Copy it anew from the Bot page/m);
    expect(stdout).toMatch(/^ok +index/m);
    expect(stdout).not.toMatch(/^\w+ +(servers|commands)/m);
    expect(stdout + stderr).not.toContain(token);
  });

  it('warns that only the terminal works without a token', async () => {
    const { code, bad } = await examine({ DISCORD_TOKEN: '' });
    expect(code).toBe(0);
    expect(bad).toMatchObject([
      { check: 'token', mark: 'warning', message: expect.stringMatching(/only the terminal/) },
    ]);
  });

  it('says that Discord is out of reach', async () => {
    const { code, bad } = await examine({ DISCORD_API_URL: 'http://127.0.0.1:1/api' });
    expect(code).toBe(1);
    expect(bad).toMatchObject([{ check: 'token', mark: 'problem', message: expect.stringMatching(/ECONNREFUSED/) }]);
  });

  it('lists every setting that can not be used', async () => {
    const { code, bad } = await examine({ HEALTH_PORT: 'many', DISCORD_GUILD_ID: 'home' });
    expect(code).toBe(1);
    expect(bad.map(({ check, message }) => `${check} ${message.split(':')[0]}`)).toEqual([
      'configuration DISCORD_GUILD_ID',
      'configuration HEALTH_PORT',
    ]);
  });

  it('says what works without the Message Content intent, and that the clock is wrong', async () => {
    const date = new Date(Date.now() - 86_400_000).toUTCString();
    answer({ '/applications/@me': { id: BOT_ID, name: 'stand-in', flags: 0 } }, { date });
    const { code, bad } = await examine();
    expect(code).toBe(0);
    expect(bad).toMatchObject([
      { check: 'intents', mark: 'warning', message: expect.stringMatching(/mentions, replies .* work/) },
      { check: 'clock', mark: 'warning', message: expect.stringMatching(/8[67]\d{3} s ahead of/) },
    ]);
  });

  it('gives the invite link, with the permissions that are needed, when the bot is in no server', async () => {
    answer({ '/users/@me/guilds': [] });
    const { code, bad } = await examine();
    expect(code).toBe(1);
    expect(bad).toMatchObject([{ check: 'servers', mark: 'problem' }]);
    const link = new URL(/https:\S+/.exec(bad[0]!.advice!)![0]);
    expect(Object.fromEntries(link.searchParams)).toEqual({
      client_id: BOT_ID,
      scope: 'bot applications.commands',
      permissions: String(NEEDED),
    });
  });

  describe('permissions', () => {
    const role = (id: string, permissions: bigint) => ({ id, name: id, permissions: String(permissions) });
    const channel = (name: string, type: number, overwrites: object[] = []) => ({
      id: '300000000000000009',
      name,
      type,
      permission_overwrites: overwrites,
    });
    const overwrite = (id: string, type: number, deny: string, allow = '0') => ({ id, type, deny, allow });
    const inServer = (roles: object[], channels: object[], member: object = {}) =>
      answer({
        [`/guilds/${GUILD_ID}/roles`]: roles,
        [`/guilds/${GUILD_ID}/channels`]: channels,
        [`/guilds/${GUILD_ID}/members/${BOT_ID}`]: { user: { id: BOT_ID }, roles: [ROLE_ID], ...member },
      });
    const ROLES = [role(GUILD_ID, 0n), role(ROLE_ID, NEEDED)];

    it('names the channels in which some are missing, and which', async () => {
      inServer(ROLES, [
        channel('fine', 0),
        channel('no-files', 0, [overwrite(ROLE_ID, 0, bit(15))]),
        channel('news', 5, [overwrite(GUILD_ID, 0, bit(15))]),
        channel('role-allows', 0, [overwrite(GUILD_ID, 0, bit(14)), overwrite(ROLE_ID, 0, '0', bit(14))]),
        channel('bot-denied', 0, [overwrite(ROLE_ID, 0, '0', bit(14)), overwrite(BOT_ID, 1, bit(14))]),
        channel('of-another-role', 0, [overwrite('700000000000000009', 0, bit(11))]),
        channel('staff\u001b[31m', 0, [overwrite(GUILD_ID, 0, bit(10))]),
        channel('posts', 15, [overwrite(GUILD_ID, 0, bit(11))]),
        channel('voice', 2, [overwrite(GUILD_ID, 0, bit(11))]),
      ]);
      const { code, bad } = await examine();
      expect(code).toBe(0);
      expect(bad.map(({ message, mark }) => `${mark} ${message}`)).toEqual([
        'warning Newsroom: Attach Files missing in #no-files, #news',
        'warning Newsroom: Embed Links missing in #bot-denied',
        'warning Newsroom: View Channels missing in #staff\u001b[31m',
      ]);
      expect(bad[0]!.advice).toMatch(/^Allow Attach Files for the bot's role in these channels/);
      expect(bad[2]!.advice).toMatch(/^Nothing, where that is meant/);
      const { stdout } = await run('scripts/doctor.ts', [], settings());
      expect(stdout).toContain('View Channels missing in #staff[31m');
      expect(stdout).not.toContain('\u001b');
    });

    it('takes a server in which the bot can write nowhere as a problem, and says how the role gets what it lacks', async () => {
      inServer([role(GUILD_ID, 0n), role(ROLE_ID, NEEDED & ~(1n << 11n))], [channel('one', 0), channel('two', 0)]);
      const { code, bad } = await examine();
      expect(code).toBe(1);
      expect(bad).toMatchObject([{ mark: 'problem', message: 'Newsroom: Send Messages missing in #one, #two' }]);
      expect(bad[0]!.advice).toMatch(/Server Settings, Roles.*https:\/\/discord.com\/oauth2\/authorize\?client_id=/);
    });

    it('puts administrators above overwrites, and sees a time-out', async () => {
      const closed = [channel('closed', 0, [overwrite(GUILD_ID, 0, String(NEEDED))])];
      inServer([role(GUILD_ID, 0n), role(ROLE_ID, 8n)], closed);
      expect(await examine()).toEqual({ code: 0, bad: [] });
      inServer(ROLES, [channel('fine', 0)], { communication_disabled_until: '2999-01-01T00:00:00Z' });
      expect((await examine()).bad).toMatchObject([{ mark: 'problem', message: expect.stringMatching(/time-out/) }]);
    });

    it('goes on when a server can not be read', async () => {
      discord.intercept = ({ path }) =>
        path.endsWith('/roles') ? { status: 403, body: { code: 50001, message: 'Missing Access' } } : null;
      const { code, bad } = await examine();
      expect(code).toBe(0);
      expect(bad).toMatchObject([{ check: 'permissions', message: expect.stringMatching(/status 403/) }]);
    });
  });

  it('says how to register commands that are not, and names others', async () => {
    const path = `/applications/${BOT_ID}/guilds/${GUILD_ID}/commands`;
    answer({ [path]: [{ name: 'ask' }, { name: 'former' }] });
    const { code, bad } = await examine();
    expect(code).toBe(0);
    expect(bad).toMatchObject([{ check: 'commands', mark: 'warning' }]);
    expect(bad[0]!.message).toMatch(/not registered in the server \d+: who, case, sources.*; registered .*: former$/);
    expect(bad[0]!.advice).toContain('npm run deploy-commands');
    discord.intercept = (request) =>
      request.path === path ? { status: 403, body: { code: 50001, message: 'Missing Access' } } : null;
    expect((await examine()).bad).toMatchObject([{ check: 'commands', mark: 'problem' }]);
  });

  it('says how to build an index that is missing, old or unusable, and that sources are missing', async () => {
    const empty = await temporaryFolder();
    expect(await examine({ INDEX_DIR: empty })).toMatchObject({
      code: 0,
      bad: [{ check: 'index', mark: 'warning', advice: expect.stringContaining('npm run ingest') }],
    });
    const sources = await temporaryFolder({ 'other.md': 'Another source.' });
    expect((await examine({ CORPUS_DIR: sources })).bad).toMatchObject([
      { check: 'index', mark: 'warning', message: expect.stringMatching(/sources changed/) },
    ]);
    expect((await examine({ EMBEDDING_POOLING: 'mean' })).bad).toMatchObject([
      { check: 'index', mark: 'warning', message: expect.stringMatching(/can't be used: its pooling is/) },
    ]);
    expect(await examine({ CORPUS_DIR: empty, INDEX_DIR: empty })).toMatchObject({
      code: 1,
      bad: [{ check: 'index', mark: 'problem', message: expect.stringMatching(/holds no/) }],
    });
  });

  it('refuses a database of a newer version and one that is damaged, and touches neither', async () => {
    const dataDir = await temporaryFolder();
    openDatabase(dataDir).close();
    const database = openDatabaseFile(join(dataDir, DATABASE_FILE));
    database.pragma('user_version = 999');
    // What is still in the journal would be written into the file by whoever closes it last.
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.close();
    const before = await readFile(join(dataDir, DATABASE_FILE));
    expect(await examine({ DATA_DIR: dataDir })).toMatchObject({
      code: 1,
      bad: [{ check: 'database', mark: 'problem', message: expect.stringMatching(/schema 999/) }],
    });
    expect(before.equals(await readFile(join(dataDir, DATABASE_FILE)))).toBe(true);
    const damaged = await temporaryFolder({ [DATABASE_FILE]: 'no database '.repeat(500) });
    expect(await examine({ DATA_DIR: damaged })).toMatchObject({
      code: 1,
      bad: [{ check: 'database', advice: expect.stringContaining('npm run restore') }],
    });
    expect(await readFile(join(damaged, DATABASE_FILE), 'utf8')).toBe('no database '.repeat(500));
  });
});
