import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { distance } from 'fastest-levenshtein';
import type { Sentence } from '../corpus/source.ts';
import { aliasesIn } from './aliases.ts';
import { STOP_WORDS } from './stop-words.ts';
import { words } from './terms.ts';

/** Another name of a party, as it is written in the corpus, and how often the corpus gives the pair. */
export interface Alias {
  readonly name: string;
  readonly count: number;
}

interface Stored {
  /** Rows of [word, occurrences, of these capitalised within a sentence]. */
  readonly vocabulary: readonly (readonly [string, number, number])[];
  /** Rows of [key, other name, count]; keys are words in lower case joined by a space. */
  readonly aliases: readonly (readonly [string, string, number])[];
}

const FILE = 'names.json';
/** Two long names of a short one that share less of the shorter one's words are of two parties (Bank of Iran, of Iraq). */
const SAME_NAME = 0.8;
/** Longest name looked up in a question, in words. */
const MAX_NAME_WORDS = 9;
/** More aliases than this of one short form mean that it stands for too many things to search by. */
const MAX_ALIASES = 4;

/** A word written with a capital in this share of its occurrences within sentences is (part of) a name. */
export const NAME_SHARE = 0.8;

/** What the corpus knows of names: aliases that it states, words that it writes with a capital, and their spelling. */
export class Names {
  private readonly aliases = new Map<string, Alias[]>();
  private readonly vocabulary = new Map<string, { count: number; capitalised: number }>();

  private constructor(private readonly stored: Stored) {
    for (const [key, name, count] of stored.aliases)
      this.aliases.set(key, [...(this.aliases.get(key) ?? []), { name, count }]);
    for (const [word, count, capitalised] of stored.vocabulary) this.vocabulary.set(word, { count, capitalised });
  }

  /** Learns from sources: their titles and sentences, and the aliases of their front matter, which are names of one subject. */
  static learn(
    sources: readonly { title: string; aliases: readonly string[]; sentences: readonly Sentence[] }[],
  ): Names {
    const vocabulary = new Map<string, [number, number]>();
    const pairs = new Map<string, Map<string, number>>();
    const pair = (from: string, to: string) => {
      const key = words(from).join(' ');
      if (key === '' || key === words(to).join(' ')) return;
      const others = pairs.get(key) ?? new Map<string, number>();
      others.set(to, (others.get(to) ?? 0) + 1);
      pairs.set(key, others);
    };
    const wordsOf = new Map<string, string[]>();
    for (const { title, aliases, sentences } of sources) {
      // Known words, though titles, which capitalise what they like, do not tell which are names.
      for (const word of words(title)) if (!vocabulary.has(word)) vocabulary.set(word, [0, 0]);
      for (const word of aliases.flatMap(words)) {
        const counts = vocabulary.get(word) ?? [0, 0];
        vocabulary.set(word, [counts[0] + 1, counts[1] + 1]);
      }
      for (const alias of aliases) for (const other of aliases) if (alias !== other) pair(alias, other);
      for (const sentence of sentences) {
        for (const { name, alias } of aliasesIn(sentence)) {
          pair(name, alias);
          pair(alias, name);
        }
        countWords(sentence.plain, vocabulary, wordsOf);
      }
    }
    return new Names({
      vocabulary: [...vocabulary].map(([word, [count, capitalised]]) => [word, count, capitalised] as const),
      aliases: [...pairs].flatMap(([key, others]) =>
        [...others]
          .sort((a, b) => b[1] - a[1])
          .slice(0, MAX_ALIASES)
          .map(([name, count]) => [key, name, count] as const),
      ),
    });
  }

  static async load(folder: string): Promise<Names> {
    return new Names(JSON.parse(await readFile(join(folder, FILE), 'utf8')) as Stored);
  }

  async save(folder: string): Promise<void> {
    await writeFile(join(folder, FILE), JSON.stringify(this.stored));
  }

  /** Whether the corpus has a word at all. */
  has(word: string): boolean {
    return this.vocabulary.has(word);
  }

  /** Share of a word's occurrences within sentences that are capitalised, 0 to 1; 0 for a word the corpus does not have. */
  nameShare(word: string): number {
    const found = this.vocabulary.get(word);
    return found && found.count > 0 ? found.capitalised / found.count : 0;
  }

  /** Whether the corpus writes a word as names are written, or has it at the beginning of sentences only, which tells nothing. */
  mayBeName(word: string): boolean {
    const found = this.vocabulary.get(word);
    return found !== undefined && found.capitalised >= NAME_SHARE * found.count;
  }

  /** Whether a short name stands for parties whose long names differ: then it can't take the place of one of them. */
  isAmbiguous(alias: string): boolean {
    const key = words(alias);
    if (key.length !== 1) return false;
    const longs = (this.aliases.get(key[0]!) ?? []).map(({ name }) => new Set(words(name)));
    return longs.some((one, i) =>
      longs.slice(i + 1).some((other) => {
        const shared = [...one].filter((word) => other.has(word)).length;
        return shared < SAME_NAME * Math.min(one.size, other.size);
      }),
    );
  }

  /** The names in a list of words that have aliases, the longest first come; `start` and `end` count words. */
  aliasesOf(list: readonly string[]): { start: number; end: number; aliases: readonly Alias[] }[] {
    const found: { start: number; end: number; aliases: readonly Alias[] }[] = [];
    for (let start = 0; start < list.length; start++)
      for (let end = Math.min(list.length, start + MAX_NAME_WORDS); end > start; end--) {
        const key = list.slice(start, end).join(' ');
        const aliases = this.aliases.get(key);
        if (!aliases || (end === start + 1 && STOP_WORDS.has(key))) continue;
        found.push({ start, end, aliases });
        start = end - 1;
        break;
      }
    return found;
  }

  /**
   * The name nearest to a word that the corpus does not have: of the same first letter, within one edit for words of five
   * and six letters, two for longer ones; of equally near ones the commonest. Null when there is none, or the corpus has
   * the word. Shorter words have too many neighbours, and a first letter is seldom mistyped.
   */
  nearest(word: string): string | null {
    if (word.length < 5 || /\d/.test(word) || this.vocabulary.has(word)) return null;
    const most = word.length >= 7 ? 2 : 1;
    let best: { word: string; edits: number; count: number } | null = null;
    for (const [candidate, { count }] of this.vocabulary) {
      if (candidate[0] !== word[0] || Math.abs(candidate.length - word.length) > most) continue;
      if (!this.mayBeName(candidate)) continue;
      const edits = isTransposition(word, candidate) ? 1 : distance(word, candidate);
      if (edits <= most && (!best || edits < best.edits || (edits === best.edits && count > best.count)))
        best = { word: candidate, edits, count };
    }
    return best?.word ?? null;
  }
}

/** Two neighbouring letters changed places: one slip of the fingers, though two edits by Levenshtein's distance. */
function isTransposition(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let i = 0;
  while (i < one.length && one[i] === other[i]) i++;
  return one[i] === other[i + 1] && one[i + 1] === other[i] && one.slice(i + 2) === other.slice(i + 2);
}

/** Counts a sentence's words, and which of them are capitalised; its first word and sentences in capitals tell nothing. */
function countWords(plain: string, vocabulary: Map<string, [number, number]>, wordsOf: Map<string, string[]>): void {
  const isShouted = plain === plain.toUpperCase();
  let isFirst = true;
  for (const [token] of plain.matchAll(/[\p{L}\p{N}][\p{L}\p{M}\p{N}’'.]*/gu)) {
    const capitalised = /^\p{Lu}/u.test(token) && !isFirst && !isShouted ? 1 : 0;
    const list = wordsOf.get(token) ?? words(token);
    wordsOf.set(token, list);
    for (const word of list) {
      const counts = vocabulary.get(word) ?? [0, 0];
      if (!isFirst && !isShouted) counts[0]++;
      counts[1] += capitalised;
      vocabulary.set(word, counts);
    }
    isFirst = false;
  }
}
