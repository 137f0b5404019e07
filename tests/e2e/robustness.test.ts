import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openState } from '../../src/state/state.ts';
import {
  BOT_ID,
  CHANNEL_ID,
  DiscordStandIn,
  DM_CHANNEL_ID,
  GUILD_ID,
  type Recorded,
  TOKEN,
} from '../support/discord-stand-in.ts';
import { type Running, start } from '../support/run.ts';

const QUESTION = 'why was CEIEC sanctioned?';
const MESSAGES = new RegExp(`^/channels/${CHANNEL_ID}/messages$`);
let discord: DiscordStandIn;
let bot: Running;
let health: number;
let folder: string;

beforeAll(async () => {
  health = await freePort();
  folder = mkdtempSync(join(tmpdir(), 'robustness-'));
  const state = openState(folder);
  state.settings.change(GUILD_ID, '', { perUser: { questions: 1000, seconds: 60 } });
  state.close();
  discord = await DiscordStandIn.start({ flags: 1 << 18 });
  bot = start('src/main.ts', [], {
    DISCORD_TOKEN: TOKEN,
    DISCORD_GUILD_ID: GUILD_ID,
    DISCORD_API_URL: discord.apiUrl,
    HEALTH_PORT: String(health),
    DATA_DIR: folder,
  });
  await bot.printed(/"msg":"ready"/);
});

afterAll(async () => {
  bot.child.kill('SIGKILL');
  await discord.stop();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(() => {
  discord.intercept = () => null;
  discord.drain();
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Answers the first request that matches as Discord does when it fails; the others as usual. */
function failOnce(
  method: string,
  path: RegExp,
  status: number,
  body: object = {},
  headers: Record<string, string> = {},
): void {
  let done = false;
  discord.intercept = (request) => {
    if (done || request.method !== method || !path.test(request.path)) return null;
    done = true;
    return { status, body, headers };
  };
}

const mention = () => discord.say(`<@${BOT_ID}> ${QUESTION}`, { mentions: [BOT_ID] });
const ask = () => discord.slash('ask', [{ name: 'question', value: QUESTION }]);
const edited = (id: string): Promise<Recorded> =>
  discord.next('PATCH', new RegExp(`interaction-${id}/messages/@original$`));
const text = ({ body }: Recorded) => JSON.stringify(body);

/** The bot still answers. */
async function answers(): Promise<void> {
  const { id } = ask();
  expect(text(await edited(id))).toContain('**accusing it of supporting');
}

describe('the gateway', () => {
  it('drops: the bot resumes, and answers what was asked meanwhile', async () => {
    discord.drop();
    mention();
    expect(text(await discord.next('POST', MESSAGES))).toContain('**accusing it of supporting');
    expect(discord.operations).toContain(6);
  });

  it('asks to reconnect, and ends the session', async () => {
    const before = discord.operations.filter((op) => op === 6).length;
    discord.operate(7);
    await vi.waitFor(() => expect(discord.operations.filter((op) => op === 6).length).toBeGreaterThan(before), 10_000);
    await answers();
    const identified = discord.operations.filter((op) => op === 2).length;
    discord.operate(9, false);
    await vi.waitFor(
      () => expect(discord.operations.filter((op) => op === 2).length).toBeGreaterThan(identified),
      15_000,
    );
    await answers();
  });

  it('is what readiness goes by, and the metrics count questions', async () => {
    await vi.waitFor(async () => {
      const response = await fetch(`http://127.0.0.1:${health}/healthz`);
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ ready: true, gateway: 'Ready' });
    }, 10_000);
    const metrics = await (await fetch(`http://127.0.0.1:${health}/metrics`)).text();
    expect(metrics).toMatch(/bot_questions_total\{status="answered"\} [1-9]/);
    expect(metrics).toMatch(/bot_gateway_connected 1/);
    expect(metrics).not.toContain('CEIEC');
    expect((await fetch(`http://127.0.0.1:${health}/else`)).status).toBe(404);
  });
});

describe('Discord’s interface', () => {
  it('limits the rate: the answer comes after the wait', async () => {
    failOnce(
      'PATCH',
      /@original$/,
      429,
      { message: 'You are being rate limited.', retry_after: 0.3, global: false },
      { 'retry-after': '0.3' },
    );
    const { id } = ask();
    await edited(id);
    expect(text(await edited(id))).toContain('**accusing it of supporting');
  });

  it('fails for a moment: the answer comes at the next try', async () => {
    failOnce('POST', MESSAGES, 502);
    mention();
    await discord.next('POST', MESSAGES);
    expect(text(await discord.next('POST', MESSAGES))).toContain('**accusing it of supporting');
  });

  it('no longer knows an interaction, a message or a channel: the bot goes on', async () => {
    failOnce('POST', /\/callback$/, 404, { code: 10062, message: 'Unknown interaction' });
    ask();
    await vi.waitFor(() => expect(bot.output()).toContain('"code":10062'), 10_000);
    for (const code of [10003, 10008]) {
      failOnce('POST', MESSAGES, 404, { code, message: 'Unknown' });
      mention();
      await vi.waitFor(() => expect(bot.output()).toContain(`"code":${code}`), 10_000);
    }
    discord.intercept = () => null;
    await answers();
  });
});

describe('a missing permission', () => {
  it.each([
    ['Send Messages', 50013],
    ['View Channel', 50001],
  ])('%s: the person is told in private', async (_, code) => {
    discord.intercept = ({ method, path }) =>
      method === 'POST' && MESSAGES.test(path) ? { status: 403, body: { code, message: 'Missing' } } : null;
    mention();
    const told = await discord.next('POST', new RegExp(`^/channels/${DM_CHANNEL_ID}/messages$`));
    expect(told.body.content).toMatch(/not allowed to write there.*“View Channel”, “Send Messages” and “Embed Links”/);
  });

  it('Read Message History: the answer comes without a reference', async () => {
    discord.intercept = ({ method, path, body }) =>
      method === 'POST' && MESSAGES.test(path) && body.message_reference
        ? { status: 403, body: { code: 160002, message: 'Cannot reply without permission to read message history' } }
        : null;
    mention();
    await discord.next('POST', MESSAGES);
    const plain = await discord.next('POST', MESSAGES);
    expect(plain.body.message_reference).toBeUndefined();
    expect(text(plain)).toContain('**accusing it of supporting');
  });

  it('Embed Links: the answer is plain text', async () => {
    const everything = 0xffffffffn;
    discord.dispatch('CHANNEL_UPDATE', channel([{ id: BOT_ID, type: 1, allow: '0', deny: String(1n << 14n) }]));
    discord.dispatch('GUILD_ROLE_UPDATE', {
      guild_id: GUILD_ID,
      role: { ...role(), permissions: String(everything & ~8n) },
    });
    mention();
    const { body } = await discord.next('POST', MESSAGES);
    expect(body.embeds ?? []).toEqual([]);
    expect(body.content).toContain('**accusing it of supporting');
    expect(body.content.length).toBeLessThanOrEqual(2000);
    discord.dispatch('CHANNEL_UPDATE', channel([]));
  });

  it('Create Public Threads: the answer is a reply in the channel', async () => {
    const settings = discord.sub('settings', 'channel');
    const menu = (await edited(settings.id)).body.components[0].components[0];
    const chosen = discord.press(menu.custom_id, ['threads']);
    await edited(chosen.id);
    discord.intercept = ({ path }) =>
      /\/threads$/.test(path) ? { status: 403, body: { code: 50013, message: 'Missing Permissions' } } : null;
    mention();
    expect(text(await discord.next('POST', MESSAGES))).toContain('**accusing it of supporting');
    const back = discord.press(menu.custom_id, ['mention']);
    await edited(back.id);
  });

  it('Attach Files: it is said which permissions are needed', async () => {
    const list = (await edited(discord.slash('sources').id)).body;
    const menu = list.components[0].components[0];
    discord.intercept = ({ body }) =>
      typeof body === 'string' && body.includes('filename=')
        ? { status: 403, body: { code: 50013, message: 'Missing Permissions' } }
        : null;
    const { id } = discord.press(menu.custom_id, [menu.options[0].value]);
    await edited(id);
    expect((await edited(id)).body.content).toMatch(/lack a permission.*“Attach Files”/);
  });
});

function channel(overwrites: object[]) {
  return {
    id: CHANNEL_ID,
    type: 0,
    guild_id: GUILD_ID,
    name: 'research',
    position: 0,
    permission_overwrites: overwrites,
  };
}

function role() {
  return {
    id: GUILD_ID,
    name: '@everyone',
    position: 0,
    color: 0,
    hoist: false,
    managed: false,
    mentionable: false,
    flags: 0,
  };
}

describe('many questions at once', () => {
  it('are all answered, in order for each person, and who waits long is told the place in line', async () => {
    const [people, each] = [50, 4];
    const asked = new Map<string, string[]>();
    discord.intercept = () => null;
    const since = discord.requests.length;
    for (let n = 0; n < each; n++)
      for (let person = 0; person < people; person++) {
        const author = `4000000000000001${String(person).padStart(2, '0')}`;
        const place = `30000000000000001${person % 5}`;
        const id = discord.say(`<@${BOT_ID}> ${QUESTION} (${n})`, {
          channel: place,
          mentions: [BOT_ID],
          author: { id: author, username: `person${person}` },
        });
        asked.set(author, [...(asked.get(author) ?? []), id]);
      }
    const done = (request: Recorded) =>
      /\/messages(\/\d+)?$/.test(request.path) && (request.body?.embeds?.length ?? 0) > 0;
    await vi.waitFor(() => expect(discord.requests.slice(since).filter(done)).toHaveLength(people * each), {
      timeout: 170_000,
      interval: 500,
    });
    const all = discord.requests.slice(since);
    expect(all.some(({ body }) => /You are number \d+ in line/.test(body?.content ?? ''))).toBe(true);
    expect(all.filter(({ body }) => /Something went wrong/.test(body?.content ?? ''))).toEqual([]);
    for (const ids of asked.values()) {
      const order = all
        .filter(({ method, body }) => method === 'POST' && ids.includes(body?.message_reference?.message_id))
        .filter(({ body }) => (body.embeds?.length ?? 0) > 0)
        .map(({ body }) => ids.indexOf(body.message_reference.message_id));
      expect(order).toEqual([...order].sort((a, b) => a - b));
    }
    await answers();
  }, 240_000);
});
