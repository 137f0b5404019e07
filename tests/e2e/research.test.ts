import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CaseStore } from '../../src/case/store.ts';
import { openState } from '../../src/state/state.ts';
import { CHANNEL_ID, DiscordStandIn, DM_CHANNEL_ID, GUILD_ID, snowflake, TOKEN } from '../support/discord-stand-in.ts';
import { fill, type Running, run, start } from '../support/run.ts';

const [ANA, BEN] = ['400000000000000051', '400000000000000052'];
const ELSEWHERE = '300000000000000011';
const MANAGE_SERVER = String(1 << 5);
const MESSAGES = new RegExp(`^/channels/${CHANNEL_ID}/messages$`);

/** Sources about parties that are invented. */
const SOURCES = {
  'listing.md': `---
title: Ministry lists Halvorsen Rederi
publisher: Northern Ministry
published: 2021-03-04
url: https://north.example/halvorsen
---
Halvorsen Rederi (a.k.a. Halro Lines) was designated on 4 March 2021 pursuant to E.O. 13382 for shipping pumps to Lake Base.

Its director Odd Brekke signed the contracts of Halvorsen Rederi with the buyer.
`,
  'bank.md': `---
title: Treasury lists Quintavalle Bank
publisher: Southern Treasury
published: 2020-01-02
---
Quintavalle Bank was designated on 2 January 2020 for moving money for the owner of the Zanetti mines.

The owner of Quintavalle Bank is Ugo Zanetti, who bought it in 2011.
`,
};
const QUESTION = 'why was Halvorsen Rederi designated?';

let folder: string;
let discord: DiscordStandIn;
let bot: Running;

const settings = () => ({
  CORPUS_DIR: join(folder, 'corpus'),
  INDEX_DIR: join(folder, 'index'),
  DATA_DIR: join(folder, 'data'),
});

function startBot(): Running {
  return start('src/main.ts', [], {
    DISCORD_TOKEN: TOKEN,
    DISCORD_GUILD_ID: GUILD_ID,
    DISCORD_API_URL: discord.apiUrl,
    ...settings(),
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'research-'));
  await fill(join(folder, 'corpus'), SOURCES);
  discord = await DiscordStandIn.start({ flags: 1 << 18 });
  const state = openState(join(folder, 'data'));
  state.settings.change(GUILD_ID, '', {
    perUser: { questions: 1000, seconds: 60 },
    perChannel: { questions: 1000, seconds: 60 },
    retentionDays: 30,
  });
  state.close();
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

const ana = () => discord.as(ANA, 'Ana');
const ben = () => discord.as(BEN, 'Ben');

/** What an interaction is answered with in the end, as one text; with a file the payload is a part of a form. */
const edited = async ({ id }: { id: string }): Promise<Body> =>
  (await discord.next('PATCH', new RegExp(`interaction-${id}/messages/@original$`))).body;
const answered = async ({ id }: { id: string }): Promise<Body> =>
  (await discord.next('POST', new RegExp(`^/interactions/${id}/`))).body;
const text = (body: Body): string => (typeof body === 'string' ? body : JSON.stringify(body));
const said = async (asked: { id: string }) => text(await edited(asked));

type Option = { name: string; value: string | number | boolean; type?: number };
const command = (sub: string, options: Option[] = [], who: object = ana()) => discord.sub('case', sub, options, who);

/** Custom id of the button or menu with a label. */
function idOf(body: Body, label: RegExp): string {
  const all = body.components.flatMap((row: Body) => row.components);
  return (
    all.find((each: Body) => label.test(each.label ?? each.placeholder ?? ''))?.custom_id ?? expect.fail(text(body))
  );
}

/** The case files as they are in the database. */
function stored<T>(read: (cases: CaseStore) => T): T {
  const state = openState(settings().DATA_DIR);
  try {
    return read(new CaseStore(state.database));
  } finally {
    state.close();
  }
}

const theCase = () =>
  stored((cases) => cases.in(GUILD_ID, [CHANNEL_ID]).find(({ title }) => title.startsWith('Halvorsen'))!);
const notes = () => stored((cases) => cases.items(theCase().id).items.map(({ note }) => note));

const asked = async (question: string, who: object = ana()): Promise<Body> =>
  edited(discord.slash('ask', [{ name: 'question', value: question }], who));

describe('a case', () => {
  it('is opened with a card in its channel, which is pinned', async () => {
    const opened = command('open', [{ name: 'title', value: 'Halvorsen <@400000000000000051> & Co' }]);
    const { body } = await discord.next('POST', MESSAGES);
    expect(body.embeds[0]).toMatchObject({ title: 'Halvorsen @Ana & Co' });
    expect(body.allowed_mentions).toEqual({ parse: [] });
    await discord.next('PUT', /\/pins\//);
    expect(await said(opened)).toMatch(/is open. Its card is in this channel/);
  });

  it('takes an answer, a passage, a card of a name and a message by their buttons, once each, and its card is edited', async () => {
    const answer = await asked(QUESTION);
    const save = idOf(answer, /^Save to case$/);
    expect((await edited(discord.press(save, undefined, ben()))).content).toMatch(/Saved to “.*” as item 1/);
    expect((await edited(discord.press(save, undefined, ana()))).content).toMatch(/has this already, as item 1/);
    const passages = await edited(discord.press(idOf(answer, /whole passage/), ['1'], ana()));
    expect((await edited(discord.press(idOf(passages, /^Save/), undefined, ana()))).content).toMatch(/as item 2/);
    const card = await edited(discord.slash('who', [{ name: 'name', value: 'Quintavalle Bank' }], ana()));
    expect((await edited(discord.press(idOf(card, /^Save/), undefined, ana()))).content).toMatch(/as item 3/);
    const message = await edited(discord.onMessage('Save message to case', 'I called the ministry; they confirm.'));
    expect(message.content).toMatch(/as item 4/);
    await vi.waitFor(() => {
      const card = discord.requests.findLast(
        ({ method, path }) => method === 'PATCH' && /\/channels\/\d+\/messages\/\d+$/.test(path),
      );
      expect(text(card?.body)).toContain('4 items');
    }, 8000);
    const items = stored((cases) => cases.items(theCase().id).items);
    expect(items.map(({ content }) => content.kind)).toEqual(['question', 'quotation', 'card', 'message']);
    const [quotation] = items[0]!.content.kind === 'question' ? items[0]!.content.quotations : [];
    expect(SOURCES['listing.md'].slice(quotation!.start, quotation!.end)).toBe(quotation!.quote);
    expect(quotation).toMatchObject({
      title: 'Ministry lists Halvorsen Rederi',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('takes one quotation of an answer, as it is offered while typing', async () => {
    const offered = discord.typeInto('case', 'add', { name: 'quotation', value: 'pumps' }, ana());
    const { choices } = (await answered(offered)).data;
    expect(choices[0].name).toMatch(/^Halvorsen Rederi \(a\.k\.a\. Halro Lines\) was designated/);
    expect(await said(command('add', [{ name: 'quotation', value: choices[0].value }]))).toMatch(/as item 5/);
  });

  it('is listed and read, item by item, with citations', async () => {
    const list = await edited(command('list'));
    expect(text(list)).toContain('5 items');
    const page = await edited(command('show'));
    expect(page.embeds[0].description).toMatch(
      /\*\*1\.\*\* Question: why was Halvorsen Rederi designated\?.*Ministry lists Halvorsen Rederi, 4 Mar 2021/,
    );
    const menu = page.components[0].components[0];
    const data = await edited(discord.press(menu.custom_id, [menu.options[0].value], ana()));
    expect(data.embeds[0].description).toMatch(
      /> .*shipping pumps to Lake Base.*\n.*Northern Ministry, 4 Mar 2021, ¶ 1/,
    );
    expect(data.embeds[0].footer.text).toMatch(/saved by Ben/);
  });

  it('takes notes, and the slower of two edits is told and keeps the text', async () => {
    expect(await said(command('note', [{ name: 'text', value: 'Ask <@400000000000000052> about pumps' }]))).toMatch(
      /as item 6/,
    );
    const item = stored((cases) => cases.item(theCase().id, 6)!);
    expect(item.note).toBe('Ask @Ben about pumps');
    const open = (who: object) => answered(command('edit', [{ name: 'item', value: item.id }], who));
    const [formOfAna, formOfBen] = [await open(ana()), await open(ben())];
    expect(formOfAna.data.components[0].component.value).toBe(item.note);
    const first = discord.submit(formOfAna.data.custom_id, { note: 'Ana’s words' }, ana());
    expect((await answered(first)).data.content).toMatch(/is changed/);
    const late = text(await answered(discord.submit(formOfBen.data.custom_id, { note: 'Ben’s words' }, ben())));
    expect(late).toContain('Ana changed this item while you were writing');
    expect(late).toContain('your-text.txt');
    expect(late).toContain('Ben’s words');
    const replace = /case:replace:[\w-]{14}/.exec(late)![0];
    expect((await edited(discord.press(replace, undefined, ana()))).content).toMatch(/too old/);
    expect((await edited(discord.press(replace, undefined, ben()))).content).toMatch(/has your text now/);
    expect(notes()).toContain('Ben’s words');
  });

  it('is put in order, tagged and searched', async () => {
    await edited(
      command('move', [
        { name: 'item', value: '6' },
        { name: 'to', value: 1, type: 4 },
      ]),
    );
    expect(notes()[0]).toBe('Ben’s words');
    expect(
      await said(
        command('tag', [
          { name: 'item', value: '#6' },
          { name: 'tags', value: 'Pumps, lead' },
        ]),
      ),
    ).toMatch(/lead, pumps/);
    expect(
      await said(
        command('tag', [
          { name: 'item', value: '6' },
          { name: 'tags', value: '-lead' },
        ]),
      ),
    ).toMatch(/: pumps\./);
    expect(await said(command('search', [{ name: 'words', value: 'PUMPS lake' }]))).toMatch(
      /4 items with|3 items with/,
    );
    expect(await said(command('search', [{ name: 'words', value: 'zanetti' }]))).toMatch(/1 item with/);
    expect(await said(command('remove', [{ name: 'item', value: '4' }]))).toMatch(/Item 4 is out of the case/);
    expect(await said(command('show', [{ name: 'history', value: true }]))).toMatch(/Ana removed item 4/);
  });

  it('is exported with footnotes in every format', async () => {
    const exported = async (format: string) => said(command('export', [{ name: 'format', value: format }]));
    const markdown = await exported('md');
    expect(markdown).toMatch(/filename="case-[\w-]+\.md"/);
    expect(markdown).toMatch(
      /\[\^1\]: Northern Ministry\. \(2021, March 4\)\. Ministry lists Halvorsen Rederi\. <https:\/\/north\.example\/halvorsen>, ¶ 1\./,
    );
    expect(markdown).toContain('Ben’s words');
    expect(await exported('csv')).toMatch(/place,item,kind/);
    expect(await exported('json')).toMatch(/"sourceState": "as quoted"/);
    expect(await exported('csl.json')).toMatch(/"literal": "Northern Ministry"/);
    expect(await exported('bib')).toMatch(/@misc\{source[0-9a-f]{10},/);
    expect(await exported('docx')).toMatch(/filename="case-[\w-]+\.docx"[\s\S]*PK/);
    expect(await said(command('timeline'))).toMatch(/timeline\.png/);
  }, 60_000);

  it('is seen by nobody who does not see its channel, by no command, button or guessed id', async () => {
    const { id } = theCase();
    const none = /no such case in this channel/;
    const there = { ...ben(), ...DiscordStandIn.at(ELSEWHERE) };
    expect(await said(command('list', [], there))).toMatch(/0 open cases/);
    expect(await said(command('show', [{ name: 'case', value: id }], there))).toMatch(none);
    expect(
      await said(
        command(
          'export',
          [
            { name: 'case', value: id },
            { name: 'format', value: 'md' },
          ],
          there,
        ),
      ),
    ).toMatch(none);
    expect((await edited(discord.press(`case:page:${id}:0`, undefined, there))).content).toMatch(none);
    const foreign = { ...ben(), guild_id: '200000000000000009' };
    expect((await edited(discord.press(`case:page:${id}:0`, undefined, foreign))).content).toMatch(none);
    const offered = await answered(discord.typeInto('case', 'show', { name: 'case', value: '' }, there));
    expect(offered.data.choices).toEqual([]);
  });

  it('is for its members when that is chosen, and its card says nothing then', async () => {
    const { id } = theCase();
    expect(await said(command('share', [{ name: 'add-member', value: BEN, type: 6 }]))).toMatch(
      /is for its members: Ana, /,
    );
    const stranger = discord.as('400000000000000053', 'Eve');
    expect((await edited(discord.press(`case:page:${id}:0`, undefined, stranger))).content).toMatch(/no such case/);
    expect((await edited(discord.press(`case:page:${id}:0`, undefined, ben()))).embeds[0].description).toMatch(
      /5 items/,
    );
    await vi.waitFor(() => {
      const card = discord.requests.findLast(
        ({ method, path }) => method === 'PATCH' && /\/channels\/\d+\/messages\/\d+$/.test(path),
      );
      expect(card?.body.embeds).toEqual([
        expect.objectContaining({ description: expect.stringMatching(/^A case for its members/) }),
      ]);
      expect(text(card?.body)).not.toContain('Halvorsen');
    }, 8000);
    expect(await said(command('share', [{ name: 'everyone', value: true }]))).toMatch(
      /Everybody who sees this channel/,
    );
    expect(await said(command('share', []))).toMatch(/5 items/);
  });

  it('is restricted by its team only, and found by its id before any title', async () => {
    const eve = discord.as('400000000000000053', 'Eve');
    const shutOut = command('share', [{ name: 'add-member', value: BEN, type: 6 }], eve);
    expect(await said(shutOut)).toMatch(/is for those to choose who opened it/);
    const { id } = theCase();
    await edited(command('open', [{ name: 'title', value: id }], eve));
    await discord.next('POST', MESSAGES);
    await edited(
      command('note', [
        { name: 'text', value: 'for the right case' },
        { name: 'case', value: id },
      ]),
    );
    expect(notes()).toContain('for the right case');
    const ambiguous = await said(command('note', [{ name: 'text', value: 'written once' }]));
    expect(ambiguous).toMatch(/written once[\s\S]*Several cases are open here/);
    const boss = discord.as(BEN, 'Ben', MANAGE_SERVER);
    const other = stored((cases) => cases.in(GUILD_ID, [CHANNEL_ID]).find(({ title }) => title === id)!);
    const purged = command(
      'purge',
      [
        { name: 'case', value: other.id },
        { name: 'confirm', value: id },
      ],
      boss,
    );
    expect(await said(purged)).toMatch(/Deleted for good: the case/);
    await discord.next('DELETE', /^\/channels\/\d+\/messages\/\d+$/);
  });

  it('gives back what was removed, and what an edit lost, also to a third one', async () => {
    const { id } = theCase();
    const item = stored((cases) => cases.item(id, 1)!);
    const removed = await edited(command('remove', [{ name: 'item', value: '1' }]));
    await edited(discord.press(idOf(removed, /Put it back/), undefined, ana()));
    expect(stored((cases) => cases.item(id, 1)!.isHidden)).toBe(false);
    const form = await answered(command('edit', [{ name: 'item', value: item.id }], ben()));
    stored((cases) => cases.editNote(id, item.id, item.version, 'second', ANA));
    const late = text(await answered(discord.submit(form.data.custom_id, { note: 'Ben’s' }, ben())));
    stored((cases) => cases.editNote(id, item.id, item.version + 1, 'third', ANA));
    const replaced = text(await edited(discord.press(/case:replace:[\w-]{14}/.exec(late)![0], undefined, ben())));
    expect(replaced).toMatch(/Ben’s[\s\S]*changed this item while you were writing[\s\S]*third/);
    expect(stored((cases) => cases.item(id, 1)!.note)).toBe('third');
  });

  it('of a channel is not offered in a private thread, whose words not everybody sees', async () => {
    const thread = snowflake();
    const channel = { id: thread, type: 12, guild_id: GUILD_ID, parent_id: CHANNEL_ID, permissions: '0' };
    const there = { ...ana(), channel_id: thread, channel };
    discord.dispatch('THREAD_CREATE', { ...discord.thread(thread, CHANNEL_ID, 'quiet', ANA), type: 12 });
    const answer = await asked(QUESTION, there);
    const form = await answered(discord.press(idOf(answer, /^Save to case$/), undefined, there));
    expect(form.data).toMatchObject({ title: 'Open a case' });
    expect(await said(command('show', [{ name: 'case', value: theCase().id }], there))).toMatch(/no such case/);
  });

  it('of direct messages is its owner’s alone', async () => {
    const opened = command('open', [{ name: 'title', value: 'Mine' }], DiscordStandIn.DIRECT);
    expect(await said(opened)).toMatch(/is open/);
    const own = stored((cases) => cases.in('', [DM_CHANNEL_ID])[0]!);
    const other = { ...DiscordStandIn.DIRECT, user: { id: BEN, username: 'ben', discriminator: '0', avatar: null } };
    expect(await said(command('show', [{ name: 'case', value: own.id }], other))).toMatch(/no such case/);
    expect(await said(command('show', [], DiscordStandIn.DIRECT))).toMatch(/Mine/);
  });

  it('is closed, reopened, and purged by administrators only, who are told what was deleted', async () => {
    expect(await said(command('close'))).toMatch(/is closed/);
    expect(
      await said(
        command('note', [
          { name: 'text', value: 'too late, but kept' },
          { name: 'case', value: theCase().id },
        ]),
      ),
    ).toMatch(/too late, but kept[\s\S]*closed. Reopen it/);
    expect(await said(command('reopen'))).toMatch(/open again/);
    expect(await said(command('purge', [{ name: 'item', value: '4' }]))).toMatch(/Only administrators purge/);
    const boss = discord.as(BEN, 'Ben', MANAGE_SERVER);
    expect(await said(command('purge', [{ name: 'item', value: '4' }], boss))).toMatch(
      /Deleted for good: item 4 \(message\)/,
    );
    expect(await said(command('purge', [], boss))).toMatch(/write its title in `confirm:`. Nothing was deleted/);
    expect(stored((cases) => JSON.stringify(cases.history(theCase().id)))).not.toContain('they confirm');
  });
});

describe('the library', () => {
  it('that changes or loses a quoted source is told of at the item, which keeps its words', async () => {
    const changed = SOURCES['listing.md'].replace('shipping pumps', 'selling pumps');
    await fill(join(folder, 'corpus'), { 'listing.md': changed });
    await rm(join(folder, 'corpus', 'bank.md'));
    expect((await run('scripts/ingest.ts', [], settings())).code).toBe(0);
    await vi.waitFor(
      async () => {
        const page = await edited(command('show'));
        expect(page.embeds[0].description.match(/⚠ source changed/g)).toHaveLength(4);
      },
      { timeout: 20_000, interval: 1000 },
    );
    const first = stored((cases) => cases.item(theCase().id, 1)!);
    const menu = (await edited(command('show'))).components[0].components[0];
    const data = await edited(discord.press(menu.custom_id, [first.id], ana()));
    expect(data.embeds[0].description).toMatch(/shipping pumps[\s\S]*no longer has these words/);
    expect(await said(command('export', [{ name: 'format', value: 'md' }]))).toMatch(/no longer in the library/);
  }, 60_000);

  it('with a new source that names what a case is about is told of once, and so is who reported it missing', async () => {
    expect(await said(command('edit', [{ name: 'alerts', value: true }]))).toMatch(/Changed/);
    const refusal = await asked('who owns the ship Halro Star?', ben());
    const form = await answered(discord.press(idOf(refusal, /maintainers/), undefined, ben()));
    expect(form.data.components[1].component.custom_id).toBe('news');
    await answered(discord.submit(form.data.custom_id, { comment: '', news: ['yes'] }, ben()));
    await fill(join(folder, 'corpus'), {
      'ship.md': `---
title: Registry of ships
publisher: Harbour Registry
published: 2022-02-02
---
The ship Halro Star is owned by Halro Lines of Port Lake. The ship was built in 2001.
`,
    });
    expect((await run('scripts/ingest.ts', [], settings())).code).toBe(0);
    const isAlert = ({ body }: Body) => /New for the case/.test(text(body));
    await vi.waitFor(() => expect(discord.requests.filter(isAlert)).toHaveLength(1), {
      timeout: 30_000,
      interval: 500,
    });
    expect(text((await discord.next('POST', MESSAGES)).body)).toMatch(
      /Registry of ships — 2 Feb 2022, names “Halro Lines”/,
    );
    const isWish = ({ body }: Body) => /You reported that the sources did not answer this/.test(text(body));
    await vi.waitFor(() => expect(discord.requests.filter(isWish)).toHaveLength(1), { timeout: 20_000, interval: 500 });
    expect(text(discord.requests.find(isWish)!.body)).toMatch(/owned by Halro Lines/);
    await fill(join(folder, 'corpus'), { 'other.md': 'Nothing of interest stands in this file about weather.\n' });
    expect((await run('scripts/ingest.ts', [], settings())).code).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 12_000));
    expect(discord.requests.filter(isAlert)).toHaveLength(1);
    expect(discord.requests.filter(isWish)).toHaveLength(1);
  }, 120_000);
});

describe('insights', () => {
  it('are for administrators, tell no person’s, and come with a picture', async () => {
    expect((await answered(discord.slash('insights', [], ben()))).data.content).toMatch(
      /Only those who may “Manage Server”/,
    );
    await asked(QUESTION, ben());
    await asked(QUESTION, ana());
    const shown = text(await edited(discord.slash('insights', [], discord.as(BEN, 'Ben', MANAGE_SERVER))));
    expect(shown).toMatch(/\d+ questions, \d+ % of them answered/);
    expect(shown).toContain('questions.png');
    expect(shown).toMatch(/Quoted sources/);
    for (const id of [ANA, BEN]) expect(shown).not.toContain(id);
  });

  it('of last week are posted once to the feedback channel, when the bot runs', async () => {
    const state = openState(settings().DATA_DIR);
    state.settings.change(GUILD_ID, '', { feedbackChannel: CHANNEL_ID });
    state.database.prepare('UPDATE question_counts SET created_at = created_at - ?').run(7 * 86_400_000);
    state.close();
    const isDigest = ({ body }: Body) => /The week of \d{4}-\d\d-\d\d/.test(text(body));
    for (const start of [1, 2]) {
      bot.child.kill('SIGTERM');
      await bot.finished;
      bot = startBot();
      await bot.printed(/"msg":"ready"/);
      await asked(QUESTION);
      expect(discord.requests.filter(isDigest), `start ${start}`).toHaveLength(1);
    }
    await discord.next('POST', MESSAGES);
  }, 60_000);
});

describe('the card of a case', () => {
  it('is mended after the bot was killed, and sent anew only when it was deleted', async () => {
    bot.child.kill('SIGKILL');
    await bot.finished;
    stored((cases) => cases.add(theCase().id, { content: { kind: 'note' }, note: 'while it was down', userId: ANA }));
    const since = discord.requests.length;
    bot = startBot();
    await bot.printed(/"msg":"ready"/);
    await vi.waitFor(() => {
      const edits = discord.requests
        .slice(since)
        .filter(({ method, path }) => method === 'PATCH' && /\/channels\/\d+\/messages\/\d+$/.test(path));
      expect(edits.some(({ body }) => text(body).includes('while it was down'))).toBe(true);
    }, 8000);
    discord.intercept = ({ method, path }) =>
      method === 'PATCH' && /^\/channels\/\d+\/messages\/\d+$/.test(path)
        ? { status: 404, body: { code: 10008, message: 'Unknown Message' } }
        : null;
    const posted = discord.next('POST', MESSAGES);
    await edited(command('note', [{ name: 'text', value: `after ${snowflake()}` }]));
    expect(text((await posted).body)).toContain('while it was down');
    discord.intercept = () => null;
  }, 60_000);

  it('and all that was sent kept Discord’s limits', () => {
    expect(discord.problems).toEqual([]);
  });
});
