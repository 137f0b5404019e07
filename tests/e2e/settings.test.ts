import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHANNEL_ID, DiscordStandIn, GUILD_ID, snowflake, TOKEN, USER_ID } from '../support/discord-stand-in.ts';
import { fill, type Running, start } from '../support/run.ts';

// biome-ignore lint/suspicious/noExplicitAny: payloads of every shape
type Body = any;

const MEMBER = { member: { roles: [] as string[], permissions: '0', user: { id: USER_ID, username: 'user' } } };
let folder: string;
let discord: DiscordStandIn;
let bot: Running;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'));
  await fill(join(folder, 'corpus'), {
    'eu/one.md':
      '---\npublished: 2021-01-02\n---\nVolta Lines was listed on 2 January 2021 for moving arms to the port of Tarsk.\n',
    'us/two.md':
      '---\npublished: 2022-01-02\n---\nHelga Brandt was designated on 2 January 2022 for selling the ships of Volta Lines.\n',
    'secret/three.md':
      '---\npublished: 2023-01-02\n---\nOskar Pell was named on 2 January 2023 as the owner of the yard.\n',
  });
  discord = await DiscordStandIn.start();
  bot = start('src/main.ts', [], {
    DISCORD_TOKEN: TOKEN,
    DISCORD_GUILD_ID: GUILD_ID,
    DISCORD_API_URL: discord.apiUrl,
    CORPUS_DIR: join(folder, 'corpus'),
    INDEX_DIR: join(folder, 'index'),
    GUILD_COLLECTIONS: `${GUILD_ID}:eu,us`,
  });
  await bot.printed(/"msg":"ready"/);
});

afterAll(async () => {
  bot.child.kill('SIGKILL');
  await discord.stop();
  rmSync(folder, { recursive: true, force: true });
});

const edited = async ({ id }: { id: string }): Promise<Body> =>
  (await discord.next('PATCH', new RegExp(`interaction-${id}/messages/@original$`))).body;
const answered = async ({ id }: { id: string }): Promise<Body> =>
  (await discord.next('POST', new RegExp(`^/interactions/${id}/`))).body;
const settings = (which: string, options: { name: string; value: string }[] = [], where: object = {}) =>
  discord.sub('settings', which, options, where);
const menu = (body: Body, placeholder: RegExp): Body =>
  body.components
    .flatMap((each: Body) => each.components)
    .find((each: Body) => placeholder.test(each.placeholder ?? each.label ?? ''));
const described = (body: Body): string => body.embeds[0].description;

describe('settings', () => {
  it('are for those who may manage the server, at the command and at every press', async () => {
    expect((await answered(settings('server', [], MEMBER))).data.content).toMatch(/Only those who may “Manage Server”/);
    const body = await edited(settings('server'));
    const press = discord.press(menu(body, /When to answer/).custom_id, ['off'], MEMBER);
    expect((await answered(press)).data.content).toMatch(/Only those who may “Manage Server”/);
    expect(described(await edited(settings('show')))).toMatch(/\*\*Answers\*\* Mention/);
  });

  it('change by menus, for the server and over it for a channel, and say what is inherited', async () => {
    const body = await edited(settings('server'));
    const changed = await edited(discord.press(menu(body, /When to answer/).custom_id, ['threads']));
    expect(described(changed)).toMatch(/\*\*Answers\*\* Threads/);
    const channel = await edited(settings('channel'));
    expect(described(channel)).toMatch(/\*\*Answers\*\* Threads: .* \(of the server\)/);
    const own = await edited(discord.press(menu(channel, /When to answer/).custom_id, ['auto']));
    expect(described(own)).toMatch(/\*\*Answers\*\* Auto[^(]*$/m);
    const reset = await edited(discord.press(menu(own, /Take the server/).custom_id));
    expect(described(reset)).toMatch(/Threads: .* \(of the server\)/);
    await edited(discord.press(menu(body, /When to answer/).custom_id, ['mention']));
  });

  it('offer the collections that the owner lets the server see, and refuse unknown ones by name', async () => {
    const body = await edited(settings('channel'));
    const labels = menu(body, /Collections/).options.map(({ label }: Body) => label);
    expect(labels).toEqual(['All collections', 'eu', 'us', 'As the server has it']);
    const refused = await edited(settings('channel', [{ name: 'collections', value: 'eu, secret' }]));
    expect(refused.content).toMatch(/There is no collection “secret”. Nothing was changed. There are: eu, us\./);
  });

  it('restrict names, cards and answers of a channel at once', async () => {
    const body = await edited(settings('channel'));
    // “All” was chosen before and still is in the menu.
    await edited(discord.press(menu(body, /Collections/).custom_id, ['*', 'c:eu']));
    const { id } = discord.type('who', 'name', 'hel');
    expect((await answered({ id })).data.choices).toEqual([]);
    const ask = discord.slash('ask', [{ name: 'question', value: 'who sold the ships of Volta Lines?' }]);
    expect(JSON.stringify(await edited(ask))).not.toContain('Brandt');
    const all = await edited(settings('channel', [{ name: 'collections', value: 'all' }]));
    expect(described(all)).toMatch(/\*\*Collections\*\* all/);
    const again = discord.slash('ask', [{ name: 'question', value: 'why was Helga Brandt designated?' }]);
    expect(JSON.stringify(await edited(again))).toContain('Brandt');
    const hidden = discord.slash('ask', [{ name: 'question', value: 'who is the owner of the yard?' }]);
    expect(JSON.stringify(await edited(hidden))).not.toContain('Pell');
  });

  it('take limits and the log in a form, and say what is wrong with one', async () => {
    const body = await edited(settings('server'));
    const form = await answered(discord.press(menu(body, /Limits and log/).custom_id));
    expect(form.type).toBe(9);
    const wrong = discord.submit(form.data.custom_id, { perUser: 'many', perChannel: '60/60', retention: '0' });
    expect((await answered(wrong)).data.content).toMatch(/Write limits as questions\/seconds/);
    const right = discord.submit(form.data.custom_id, { perUser: '50/60', perChannel: '500/60', retention: '30' });
    expect(described(await edited(right))).toMatch(/50 questions in 60 s[\s\S]*kept 30 days/);
    expect((await answered(discord.slash('privacy'))).data.content).toMatch(/log of questions for 30 days/);
  });

  it('give administration to a role, and post feedback to a channel that names nobody', async () => {
    const role = snowflake();
    discord.dispatch('GUILD_ROLE_CREATE', {
      guild_id: GUILD_ID,
      role: {
        id: role,
        name: 'editors',
        permissions: '0',
        position: 1,
        color: 0,
        hoist: false,
        managed: false,
        mentionable: false,
        flags: 0,
      },
    });
    const body = await edited(settings('server'));
    const more = (await answered(discord.press(menu(body, /Administrators/).custom_id))).data;
    await edited(discord.choose(menu(more, /may change settings/).custom_id, 6, [role]));
    await edited(discord.choose(menu(more, /Channel for feedback/).custom_id, 8, [CHANNEL_ID]));
    const asRole = { member: { ...MEMBER.member, roles: [role] } };
    expect(described(await edited(settings('show', [], asRole)))).toMatch(new RegExp(`<@&${role}>`));
    const answer = await edited(discord.slash('ask', [{ name: 'question', value: 'why was Volta Lines listed?' }]));
    const form = await answered(discord.press(menu(answer, /Not helpful/).custom_id));
    discord.submit(form.data.custom_id, { reason: ['other'], comment: '@everyone <@1>' });
    const { body: posted } = await discord.next('POST', new RegExp(`^/channels/${CHANNEL_ID}/messages$`));
    expect(posted.embeds[0].title).toBe('Not helpful: other');
    expect(JSON.stringify(posted)).not.toContain(USER_ID);
    expect(posted.allowed_mentions).toMatchObject({ parse: [] });
  });

  it('are not for direct messages', async () => {
    expect((await answered(settings('show', [], DiscordStandIn.DIRECT))).data.content).toMatch(/belong to a server/);
    expect(discord.problems).toEqual([]);
  });
});
