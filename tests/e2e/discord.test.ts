import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOT_ID, CHANNEL_ID, DiscordStandIn, DM_CHANNEL_ID, GUILD_ID, TOKEN } from '../support/discord-stand-in.ts';
import { type Running, start } from '../support/run.ts';

const ACK_MS = 3000;
let discord: DiscordStandIn;
let bot: Running;

beforeAll(async () => {
  discord = await DiscordStandIn.start();
  bot = start('src/main.ts', [], { DISCORD_TOKEN: TOKEN, DISCORD_GUILD_ID: GUILD_ID, DISCORD_API_URL: discord.apiUrl });
  await bot.printed(/"msg":"ready"/);
});

afterAll(async () => {
  bot.child.kill('SIGKILL');
  await discord.stop();
});

/** What a person reads of a message: every text in it, in order. */
function read(body: {
  content?: string;
  embeds?: {
    title?: string;
    description?: string;
    fields?: { name: string; value: string }[];
    footer?: { text: string };
  }[];
}): string {
  const embeds = (body.embeds ?? []).flatMap((embed) => [
    embed.title,
    embed.description,
    ...(embed.fields ?? []).flatMap(({ name, value }) => [name, value]),
    embed.footer?.text,
  ]);
  return [body.content, ...embeds].filter((text) => text !== undefined).join('\n');
}

describe('the bot in Discord', () => {
  it('registers its commands in the guild and logs one ready line without the token', async () => {
    const { body } = await discord.next('PUT', /^\/applications\/\d+\/guilds\/\d+\/commands$/);
    expect(body.map(({ name }: { name: string }) => name)).toEqual([
      'ask',
      'who',
      'case',
      'sources',
      'recent',
      'status',
      'settings',
      'insights',
      'privacy',
      'help',
      'Ask about this message',
      'Find sources for this message',
      'Save message to case',
    ]);
    expect(bot.output().match(/"msg":"ready"/g)).toHaveLength(1);
    expect(bot.output()).not.toContain(TOKEN);
  });

  it('explains at the start what it does without the Message Content intent', () => {
    expect(bot.output()).toMatch(/does not have the Message Content intent: .* mention it.*switch it on/);
  });

  it('answers /ask in public with a quotation, a citation and a menu of passages', async () => {
    const { id, at } = discord.slash('ask', [{ name: 'question', value: 'why was CEIEC sanctioned?' }]);
    const ack = await discord.next('POST', new RegExp(`^/interactions/${id}/`));
    expect(ack.at - at).toBeLessThan(ACK_MS);
    expect(ack.body).toMatchObject({ type: 5 });
    expect(ack.body.data?.flags ?? 0).toBe(0);
    const { body } = await discord.next('PATCH', /^\/webhooks\/.*\/messages\/@original$/);
    expect(body.allowed_mentions).toEqual({ parse: [] });
    const text = read(body);
    expect(text).toContain('why was CEIEC sanctioned?');
    expect(text).toMatch(
      /^> .*\*\*accusing it of supporting the Venezuelan Maduro regime’s efforts to undermine democracy\*\*/m,
    );
    expect(text).toMatch(/\*\*\[1\]\*\*/);
    expect(text).toMatch(/30 Nov 2020 \(date of the event\), ¶ 1/);
    expect(text).toMatch(/Confidence: \w+ \(\d+ %\) · \d+\.\d\d\s+s/);
    const menu = body.components[0].components[0];
    expect(menu).toMatchObject({ type: 3, custom_id: expect.stringMatching(/^answer:passage:/) });

    const choice = discord.press(menu.custom_id, [menu.options[0].value]);
    expect((await discord.next('POST', new RegExp(`^/interactions/${choice.id}/`))).body).toMatchObject({
      type: 5,
      data: { flags: 64 },
    });
    const passage = await discord.next('PATCH', new RegExp(`^/webhooks/\\d+/${choice.token}/messages/@original$`));
    expect(read(passage.body)).toContain('efforts to restrict Internet services and conduct digital surveillance');
  });

  it('answers private:true to the asker alone', async () => {
    const { id } = discord.slash('ask', [
      { name: 'question', value: 'until when can deals with the chinese company be wound down?' },
      { name: 'private', value: true },
    ]);
    expect((await discord.next('POST', new RegExp(`^/interactions/${id}/`))).body).toMatchObject({
      type: 5,
      data: { flags: 64 },
    });
    await discord.next('PATCH', new RegExp(`interaction-${id}/messages/@original$`));
  });

  it('answers a mention in a channel as a reply that pings nobody', async () => {
    const id = discord.say(`<@${BOT_ID}> what share of Venezuela's internet does CANTV control?`, {
      mentions: [BOT_ID],
    });
    const { body } = await discord.next('POST', new RegExp(`^/channels/${CHANNEL_ID}/messages$`));
    expect(body.message_reference).toMatchObject({ message_id: id });
    expect(body.allowed_mentions).toMatchObject({ parse: [] });
    expect(body.allowed_mentions.replied_user ?? false).toBe(false);
    expect(read(body)).toContain('CANTV controls **70 percent** of Venezuela’s internet service');
  });

  it('answers a direct message', async () => {
    discord.say('when did the US recognize Guaido as leader?', { dm: true });
    const { body } = await discord.next('POST', new RegExp(`^/channels/${DM_CHANNEL_ID}/messages$`));
    expect(read(body)).toContain('January 2019');
  });

  it('says plainly that the sources do not hold an answer, with no citation', async () => {
    discord.say('who won the football world cup in 1998?', { dm: true });
    const { body } = await discord.next('POST', new RegExp(`^/channels/${DM_CHANNEL_ID}/messages$`));
    expect(read(body)).toMatch(/do not hold an answer/);
    expect(read(body)).not.toMatch(/\[1\]/);
    expect(body.components[0].components.map(({ label }: { label: string }) => label)).toEqual([
      'Nearest passage (not an answer)',
      'Tell the maintainers',
      'Save to case',
    ]);
    expect(read(body)).not.toMatch(/nearest passage/i);
  });

  it('never answers other bots, webhooks, or messages that do not mention it', async () => {
    const before = discord.requests.filter(
      ({ method, path }) => method === 'POST' && path.endsWith('/messages'),
    ).length;
    discord.say(`<@${BOT_ID}> why was CEIEC sanctioned?`, {
      mentions: [BOT_ID],
      author: { id: '400000000000000009', bot: true },
    });
    discord.say(`<@${BOT_ID}> why was CEIEC sanctioned?`, {
      mentions: [BOT_ID],
      extra: { webhook_id: '600000000000000001' },
    });
    discord.say('why was CEIEC sanctioned?');
    const { id } = discord.slash('help');
    await discord.next('POST', new RegExp(`^/interactions/${id}/`));
    const after = discord.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages')).length;
    expect(after).toBe(before);
  });

  it('shows hostile and 4,000-character questions harmlessly', async () => {
    const hostile =
      `@everyone <@${BOT_ID}> [click](https://evil.example) **x** \`\`\`ansi\n\u001b[31m\u202e ${'CEIEC sanctioned '.repeat(300)}`.slice(
        0,
        4000,
      );
    const { id } = discord.slash('ask', [{ name: 'question', value: hostile }]);
    const { body } = await discord.next('PATCH', new RegExp(`interaction-${id}/messages/@original$`));
    expect(body.embeds[0].title).not.toMatch(/\p{Cc}|\p{Cf}|\]\(https|(?<!\\)<@/u);
    expect(body.allowed_mentions).toEqual({ parse: [] });
    expect(discord.problems).toEqual([]);
  });

  it('lists the sources, and tells a forged component plainly that it does not work', async () => {
    const { id } = discord.slash('sources');
    const { body } = await discord.next('PATCH', new RegExp(`interaction-${id}/messages/@original$`));
    expect(read(body)).toMatch(/1 source, 30 Nov 2020/);
    for (const id of [
      'answer:passage:../../etc/pa',
      'answer:share:AAAAAAAAAAAAAA',
      'answer',
      'nothing:here',
      '__proto__',
    ]) {
      const forged = discord.press(id, ['1']);
      const told = await discord.next('POST', new RegExp(`^/interactions/${forged.id}/`));
      expect(told.body.data.content).toMatch(/no longer works|too old/);
      expect(told.body.data.flags).toBe(64);
    }
  });

  it('starts the answering process again when it is killed, and goes on', async () => {
    const { execSync } = await import('node:child_process');
    const pids = execSync(`pgrep -P ${bot.child.pid} -f answering-process`).toString().trim().split('\n');
    for (const pid of pids) process.kill(Number(pid), 'SIGKILL');
    await bot.printed(/starting it again/);
    discord.say('why was CEIEC sanctioned?', { dm: true });
    const { body } = await discord.next('POST', new RegExp(`^/channels/${DM_CHANNEL_ID}/messages$`));
    expect(read(body)).toContain('**accusing it of supporting');
  });

  it('finishes the reply under way and exits 0 on SIGTERM', async () => {
    discord.say('why was CEIEC sanctioned?', { dm: true });
    await discord.next('POST', new RegExp(`^/channels/${DM_CHANNEL_ID}/typing$`));
    bot.child.kill('SIGTERM');
    const { body } = await discord.next('POST', new RegExp(`^/channels/${DM_CHANNEL_ID}/messages$`));
    expect(read(body)).toContain('**accusing it of supporting');
    expect((await bot.finished).code).toBe(0);
  });
});
