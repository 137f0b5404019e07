import { describe, expect, it } from 'vitest';
import { loadCorpus, parseSource } from '../../src/corpus/load.ts';
import { readSentences } from '../../src/corpus/sentences.ts';
import { temporaryFolder } from '../support/run.ts';

const parse = (text: string, path = 'a.md') => parseSource(path, Buffer.from(text));
const plain = (text: string, path = 'a.md') =>
  readSentences(parse(text, path)).sentences.map((sentence) => sentence.plain);
const quotes = (text: string) => {
  const source = parse(text);
  return readSentences(source).sentences.map(({ start, end }) => source.text.slice(start, end));
};

describe('front matter', () => {
  it('takes what real collections carry: date for published, timestamps, unknown keys', () => {
    const source = parse(
      '---\ntitle: A “title”\ndate: 2022-05-27T10:30:00-04:00\ndraft: false\nurl: /news/x\n---\nText here.',
    );
    expect(source).toMatchObject({
      title: 'A “title”',
      published: '2022-05-27',
      url: '/news/x',
      extra: { draft: false },
    });
    expect(source.text.slice(source.bodyStart)).toBe('Text here.');
  });

  it('prefers published to date, and reads aliases and an event date', () => {
    expect(
      parse('---\ndate: 2020-01-01\npublished: 2021-02-03\ndate_kind: event\naliases: [X, 7]\n---\nText.'),
    ).toMatchObject({
      published: '2021-02-03',
      dateKind: 'event',
      aliases: ['X', '7'],
    });
  });

  it.each([
    ['title: "one" two\n', 2, /front matter/],
    ['title: x\npublished: last Tuesday\n', 3, /"published" is not a date/],
    ['title: x\nid: [1]\n', 3, /"id"/],
    ['published: 2021-02-30\n', 2, /not a date/],
    ['- a\n- b\n', 2, /key: value/],
  ])('names the line of %j', async (matter, line, reason) => {
    const folder = await temporaryFolder({ 'bad.md': `---\n${matter}---\nText.`, 'good.md': 'Good text.' });
    const { sources, bad } = await loadCorpus(folder);
    expect(sources.map(({ id }) => id)).toEqual(['good']);
    expect(bad).toEqual([{ path: 'bad.md', line, reason: expect.stringMatching(reason) }]);
  });

  it('reports front matter that is never closed, but takes a rule at the top for what it is', async () => {
    const folder = await temporaryFolder({
      'open.md': '---\ntitle: x\nText.',
      'rule.md': '---\n\nOnly text after a rule.\n',
    });
    const { sources, bad } = await loadCorpus(folder);
    expect(bad).toEqual([{ path: 'open.md', line: 1, reason: expect.stringContaining('never closed') }]);
    expect(sources.map(({ id }) => id)).toEqual(['rule']);
  });

  it('invents no title: the first heading or first line serves, else the file name', () => {
    expect(parse('# Heading **one**\n\nText.').title).toBe('Heading **one**');
    expect(parse('First line\n\nText.', 'x/y.txt').title).toBe('First line');
    expect(parse('Just text.', 'x/some-file_name.md').title).toBe('some file name');
  });
});

describe('loading a folder', () => {
  it('keeps a byte order mark and CRLF line ends in the text, so that offsets are those of the file', async () => {
    const content = '\uFEFF---\r\ntitle: Marked\r\n---\r\nFirst one.\r\nSame paragraph.\r\n\r\nSecond one.\r\n';
    const folder = await temporaryFolder({ 'bom.md': content });
    const source = (await loadCorpus(folder)).sources[0]!;
    expect(source.title).toBe('Marked');
    expect(source.text).toBe(content);
    const { sentences } = readSentences(source);
    expect(sentences.map((one) => [content.slice(one.start, one.end), one.paragraph])).toEqual([
      ['First one.', 1],
      ['Same paragraph.', 1],
      ['Second one.', 2],
    ]);
  });

  it('reports every bad file by name and line, and loads the others', async () => {
    const folder = await temporaryFolder({
      'a/one.md': '---\nid: same\n---\nOne.',
      'a/two.md': '---\nid: same\n---\nTwo.',
      'big.txt': 'x'.repeat(2000),
      'empty.md': '',
      'only-matter.md': '---\ntitle: nothing below\n---\n \n',
      'latin1.md': Buffer.from('line one\nline two\ncaf\xe9', 'latin1'),
      'UPPER.MD': 'Upper case ending.',
      'ignored.pdf': 'not read',
    });
    const { sources, bad } = await loadCorpus(folder, 1000);
    expect(sources.map(({ path }) => path)).toEqual(['UPPER.MD', 'a/one.md']);
    expect(bad).toEqual([
      { path: 'a/two.md', line: 1, reason: 'id "same" is already used by a/one.md; give one of them another id' },
      { path: 'big.txt', line: 1, reason: expect.stringContaining('2000 bytes, over the limit of 1000') },
      { path: 'empty.md', line: 1, reason: 'the file holds no text' },
      { path: 'latin1.md', line: 3, reason: expect.stringContaining('not valid UTF-8') },
      { path: 'only-matter.md', line: 1, reason: 'the file holds no text' },
    ]);
  });

  it('says what to do about a missing or empty folder', async () => {
    const folder = await temporaryFolder();
    await expect(loadCorpus(folder)).rejects.toThrow(/holds no .md or .txt file/);
    await expect(loadCorpus(`${folder}/none`)).rejects.toThrow(/does not exist.*CORPUS_DIR/);
  });
});

describe('sentences', () => {
  it('keeps abbreviations, dates, money and executive orders whole', () => {
    const text =
      'The U.S. Treasury acted on Monday (Nov. 30) under E.O. 13692. Acme Co. Ltd. paid $3.2 million until Jan. 14. Mr. J. R. Smith Jr. agreed. Kelm Energy PTE. Ltd. and Sol S.A. de C.V. sold oil.';
    expect(plain(text)).toEqual([
      'The U.S. Treasury acted on Monday (Nov. 30) under E.O. 13692.',
      'Acme Co. Ltd. paid $3.2 million until Jan. 14.',
      'Mr. J. R. Smith Jr. agreed.',
      'Kelm Energy PTE. Ltd. and Sol S.A. de C.V. sold oil.',
    ]);
  });

  it.each([
    ['WASHINGTON – Today, the office acted.', 'WASHINGTON –', 'Today, the office acted.'],
    ['**WASHINGTON, DC**--The office acted.', 'WASHINGTON, DC--', 'The office acted.'],
    ['PORT SAID, Egypt, 3 May (AP) — “We act,” it said.', 'PORT SAID, Egypt, 3 May (AP) —', '“We act,” it said.'],
    ['Kelm, Calder– The office acted.', 'Kelm, Calder–', 'The office acted.'],
  ])('tells the dateline of %j from the sentence after it', (text, dateline, rest) => {
    const { sentences } = readSentences(parse(text));
    expect(sentences.map(({ plain: words, kind }) => [words, kind])).toEqual([
      [dateline, 'dateline'],
      [rest, 'paragraph'],
    ]);
  });

  it.each([
    'IRS – The agency acted.',
    'PETROX — the state oil company — was listed.',
    'Viktor Vekselov – Founder of a bank – was designated.',
    'More.\n\nKamel Djermane– According to reports, he left.',
  ])('takes no name and no abbreviation for a dateline: %j', (text) => {
    expect(readSentences(parse(text)).sentences.map(({ kind }) => kind)).not.toContain('dateline');
  });

  it('splits after a closing quotation mark', () => {
    expect(plain('He said: “We stand.” Then he left.')).toEqual(['He said: “We stand.”', 'Then he left.']);
  });

  it('loses nothing of a text with unbalanced marks (another splitter panicked on this one)', () => {
    expect(plain('" #. "..  . Then more.').join(' ')).toBe('" #. ".. . Then more.');
  });

  it('reduces Markdown to plain text while the quotation keeps the marks that belong to it', () => {
    const text =
      '## A *heading*\n\n**Jong Nam** is designated. See [the *full* list](https://x.example/a?b=1). \\*Not a mark\\* &amp; so.\n';
    expect(plain(text)).toEqual(['A heading', 'Jong Nam is designated.', 'See the full list.', '*Not a mark* & so.']);
    expect(quotes(text)).toEqual([
      '## A *heading*'.slice(3),
      '**Jong Nam** is designated.',
      'See [the *full* list](https://x.example/a?b=1).',
      '\\*Not a mark\\* &amp; so.',
    ]);
  });

  it('reads past marks of bold type that converters of web pages set on the wrong side of a blank', () => {
    const text =
      'Led by** Jane Doe** (** Doe**), moved **oil **(crude).\n\n> A line\n> of** Bank X** more.\n\nA 2 ** 3 and f**k and by \\** x and `a** b`.\n';
    expect(plain(text)).toEqual([
      'Led by Jane Doe (Doe), moved oil (crude).',
      'A line of Bank X more.',
      'A 2 ** 3 and f**k and by ** x and a** b.',
    ]);
    expect(quotes(text)[0]).toBe('Led by** Jane Doe** (** Doe**), moved **oil **(crude).');
  });

  it('reads lists, quotes and tables, and counts a table as one paragraph', () => {
    const text =
      'Intro here.\n\n- first item. Still first.\n- second `code` item\n\n> quoted\n> text\n\n| Name | DOB |\n|---|---|\n| A B | 1970 |\n\nEnd.';
    const { sentences } = readSentences(parse(text));
    expect(sentences.map(({ plain: words, paragraph, kind }) => [words, paragraph, kind])).toEqual([
      ['Intro here.', 1, 'paragraph'],
      ['first item.', 2, 'list-item'],
      ['Still first.', 2, 'list-item'],
      ['second code item', 3, 'list-item'],
      ['quoted text', 4, 'paragraph'],
      ['Name | DOB', 5, 'table-row'],
      ['A B | 1970', 5, 'table-row'],
      ['End.', 6, 'paragraph'],
    ]);
  });

  it('keeps the offsets of addresses and bare links (GFM autolinks once lost their positions)', () => {
    const text = 'Write to a.b@example.org or www.example.org today. Then wait.';
    expect(quotes(text)).toEqual(['Write to a.b@example.org or www.example.org today.', 'Then wait.']);
  });
});
