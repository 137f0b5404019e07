import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { terms } from './terms.ts';
import { topK } from './top-k.ts';

export interface KeywordHit {
  /** The passage's position in the index. */
  readonly position: number;
  /** BM25 score, above 0, unbounded; comparable within one query only. */
  readonly score: number;
}

/** BM25's saturation and length normalisation: Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009). */
const K1 = 1.2;
const B = 0.75;

const VOCABULARY = 'keywords.json';
const POSTINGS = 'keywords.bin';

/** The index as it is kept: postings of term t stand at offsets[t] up to offsets[t + 1], in the order of positions. */
interface Postings {
  readonly vocabulary: readonly string[];
  readonly offsets: Uint32Array;
  readonly positions: Uint32Array;
  readonly counts: Uint32Array;
  /** Terms in each passage. */
  readonly lengths: Uint32Array;
}

/** A query of a text's terms, each with weight 1. */
export function queryOf(text: string): Map<string, number> {
  return new Map(terms(text).map((term) => [term, 1]));
}

/**
 * BM25 search over the passages' words. Postings are flat typed arrays and a score is summed a term at a time:
 * MiniSearch, which was measured first, took 70 ms for a question of seven common words over 28,000 passages, this takes
 * under 2 (docs/benchmarks.md).
 */
export class Keywords {
  private readonly termIds: ReadonlyMap<string, number>;
  private readonly averageLength: number;
  private readonly scores: Float32Array;

  private constructor(private readonly postings: Postings) {
    this.termIds = new Map(postings.vocabulary.map((term, id) => [term, id]));
    this.averageLength =
      postings.lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, postings.lengths.length);
    this.scores = new Float32Array(postings.lengths.length);
  }

  /** Indexes texts; a text's place is its position. */
  static build(texts: readonly string[]): Keywords {
    const found = new Map<string, number[]>();
    const lengths = new Uint32Array(texts.length);
    texts.forEach((text, position) => {
      const counts = new Map<string, number>();
      for (const term of terms(text)) counts.set(term, (counts.get(term) ?? 0) + 1);
      for (const [term, count] of counts) {
        const list = found.get(term);
        if (list) list.push(position, count);
        else found.set(term, [position, count]);
        lengths[position]! += count;
      }
    });
    const vocabulary = [...found.keys()];
    const total = [...found.values()].reduce((sum, list) => sum + list.length / 2, 0);
    const offsets = new Uint32Array(vocabulary.length + 1);
    const positions = new Uint32Array(total);
    const counts = new Uint32Array(total);
    let at = 0;
    [...found.values()].forEach((list, id) => {
      for (let i = 0; i < list.length; i += 2) {
        positions[at] = list[i]!;
        counts[at++] = list[i + 1]!;
      }
      offsets[id + 1] = at;
    });
    return new Keywords({ vocabulary, offsets, positions, counts, lengths });
  }

  /**
   * The keywords of some of the passages, as if only these had been indexed.
   * @param kept positions of the passages to keep, ascending; a passage's place among them is its new position.
   */
  restrict(kept: readonly number[]): Keywords {
    const { vocabulary, offsets, positions, counts, lengths } = this.postings;
    const places = new Int32Array(lengths.length).fill(-1);
    kept.forEach((position, place) => {
      places[position] = place;
    });
    const words: string[] = [];
    const ends = [0];
    const keptPositions: number[] = [];
    const keptCounts: number[] = [];
    vocabulary.forEach((word, id) => {
      for (let i = offsets[id]!; i < offsets[id + 1]!; i++) {
        const place = places[positions[i]!]!;
        if (place < 0) continue;
        keptPositions.push(place);
        keptCounts.push(counts[i]!);
      }
      if (keptPositions.length === ends.at(-1)) return;
      words.push(word);
      ends.push(keptPositions.length);
    });
    return new Keywords({
      vocabulary: words,
      offsets: Uint32Array.from(ends),
      positions: Uint32Array.from(keptPositions),
      counts: Uint32Array.from(keptCounts),
      lengths: Uint32Array.from(kept, (position) => lengths[position]!),
    });
  }

  static async load(folder: string): Promise<Keywords> {
    const { vocabulary, sizes } = JSON.parse(await readFile(join(folder, VOCABULARY), 'utf8')) as {
      vocabulary: string[];
      sizes: number[];
    };
    const content = new Uint8Array(await readFile(join(folder, POSTINGS)));
    if (content.byteLength !== 4 * sizes.reduce((sum, size) => sum + size, 0))
      throw new Error(`${POSTINGS} has another length than ${VOCABULARY} says`);
    let at = 0;
    const [offsets, positions, counts, lengths] = sizes.map((size) => {
      const part = new Uint32Array(content.buffer, at, size);
      at += size * 4;
      return part;
    }) as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
    return new Keywords({ vocabulary, offsets, positions, counts, lengths });
  }

  async save(folder: string): Promise<void> {
    const { vocabulary, offsets, positions, counts, lengths } = this.postings;
    const parts = [offsets, positions, counts, lengths];
    await writeFile(join(folder, VOCABULARY), JSON.stringify({ vocabulary, sizes: parts.map((part) => part.length) }));
    await writeFile(
      join(folder, POSTINGS),
      Buffer.concat(parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength))),
    );
  }

  /** In how many passages a term (as `terms` gives it) occurs. */
  documentFrequency(term: string): number {
    const id = this.termIds.get(term);
    return id === undefined ? 0 : this.postings.offsets[id + 1]! - this.postings.offsets[id]!;
  }

  /** Whether any passage has a term (as `terms` gives it). */
  has(term: string): boolean {
    return this.documentFrequency(term) > 0;
  }

  /** Positions, ascending, of the passages that hold every one of the terms (as `terms` gives them); none for no terms. */
  holdingAll(wanted: readonly string[]): number[] {
    const { offsets, positions } = this.postings;
    let found: number[] | null = null;
    for (const term of wanted) {
      const id = this.termIds.get(term);
      if (id === undefined) return [];
      const list = positions.subarray(offsets[id]!, offsets[id + 1]!);
      if (found === null) found = Array.from(list);
      else {
        const has = new Set(list);
        found = found.filter((position) => has.has(position));
      }
    }
    return found ?? [];
  }

  /** Weight of a term, above 0: BM25's inverse document frequency as Lucene has it, highest for unseen terms. */
  weight(term: string): number {
    const df = this.documentFrequency(term);
    return Math.log(1 + (this.postings.lengths.length - df + 0.5) / (df + 0.5));
  }

  /**
   * BM25 scores of all passages by their position, 0 for those without any of the terms. The array is used anew by the next
   * call.
   * @param query weight of each term (as `terms` gives them), 1 for a word of the question.
   */
  score(query: ReadonlyMap<string, number>): Float32Array {
    const { offsets, positions, counts, lengths } = this.postings;
    const { scores } = this;
    scores.fill(0);
    for (const [term, queryWeight] of query) {
      const id = this.termIds.get(term);
      if (id === undefined) continue;
      const weight = queryWeight * this.weight(term) * (K1 + 1);
      for (let i = offsets[id]!; i < offsets[id + 1]!; i++) {
        const position = positions[i]!;
        const count = counts[i]!;
        scores[position]! += (weight * count) / (count + K1 * (1 - B + (B * lengths[position]!) / this.averageLength));
      }
    }
    return scores;
  }

  /**
   * The `k` passages that score highest for any of the terms, best first.
   * @param keep leaves out the passages it returns false for.
   */
  search(query: ReadonlyMap<string, number>, k: number, keep?: (position: number) => boolean): KeywordHit[] {
    return topK(this.score(query), k, keep);
  }
}
