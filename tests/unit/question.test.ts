import { describe, expect, it } from 'vitest';
import { parseSource } from '../../src/corpus/load.ts';
import { readSentences } from '../../src/corpus/sentences.ts';
import { aliasesIn, longForm } from '../../src/index/aliases.ts';
import { Keywords } from '../../src/index/keywords.ts';
import { Names } from '../../src/index/names.ts';
import { type Asked, askedFor } from '../../src/question/asked.ts';
import { dateRange, yearsHeld } from '../../src/question/dates.ts';
import { statedEvents } from '../../src/question/events.ts';
import { interpret } from '../../src/question/interpret.ts';
import { isOrdinaryWord } from '../../src/question/ordinary-words.ts';

describe('aliases in a sentence', () => {
  it.each([
    [
      'Sanctions on the Northern Marine Import and Export Corporation (NMIEC) were announced.',
      [['Northern Marine Import and Export Corporation', 'NMIEC']],
    ],
    ['The Office of Foreign Trade (“OFT”) acted.', [['Office of Foreign Trade', 'OFT']]],
    [
      'Ivan Karel Petrosk (a.k.a. “Vanya”; a.k.a. Ivan Petrov) was listed.',
      [
        ['Ivan Karel Petrosk', 'Vanya'],
        ['Ivan Karel Petrosk', 'Ivan Petrov'],
      ],
    ],
    [
      'They named Harbor Lights Ltd., also known as Lumen Shipping, in May.',
      [['Harbor Lights Ltd.', 'Lumen Shipping']],
    ],
    ['The tanker Aldona (formerly known as Brisk Wind) sailed.', [['Aldona', 'Brisk Wind']]],
    ['It paid (in May) a fine of 3 million (USD).', []],
    ['The company (which is large) said so (see page 3).', []],
  ])('%s', (plain, expected) => {
    expect(aliasesIn({ plain }).map(({ name, alias }) => [name, alias])).toEqual(expected);
  });

  it('finds long forms as Schwartz and Hearst describe, and none where letters are missing', () => {
    expect(longForm('HMM', 'we used a hidden Markov model')).toBe('hidden Markov model');
    expect(longForm('XYZ', 'we used a hidden Markov model')).toBeNull();
  });
});

describe('dates in a question', () => {
  it.each([
    ['who was fined in 2019', { from: 20190101, to: 20191231 }],
    ['designations since March 2021', { from: 20210301 }],
    ['anything before 2015?', { to: 20150100 }],
    ['between 2014 and Feb 2016', { from: 20140101, to: 20160231 }],
    ['latest on Northern Marine', { latest: true }],
    ['why was E.O. 13692 used?', null],
    ['did they pay 2019 dollars', null],
  ])('%s', (question, expected) => {
    expect(dateRange(question)).toEqual(expected);
  });
});

describe('years in a question', () => {
  it.each([
    // Of several years' reports the reader wants that of the year named.
    ['how many vessels were listed in 2019', 'In 2019 it listed 12 vessels.', 1],
    ['how many vessels were listed in 2019', 'In 2021 it listed 12 vessels.', 0],
    ['was the 2018 list longer than that of 2019', 'The 2019 list is long.', 0.5],
    // A bound names no year that the answer must have.
    ['who was listed since 2019', 'In 2021 it listed a bank.', null],
    ['who was listed', 'In 2021 it listed a bank.', null],
  ])('%j, %j: %j', (question, text, share) => {
    expect(yearsHeld(question, text)).toBe(share);
  });
});

describe('events that a question asks for', () => {
  it.each([
    // The listing's reason is no answer to why the listing ended.
    ['why was the bank delisted?', 'The bank was designated for moving funds.', 0],
    ['why was the bank taken off the sdn list', 'The bank was removed after it changed hands.', 1],
    ['who owns the tanker', 'The tanker carried crude oil.', 0],
    ['who owns the tanker', 'The tanker belongs to a firm in the port.', 1],
    ['was the owner arrested', 'The man was detained in May.', 0.5],
    ['how much was the bank fined', 'It agreed to pay $3 million.', 1],
    ['why was the bank sanctioned', 'It moved funds.', null],
  ])('%j, %j: %j', (question, text, share) => {
    expect(statedEvents(question, text)).toBe(share);
  });
});

describe('what is asked for', () => {
  it.each<[string, Asked]>([
    ['why was nmiec hit', 'why'],
    ['what is the firm accused of', 'why'],
    ['who runs it', 'who'],
    ['which bank moved the money', 'who'],
    ['when did it start', 'when'],
    ['how much did they pay', 'how-much'],
    ['where is he based?', 'where'],
    ['under what authority was it designated', 'authority'],
    ['tell me about the ministry', 'other'],
  ])('%s → %s', (question, asked) => {
    expect(askedFor(question)).toBe(asked);
  });
});

describe('a question with what the corpus knows', () => {
  const text = `Sanctions on the Northern Marine Import and Export Corporation (NMIEC) were announced. Kovalenko-Márquez runs Northern Marine. The ministry said that Northern Marine moved crude oil.`;
  const sentences = readSentences(parseSource('a.txt', Buffer.from(text))).sentences;
  const names = Names.learn([{ title: 'Notice', aliases: [], sentences }]);
  const keywords = Keywords.build([text]);
  const read = (question: string) => interpret(question, names, keywords);

  it('adds the long form of a short name, and the short form of a long one', () => {
    expect(read('why was NMIEC listed').aliases).toEqual(['Northern Marine Import and Export Corporation']);
    expect([...read('why was nmiec listed').query.keys()]).toContain('marin');
    expect(read('northern marine import and export corporation crimes').aliases).toEqual(['NMIEC']);
  });

  it('puts a misspelled name right and says so, but leaves known and common words alone', () => {
    expect(read('who is kovalenco').corrections).toEqual([{ from: 'kovalenco', to: 'kovalenko' }]);
    expect(read('NMEIC oil').corrections).toEqual([{ from: 'NMEIC', to: 'nmiec' }]);
    expect(read('who moved crude oil').corrections).toEqual([]);
  });

  it('takes a possessive without its apostrophe for the name, and says nothing of it', () => {
    expect(read('kovalenkos company')).toMatchObject({ question: "kovalenko's company", corrections: [] });
  });

  it('takes no word of the language for a misspelled name, nor a name that begins otherwise', () => {
    const vocabulary = ['[CLS]', 'northerly', 'cheat', '##ing', 'oil'];
    const careful = (question: string) =>
      interpret(question, names, keywords, (word) => isOrdinaryWord(word, vocabulary)).corrections;
    expect(careful('northerly cheating')).toEqual([]);
    expect(read('northerly').corrections).toEqual([{ from: 'northerly', to: 'northern' }]);
    expect(read('govalenko').corrections).toEqual([]);
  });

  it('does not mistake a contraction for part of a name, nor a trade word for a name', () => {
    const careful = interpret("why wasn't Kovalenko blacklisted", names, keywords, () => false);
    expect(careful.names.map(({ text }) => text)).toEqual(['kovalenko']);
    expect(careful.unknownWords).toEqual(['blacklisted']);
  });

  it('leaves a name that only front matter or a title has as it was typed', () => {
    const learned = Names.learn([
      { title: 'Veltrana fined', aliases: ['Ostravia'], sentences: [] },
      {
        title: 'Other',
        aliases: [],
        sentences: readSentences(parseSource('b.txt', Buffer.from('The firm Ostrava and the firm Veltrano paid.')))
          .sentences,
      },
    ]);
    for (const question of ['why was Ostravia fined', 'why was Veltrana fined'])
      expect(interpret(question, learned, keywords).corrections).toEqual([]);
  });

  it('does not take a short name of two parties for the other name of one of them', () => {
    const two = 'The Central Bank of Norland (CBN) and the Central Bank of Narovia (CBN) met.';
    const learned = Names.learn([
      { title: 'T', aliases: [], sentences: readSentences(parseSource('b.txt', Buffer.from(two))).sentences },
    ]);
    expect(interpret('who heads the central bank of norland', learned, Keywords.build([two])).aliases).toEqual([]);
    expect(interpret('who heads the CBN', learned, Keywords.build([two])).aliases.toSorted()).toEqual([
      'Central Bank of Narovia',
      'Central Bank of Norland',
    ]);
  });

  it('knows a name that the corpus has at the beginning of sentences only, when it is written as one', () => {
    const marabo = 'Marabo was listed in 2019.';
    const learned = Names.learn([
      { title: 'T', aliases: [], sentences: readSentences(parseSource('b.txt', Buffer.from(marabo))).sentences },
    ]);
    const read2019 = interpret('why was Marabo listed', learned, Keywords.build([marabo]));
    expect(read2019.names.map(({ text }) => text)).toEqual(['marabo']);
  });

  it('reads accents, hyphens, quotes and possessives alike', () => {
    expect(read("Kovalenko-Marquez's").terms).toEqual(read('kovalenko márquez').terms);
  });

  it.each(['', '   ', '???', '*** ~~~ ```', '你好', 'x'.repeat(4000), '<@1> <@2> '.repeat(400)])(
    'takes %j without complaint',
    (question) => {
      expect(() => read(question)).not.toThrow();
    },
  );
});
