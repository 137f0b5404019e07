import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openState } from '../../src/state/state.ts';
import {
  BOT_ID,
  CHANNEL_ID,
  DiscordStandIn,
  DM_CHANNEL_ID,
  GUILD_ID,
  snowflake,
  TOKEN,
  USER_ID,
} from '../support/discord-stand-in.ts';
import { type Running, start } from '../support/run.ts';

const SOMEBODY = '400000000000000077';
const MESSAGES = new RegExp(`^/channels/${CHANNEL_ID}/messages$`);
const DIRECT = new RegExp(`^/channels/${DM_CHANNEL_ID}/messages$`);

let discord: DiscordStandIn;
let bot: Running;
let folder: string;

function startBot(): Running {
  return start('src/main.ts', [], {
    DISCORD_TOKEN: TOKEN,
    DISCORD_GUILD_ID: GUILD_ID,
    DISCORD_API_URL: discord.apiUrl,
    DATA_DIR: folder,
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conversation-'));
  // The application has the Message Content intent.
  discord = await DiscordStandIn.start({ flags: 1 << 18 });
  setting('', { perUser: { questions: 1000, seconds: 60 }, perChannel: { questions: 1000, seconds: 60 } });
  bot = startBot();
  await bot.printed(/"msg":"ready"/);
});

afterAll(async () => {
  bot.child.kill('SIGKILL');
  await discord.stop();
  rmSync(folder, { recursive: true, force: true });
});

// biome-ignore lint/suspicious/noExplicitAny: payloads of every shape
type Body = any;

function read(body: Body): string {
  const embeds = (body.embeds ?? []).flatMap((embed: Body) => [
    embed.title,
    embed.description,
    ...(embed.fields ?? []).flatMap(({ name, value }: Body) => [name, value]),
    embed.footer?.text,
  ]);
  return [body.content, ...embeds].filter(Boolean).join('\n');
}

/** Custom id of the button with a label. */
function idOf(body: Body, label: RegExp): string {
  const all = body.components.flatMap((row: Body) => row.components);
  return all.find((each: Body) => label.test(each.label ?? each.placeholder ?? '')).custom_id;
}

const edited = async ({ id }: { id: string }) =>
  (await discord.next('PATCH', new RegExp(`interaction-${id}/messages/@original$`))).body;
const answered = async ({ id }: { id: string }) =>
  (await discord.next('POST', new RegExp(`^/interactions/${id}/`))).body;
const ask = (question: string, more: { name: string; value: string | boolean }[] = [], where: object = {}) =>
  discord.slash('ask', [{ name: 'question', value: question }, ...more], where);

describe('the buttons of an answer', () => {
  let body: Body;
  beforeAll(async () => {
    body = await edited(ask('why was CEIEC sanctioned?'));
  });

  it('say as of when', () => {
    expect(read(body)).toMatch(/What the sources say as of 30 Nov 2020/);
  });

  it('show the whole passage, and the ones after and before it', async () => {
    const passage = await edited(discord.press(idOf(body, /whole passage/), ['1']));
    expect(read(passage)).toMatch(/passage 1 of \d/);
    const turned = await edited(discord.press(idOf(passage, /after/)));
    expect(read(turned)).toMatch(/passage 2 of \d/);
    const back = await edited(discord.press(idOf(turned, /before/)));
    expect(read(back)).toBe(read(passage));
  });

  it('show more from the source', async () => {
    expect(read(await edited(discord.press(idOf(body, /More from/))))).toMatch(/nearest to the question:\n\n> /);
  });

  it('take praise at once and blame with a reason, kept under the person’s id', async () => {
    expect(read((await answered(discord.press(idOf(body, /^Helpful/)))).data)).toMatch(/noted/);
    const form = await answered(discord.press(idOf(body, /Not helpful/)));
    expect(form.type).toBe(9);
    expect(JSON.stringify(form.data)).toMatch(/wrong passage.*missing source.*outdated.*other/);
    const sent = discord.submit(form.data.custom_id, { reason: ['outdated'], comment: 'There is a newer one' });
    expect(read((await answered(sent)).data)).toMatch(/kept for the maintainers/);
    const state = openState(folder);
    const rows = state.database.prepare('SELECT * FROM feedback').all();
    state.close();
    expect(rows).toMatchObject([
      { user_id: USER_ID, verdict: 'not helpful', reason: 'outdated', comment: 'There is a newer one' },
    ]);
  });

  it('go on after the bot was killed and started again', async () => {
    bot.child.kill('SIGKILL');
    await bot.finished;
    bot = startBot();
    await bot.printed(/"msg":"ready"/);
    expect(read(await edited(discord.press(idOf(body, /whole passage/), ['1'])))).toMatch(/passage 1 of/);
  });
});

describe('a private answer', () => {
  it('works for its own person only, until it is shared by name', async () => {
    const body = await edited(ask('why was CEIEC sanctioned?', [{ name: 'private', value: true }]));
    const menu = idOf(body, /whole passage/);
    const other = { member: { roles: [], permissions: '0', user: { id: SOMEBODY, username: 'somebody' } } };
    expect(read((await answered(discord.press(menu, ['1'], other))).data)).toMatch(/too old/);
    const { id } = discord.press(idOf(body, /Share/));
    const { body: shared } = await discord.next('POST', new RegExp(`^/webhooks/\\d+/interaction-${id}$`));
    expect(read(shared)).toContain(`Shared by <@${USER_ID}>.`);
    expect(shared.flags ?? 0).toBe(0);
    expect(shared.allowed_mentions).toEqual({ parse: [] });
    expect(read(await edited(discord.press(idOf(shared, /whole passage/), ['1'], other)))).toMatch(/passage 1 of/);
  });
});

describe('a refusal', () => {
  it('keeps the nearest passage behind a button, as no answer, and takes a report', async () => {
    const body = await edited(ask('who won the football world cup in 1998?'));
    expect(read(body)).toMatch(/do not hold an answer/);
    const near = await edited(discord.press(idOf(body, /Nearest/)));
    expect(read(near)).toMatch(/^Not an answer[\s\S]*30 Nov 2020 \(date of the event\), ¶/);
    const menu = near.components[0].components[0];
    const whole = await edited(discord.press(menu.custom_id, [menu.options[0].value]));
    expect(idOf(whole, /Save to case/)).toMatch(/^save:ask:[0-9a-f]{16}:/);
    expect(read(near)).not.toMatch(/\[1\]/);
    const form = await answered(discord.press(idOf(body, /Tell the maintainers/)));
    const sent = discord.submit(form.data.custom_id, { comment: 'FIFA records' });
    expect(read((await answered(sent)).data)).toMatch(/kept for the maintainers/);
  });
});

describe('a conversation', () => {
  it('resolves follow-ups in a direct message and shows how they were understood', async () => {
    discord.say('why was CEIEC sanctioned?', { dm: true });
    await discord.next('POST', DIRECT);
    discord.say('and when?', { dm: true });
    const { body } = await discord.next('POST', DIRECT);
    expect(body.embeds[0].title).toBe('when was CEIEC sanctioned?');
    expect(read(body)).toContain('-# You asked “and when?”, understood as above.');
  });

  it('resolves a reply to an answer in a channel against that answer, without a mention', async () => {
    const id = discord.say(`<@${BOT_ID}> what share of Venezuela's internet does CANTV control?`, {
      mentions: [BOT_ID],
    });
    await discord.next('POST', MESSAGES);
    const replyId = await replyTo(id);
    discord.say('who owns it?', {
      extra: { type: 19, message_reference: { message_id: replyId, channel_id: CHANNEL_ID } },
    });
    const { body } = await discord.next('POST', MESSAGES);
    expect(body.embeds[0].title).toMatch(/^who owns CANTV/);
  });

  it('tells nothing of a private question in public', async () => {
    const isPrivate = [{ name: 'private', value: true }];
    await edited(ask('why was Zebra Lines sanctioned?', isPrivate, DiscordStandIn.DIRECT));
    discord.say('and where?', { dm: true });
    const { body } = await discord.next('POST', DIRECT);
    expect(body.embeds[0].title).toBe('where was CEIEC sanctioned?');
    expect(JSON.stringify(body)).not.toContain('Zebra');
    const own = await edited(ask('and where?', isPrivate, DiscordStandIn.DIRECT));
    expect(own.embeds[0].title).toBe('where was CEIEC sanctioned?');
  });

  it('does not answer a message that is forwarded, though it was its own', async () => {
    const id = discord.say(`<@${BOT_ID}> why was CEIEC sanctioned?`, { mentions: [BOT_ID] });
    await discord.next('POST', MESSAGES);
    const reference = { type: 1, message_id: await replyTo(id), channel_id: CHANNEL_ID };
    const before = discord.requests.length;
    discord.say('', { extra: { message_reference: reference } });
    await edited(ask('why was CEIEC sanctioned?'));
    expect(discord.requests.slice(before).filter(({ path }) => MESSAGES.test(path))).toEqual([]);
  });

  it('takes the replies to questions that were deleted at once back', async () => {
    const id = discord.say(`<@${BOT_ID}> why was CEIEC sanctioned?`, { mentions: [BOT_ID] });
    await discord.next('POST', MESSAGES);
    const replyId = await replyTo(id);
    discord.dispatch('MESSAGE_DELETE_BULK', { ids: [id, snowflake()], channel_id: CHANNEL_ID, guild_id: GUILD_ID });
    await discord.next('DELETE', new RegExp(`^/channels/${CHANNEL_ID}/messages/${replyId}$`));
  });

  it('answers an edited question in place, and takes the reply to a deleted one back', async () => {
    const id = discord.say(`<@${BOT_ID}> who won the football world cup in 1998?`, { mentions: [BOT_ID] });
    await discord.next('POST', MESSAGES);
    const replyId = await replyTo(id);
    discord.edit(id, `<@${BOT_ID}> why was CEIEC sanctioned?`, { mentions: [BOT_ID] });
    const { body } = await discord.next('PATCH', new RegExp(`^/channels/${CHANNEL_ID}/messages/${replyId}$`));
    expect(read(body)).toContain('**accusing it of supporting');
    discord.dispatch('MESSAGE_DELETE', { id, channel_id: CHANNEL_ID, guild_id: GUILD_ID });
    await discord.next('DELETE', new RegExp(`^/channels/${CHANNEL_ID}/messages/${replyId}$`));
  });
});

/** The message that answers another one, as the bot keeps it once it was sent. */
async function replyTo(id: string): Promise<string> {
  return vi.waitFor(() => {
    const state = openState(folder);
    const reply = state.replies.toQuestion(id);
    state.close();
    return reply?.replyMessageId ?? expect.fail('there is no reply yet');
  });
}

function set(change: object): void {
  setting(CHANNEL_ID, change);
}

function setting(channelId: string, change: object): void {
  const state = openState(folder);
  state.settings.change(GUILD_ID, channelId, change);
  state.close();
}

describe('the mode of a channel', () => {
  it('threads: opens a thread and goes on in it without a mention', async () => {
    set({ mode: 'threads' });
    const id = discord.say(`<@${BOT_ID}> why was CEIEC sanctioned?`, { mentions: [BOT_ID] });
    const opened = await discord.next('POST', new RegExp(`^/channels/${CHANNEL_ID}/messages/${id}/threads$`));
    expect(opened.body.name).toBe('why was CEIEC sanctioned?');
    const { body } = await discord.next('POST', new RegExp(`^/channels/${id}/messages$`));
    expect(read(body)).toContain('**accusing it of supporting');
    discord.dispatch('THREAD_CREATE', discord.thread(id, CHANNEL_ID, 'why', BOT_ID));
    discord.say('and when?', { channel: id });
    const next = await discord.next('POST', new RegExp(`^/channels/${id}/messages$`));
    expect(next.body.embeds[0].title).toBe('when was CEIEC sanctioned?');
  });

  it('answers in a thread that it was added to, not in one where it was mentioned once', async () => {
    const [added, mentioned] = [snowflake(), snowflake()];
    for (const id of [added, mentioned])
      discord.dispatch('THREAD_CREATE', discord.thread(id, CHANNEL_ID, 'case', USER_ID));
    discord.say('', { channel: added, mentions: [BOT_ID], extra: { type: 1 } });
    discord.say('why was CEIEC sanctioned?', { channel: added });
    const { body } = await discord.next('POST', new RegExp(`^/channels/${added}/messages$`));
    expect(read(body)).toContain('**accusing it of supporting');
    discord.say(`<@${BOT_ID}> why was CEIEC sanctioned?`, { channel: mentioned, mentions: [BOT_ID] });
    await discord.next('POST', new RegExp(`^/channels/${mentioned}/messages$`));
    discord.say('thanks, see you tomorrow', { channel: mentioned });
    await edited(ask('why was CEIEC sanctioned?'));
    const more = discord.requests.filter(
      ({ method, path }) => method === 'POST' && path === `/channels/${mentioned}/messages`,
    );
    expect(more).toHaveLength(1);
  });

  it('auto: answers what the sources hold, and marks the rest where that is set', async () => {
    set({ mode: 'auto', belowFloor: 'react' });
    discord.say('why was CEIEC sanctioned?');
    expect(read((await discord.next('POST', MESSAGES)).body)).toContain('**accusing it of supporting');
    const id = discord.say('who won the football world cup in 1998?');
    await discord.next('PUT', new RegExp(`^/channels/${CHANNEL_ID}/messages/${id}/reactions/`));
    const before = discord.requests.length;
    discord.say('why was CEIEC sanctioned?', { mentions: [SOMEBODY] });
    discord.say('why was CEIEC sanctioned?', { author: { id: SOMEBODY, bot: true } });
    await edited(ask('why was CEIEC sanctioned?'));
    expect(discord.requests.slice(before).filter(({ path }) => MESSAGES.test(path))).toEqual([]);
  });

  it('auto in a forum: answers new posts, by their title where that asks, and not what is said below', async () => {
    const [forum, author] = [snowflake(), snowflake()];
    const post = (title: string, text: string) => {
      const id = snowflake();
      discord.dispatch('THREAD_CREATE', { ...discord.thread(id, forum, title, author), newly_created: true });
      discord.say(text, { channel: id, author: { id: author }, extra: { id } });
      return id;
    };
    discord.dispatch('CHANNEL_CREATE', {
      id: forum,
      type: 15,
      guild_id: GUILD_ID,
      name: 'questions',
      position: 9,
      permission_overwrites: [],
      available_tags: [],
    });
    const unset = post('Not set so', 'why was CEIEC sanctioned?');
    // What was sent before it has been seen when this is answered.
    await edited(ask('why was CEIEC sanctioned?'));
    setting(forum, { mode: 'auto' });
    const byText = post('A question about a company', 'why was CEIEC sanctioned?');
    const first = await discord.next('POST', new RegExp(`^/channels/${byText}/messages$`));
    expect(read(first.body)).toContain('**accusing it of supporting');
    const byTitle = post('Why was CEIEC sanctioned?', 'I need it for a story that I am writing.');
    const second = await discord.next('POST', new RegExp(`^/channels/${byTitle}/messages$`));
    expect(read(second.body)).toContain('**accusing it of supporting');
    discord.say('and where is its office?', { channel: byTitle, author: { id: author } });
    await edited(ask('why was CEIEC sanctioned?'));
    const posted = (id: string) => discord.requests.filter(({ path }) => path === `/channels/${id}/messages`);
    expect(posted(unset)).toEqual([]);
    expect(posted(byTitle)).toHaveLength(1);
  });

  it('off: tells who asks, and nobody else', async () => {
    set({ mode: 'off' });
    discord.say(`<@${BOT_ID}> why was CEIEC sanctioned?`, { mentions: [BOT_ID] });
    expect((await discord.next('POST', MESSAGES)).body.content).toMatch(/switched off in this channel/);
    expect((await answered(ask('why was CEIEC sanctioned?'))).data.content).toMatch(/switched off/);
    set({ mode: undefined });
  });
});

describe('limits and roles', () => {
  it('tell the wait', async () => {
    set({ perUser: { questions: 1, seconds: 3600 } });
    await edited(ask('why was CEIEC sanctioned?'));
    expect(read(await edited(ask('why was CEIEC sanctioned?')))).toMatch(/Please ask again in \d+ minutes/);
    set({ perUser: undefined });
  });

  it('keep those without the role from asking', async () => {
    set({ askRoles: [snowflake()] });
    expect((await answered(ask('why was CEIEC sanctioned?'))).data.content).toMatch(/Only some roles may ask here/);
    set({ askRoles: undefined });
  });

  it('hide collections that the channel may not see; unknown ones show nothing', async () => {
    set({ collections: ['nowhere'] });
    expect(read(await edited(ask('why was CEIEC sanctioned?')))).not.toContain('CEIEC for');
    expect(JSON.stringify(await edited(discord.slash('sources')))).toMatch(/0 sources/);
    set({ collections: undefined });
  });
});

describe('commands', () => {
  it('ask about a message, and find its sources, for the person alone', async () => {
    const about = discord.onMessage('Ask about this message', 'why was CEIEC sanctioned?');
    expect((await answered(about)).data.flags).toBe(64);
    expect(read(await edited(about))).toContain('**accusing it of supporting');
    const found = discord.onMessage('Find sources for this message', 'Somebody says that CEIEC helped CANTV.');
    expect(read(await edited(found))).toMatch(/nearest to it; whether they bear it out is for you to judge/);
  });

  it('restrict a question to dates and a source, and say what a date looks like', async () => {
    const from = (value: string) => [{ name: 'from', value }];
    expect(read(await edited(ask('why was CEIEC sanctioned?', from('2021'))))).toMatch(/do not hold an answer/);
    expect(read(await edited(ask('why was CEIEC sanctioned?', from('2020-11'))))).toContain('accusing it of');
    expect(read(await edited(ask('why was CEIEC sanctioned?', from('last year'))))).toMatch(/Write 2019, 2019-03/);
    const { id } = discord.type('ask', 'source', 'ceiec');
    const { data } = (await discord.next('POST', new RegExp(`^/interactions/${id}/`))).body;
    expect(data.choices).toHaveLength(1);
    const source = [{ name: 'source', value: data.choices[0].value }];
    expect(read(await edited(ask('why was CEIEC sanctioned?', source)))).toContain('accusing it of');
  });

  it('complete the names of a question that is being typed', async () => {
    const { id } = discord.type('ask', 'question', 'why was ceie');
    const { data } = (await discord.next('POST', new RegExp(`^/interactions/${id}/`))).body;
    expect(data.choices.map(({ value }: Body) => value)).toContain('why was CEIEC');
  });

  it('list sources with a filter and give one with its text as a file', async () => {
    const none = await edited(discord.slash('sources', [{ name: 'filter', value: 'zebra' }]));
    expect(read(none)).toMatch(/0 sources with “zebra”/);
    const list = await edited(discord.slash('sources'));
    const menu = list.components[0].components[0];
    const { id } = discord.press(menu.custom_id, [menu.options[0].value]);
    const { body } = await discord.next('PATCH', new RegExp(`interaction-${id}/messages/@original$`));
    expect(String(body)).toMatch(/filename="source-[0-9a-f]{16}\.(?:md|txt)"/);
    expect(String(body)).toContain('SHA-256');
  });

  it('show the newest sources and the state of the bot', async () => {
    expect(read(await edited(discord.slash('recent')))).toMatch(/\*\*30 Nov 2020 \(date of the event\)\*\*.*\n> /);
    expect(read(await edited(discord.slash('status')))).toMatch(
      /\*\*Sources\*\* 1 in \d+ passages[\s\S]*\*\*Version\*\*/,
    );
  });

  it('show what is stored about a person and delete it', async () => {
    const shown = (await answered(discord.slash('privacy', [], DiscordStandIn.DIRECT))).data;
    expect(read(shown)).toMatch(/- [1-9]\d* answers behind buttons/);
    const done = await answered(discord.press(shown.components[0].components[0].custom_id));
    expect(read(done.data)).toMatch(/^Deleted:\n- [1-9]/);
    const again = (await answered(discord.slash('privacy'))).data;
    expect(read(again)).toMatch(/- 0 answers behind buttons/);
    expect(again.components[0].components[0].disabled).toBe(true);
  });

  it('were all within Discord’s limits', () => {
    expect(discord.problems).toEqual([]);
  });
});
