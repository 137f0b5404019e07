import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiscordStandIn, GUILD_ID, TOKEN } from '../support/discord-stand-in.ts';
import { fill, type Running, start } from '../support/run.ts';

const OTHER_GUILD = '200000000000000002';
const NEITHER = '200000000000000003';
const [HERE, THERE] = [{ guild_id: GUILD_ID }, { guild_id: OTHER_GUILD }];

/** Two folders of sources about parties that are invented. */
const SOURCES = {
  'north/2021-03-04.md': `---
title: Ministry lists Halvorsen Rederi
publisher: Northern Ministry
published: 2021-03-04
url: https://north.example/halvorsen
---
Halvorsen Rederi (a.k.a. Halro Lines) was designated on 4 March 2021 pursuant to E.O. 13382 for shipping pumps to Lake Base.

Its director Odd Brekke signed the contracts of Halvorsen Rederi with the buyer.
`,
  'north/2022-06-01.md': `---
title: Ministry delists Halvorsen Rederi
publisher: Northern Ministry
published: 2022-06-01
---
Halvorsen Rederi was removed from the list on 1 June 2022 after it ended the contracts that Odd Brekke had signed.
`,
  'south/2020-01-02.md': `---
title: Treasury lists Quintavalle Bank
publisher: Southern Treasury
published: 2020-01-02
---
Quintavalle Bank was designated on 2 January 2020 for moving money for the owner of the Zanetti mines.

The owner of Quintavalle Bank is Ugo Zanetti, who bought it in 2011.
`,
};

let folder: string;
let discord: DiscordStandIn;
let bot: Running;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lookup-'));
  await fill(join(folder, 'corpus'), SOURCES);
  discord = await DiscordStandIn.start();
  bot = start('src/main.ts', [], {
    DISCORD_TOKEN: TOKEN,
    DISCORD_GUILD_ID: GUILD_ID,
    DISCORD_API_URL: discord.apiUrl,
    CORPUS_DIR: join(folder, 'corpus'),
    INDEX_DIR: join(folder, 'index'),
    GUILD_COLLECTIONS: `${GUILD_ID}:north; ${OTHER_GUILD}:south`,
  });
  await bot.printed(/"msg":"ready"/);
});

afterAll(async () => {
  bot.child.kill('SIGKILL');
  await discord.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Everything that a reply says, as one text. */
async function reply(asked: { id: string }): Promise<string> {
  const { body } = await discord.next('PATCH', new RegExp(`interaction-${asked.id}/messages/@original$`));
  // With a file the payload is a part of a form.
  return typeof body === 'string' ? body : JSON.stringify(body);
}

async function choices(typed: string, where: object): Promise<string[]> {
  const { id } = discord.type('who', 'name', typed, where);
  const { body } = await discord.next('POST', new RegExp(`^/interactions/${id}/`));
  expect(body.type).toBe(8);
  return body.data.choices.map(({ name }: { name: string }) => name);
}

const who = (name: string, where: object) => discord.slash('who', [{ name: 'name', value: name }], where);
const ask = (question: string, where: object) => discord.slash('ask', [{ name: 'question', value: question }], where);

describe('looking a name up', () => {
  it('offers names that begin with what is typed, and near ones for a slip of the fingers', async () => {
    expect(await choices('halv', HERE)).toEqual(['Halvorsen Rederi']);
    expect(await choices('brek', HERE)).toEqual(['Odd Brekke']);
    expect(await choices('halvrsen', HERE)).toEqual(['Halvorsen Rederi']);
    expect(await choices('', HERE)).toContain('Halvorsen Rederi');
  });

  it('shows other names, listing and removal as verbatim quotations with date, authority and citation', async () => {
    const text = await reply(who('halvorsen rederi', HERE));
    expect(text).toContain('"title":"Halvorsen Rederi"');
    expect(text).toContain('Halro Lines');
    expect(text).toMatch(/1 Jun 2022 · removal.*> Halvorsen Rederi was removed from the list on 1 June 2022/);
    expect(text).toMatch(/4 Mar 2021 · listing or measure · E\.O\. 13382/);
    expect(text).toContain(
      '[Ministry lists Halvorsen Rederi](https://north.example/halvorsen) — Northern Ministry, 4 Mar 2021, ¶ 1',
    );
    expect(text).toContain('Odd Brekke (');
    expect(text).toContain('attachment://timeline.png');
    expect(text).toContain('filename="timeline.png"');
    expect(text).toContain('not who is under sanctions today');
  });

  it('links a quotation to its words on the page', async () => {
    expect(await reply(ask('why was Halvorsen Rederi designated?', HERE))).toMatch(
      /\(https:\/\/north\.example\/halvorsen#:~:text=Halvorsen%20Rederi%20%28a\.k\.a\.\S*,\S*to%20Lake%20Base\.\)/,
    );
  });

  it('finds the same card by another name of the party', async () => {
    expect(await reply(who('Halro Lines', HERE))).toContain('was removed from the list on 1 June 2022');
  });

  it('says plainly that the sources do not hold a name, whatever it is made of', async () => {
    expect(await reply(who('Nobody Known', HERE))).toMatch(/do not hold the name “Nobody Known”/);
    const hostile = await reply(who('@everyone [x](https://evil.example)', HERE));
    expect(hostile).not.toMatch(/\]\(https:\/\/evil/);
    expect(discord.problems).toEqual([]);
  });
});

describe('two servers with collections of their own', () => {
  it('see nothing of each other by name, card, list or question', async () => {
    expect(await choices('quinta', HERE)).toEqual([]);
    expect(await choices('halv', THERE)).toEqual([]);
    expect(await choices('', THERE)).not.toContain('Halvorsen Rederi');
    expect(await reply(who('Quintavalle Bank', HERE))).toMatch(/do not hold the name/);
    expect(await reply(discord.slash('sources', [], THERE))).toMatch(/1 source, /);
    const answered = await reply(ask('who owns Quintavalle Bank?', THERE));
    expect(answered).toContain('Ugo Zanetti');
    expect(await reply(ask('who owns Quintavalle Bank?', HERE))).not.toMatch(/Zanetti|Southern/);
  });

  it('get no correction to a name of the other', async () => {
    expect(await reply(ask('why was Quintavale Bank designated?', THERE))).toContain('Quintavalle');
    expect((await reply(ask('why was Quintavale Bank designated?', HERE))).toLowerCase()).not.toContain('quintavalle');
  });

  it('cannot open a passage of the other by its reference', async () => {
    const { id } = ask('who owns Quintavalle Bank?', THERE);
    const { body } = await discord.next('PATCH', new RegExp(`interaction-${id}/messages/@original$`));
    const menu = body.components[0].components[0];
    const own = discord.press(menu.custom_id, [menu.options[0].value], THERE);
    expect(await reply(own)).toContain('Ugo Zanetti');
    const foreign = discord.press(menu.custom_id, [menu.options[0].value], HERE);
    const told = await discord.next('POST', new RegExp(`^/interactions/${foreign.id}/`));
    expect(told.body.data.content).toMatch(/too old, or what was behind it has been deleted/);
  });

  it('leave a server that is not named, and direct messages, with nothing', async () => {
    expect(await choices('', { guild_id: NEITHER })).toEqual([]);
    expect(await reply(discord.slash('sources', [], { guild_id: NEITHER }))).toMatch(/0 sources/);
    discord.say('who owns Quintavalle Bank?', { dm: true });
    const { body } = await discord.next('POST', /^\/channels\/\d+\/messages$/);
    expect(JSON.stringify(body)).not.toMatch(/Zanetti|Southern/);
  });
});
