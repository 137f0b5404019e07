import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import MiniSearch, { type Options } from 'minisearch';
import { stemmer } from 'stemmer';
import { STOP_WORDS } from './stop-words.ts';

/** A passage for the keyword index; `id` is the passage's position in the index. */
export interface KeywordDocument {
  readonly id: number;
  readonly title: string;
  readonly text: string;
}

export interface KeywordHit {
  readonly position: number;
  /** BM25+ score, above 0, unbounded; comparable within one query only. */
  readonly score: number;
}

/**
 * Returns the words of a text as they are matched: lower case, without accents and possessive endings; typographic and
 * plain quotes and hyphens are alike, and "U.S." is "us".
 */
export function words(text: string): string[] {
  return normalise(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

function normalise(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/\b(\p{L})\.(?=\p{L}\.|\p{L}\b)/gu, '$1')
    .replace(/(\p{L})[’'ʼ`]s\b/gu, '$1')
    .replace(/(\p{L})[’'ʼ`](?=\p{L})/gu, '$1')
    .toLowerCase();
}

/** The index term of a word: Porter's stem; null for a word too common to search by. */
export function term(word: string): string | null {
  return STOP_WORDS.has(word) ? null : stemmer(word);
}

/** The index terms of a text, in order, stop words left out. */
export function terms(text: string): string[] {
  return words(text)
    .map(term)
    .filter((each): each is string => each !== null);
}

const FILE = 'keywords.json';
const FREQUENCIES_FILE = 'term-frequencies.json';

const OPTIONS: Options<KeywordDocument> = {
  fields: ['title', 'text'],
  tokenize: words,
  processTerm: term,
  searchOptions: {
    /** BM25+ (Lv and Zhai 2011) with Robertson's usual k1 and b; d is MiniSearch's default lower bound. */
    bm25: { k: 1.2, b: 0.75, d: 0.5 },
    boost: { title: 0.5 },
  },
};

/** BM25 search over the passages' words, built by MiniSearch. */
export class Keywords {
  private constructor(
    private readonly index: MiniSearch<KeywordDocument>,
    private readonly frequencies: ReadonlyMap<string, number>,
  ) {}

  static build(documents: Iterable<KeywordDocument>): Keywords {
    const index = new MiniSearch<KeywordDocument>(OPTIONS);
    const frequencies = new Map<string, number>();
    for (const document of documents) {
      index.add(document);
      for (const each of new Set(terms(`${document.title} ${document.text}`)))
        frequencies.set(each, (frequencies.get(each) ?? 0) + 1);
    }
    return new Keywords(index, frequencies);
  }

  static async load(folder: string): Promise<Keywords> {
    const [content, frequencies] = await Promise.all([
      readFile(join(folder, FILE), 'utf8'),
      readFile(join(folder, FREQUENCIES_FILE), 'utf8'),
    ]);
    return new Keywords(MiniSearch.loadJSON<KeywordDocument>(content, OPTIONS), new Map(JSON.parse(frequencies)));
  }

  async save(folder: string): Promise<void> {
    await writeFile(join(folder, FILE), JSON.stringify(this.index));
    await writeFile(join(folder, FREQUENCIES_FILE), JSON.stringify([...this.frequencies]));
  }

  /** In how many passages a term (as `terms` gives it) occurs. */
  documentFrequency(term: string): number {
    return this.frequencies.get(term) ?? 0;
  }

  /** Weight of a term, above 0: BM25's inverse document frequency (Robertson and Zaragoza 2009), highest for unseen terms. */
  weight(term: string): number {
    const n = this.index.documentCount;
    const df = this.documentFrequency(term);
    return Math.log(1 + (n - df + 0.5) / (df + 0.5));
  }

  /** The `k` passages that score highest for any of the question's words, best first. */
  search(question: string, k: number, keep?: (position: number) => boolean): KeywordHit[] {
    const results = this.index.search(question, keep ? { filter: ({ id }) => keep(id as number) } : {});
    return results.slice(0, k).map(({ id, score }) => ({ position: id as number, score }));
  }
}
