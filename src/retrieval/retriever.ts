import { collectionOf, dayNumber } from '../index/ingest.ts';
import type { IndexedPassage, OpenIndex } from '../index/open.ts';
import type { VectorFilter } from '../index/vectors.ts';
import { reciprocalRankFusion } from './fuse.ts';

/** How many passages each ranking contributes to the fusion. */
const DEPTH = 100;

/** Restricts what may be found. */
export interface Filter extends VectorFilter {
  /** Only this source. */
  readonly sourceId?: string;
}

/** A passage with what found it. */
export interface Hit {
  readonly passage: IndexedPassage;
  /** Fused score by reciprocal rank: above 0, comparable within one question only. */
  readonly score: number;
  /** Rank by keywords and by vector, counted from 1; null when that search did not find it. */
  readonly keywordRank: number | null;
  readonly vectorRank: number | null;
  /** Cosine similarity of question and passage, -1 to 1; null when the vector search did not find it. */
  readonly similarity: number | null;
}

/**
 * Finds the passages nearest to a question: by vector and by BM25 keywords, fused by reciprocal rank.
 * @param vector the embedded question.
 * @returns at most `k` hits, best first.
 */
export async function retrieve(
  index: OpenIndex,
  question: string,
  vector: Float32Array,
  k: number,
  filter: Filter = {},
): Promise<Hit[]> {
  const keep = filterOf(filter);
  const keywordHits = index.keywords.search(question, DEPTH, keep && ((position) => keep(index.passages[position]!)));
  const vectorHits = (await index.vectors.query(vector, filter.sourceId ? index.passages.length : DEPTH, filter))
    .map(({ id, score }) => ({ position: index.passageById.get(id)!.position, score }))
    .filter(({ position }) => !keep || keep(index.passages[position]!));
  const similarity = new Map(vectorHits.map(({ position, score }) => [position, score]));
  return reciprocalRankFusion([keywordHits, vectorHits])
    .slice(0, k)
    .map(({ position, score, ranks }) => ({
      passage: index.passages[position]!,
      score,
      keywordRank: ranks[0] ?? null,
      vectorRank: ranks[1] ?? null,
      similarity: similarity.get(position) ?? null,
    }));
}

function filterOf({ from, to, collections, sourceId }: Filter): ((passage: IndexedPassage) => boolean) | undefined {
  if (from === undefined && to === undefined && !collections && sourceId === undefined) return undefined;
  return ({ source }) => {
    const day = dayNumber(source.published);
    if (from !== undefined && (day === 0 || day < from)) return false;
    if (to !== undefined && (day === 0 || day > to)) return false;
    if (collections && !collections.includes(collectionOf(source))) return false;
    return sourceId === undefined || source.id === sourceId;
  };
}
