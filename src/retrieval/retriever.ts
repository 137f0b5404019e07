import { collectionOf, dayNumber } from '../index/ingest.ts';
import type { IndexedPassage, OpenIndex } from '../index/open.ts';
import type { VectorFilter } from '../index/vectors.ts';
import { reciprocalRankFusion } from './fuse.ts';

/** How many passages each ranking contributes to the fusion. */
const DEPTH = 100;

/** Weight of the vectors' ranking next to 1 of the keywords'. Measured with RRF_K. */
const VECTOR_WEIGHT = 1.3;

/** Restricts what may be found. */
export interface Filter extends VectorFilter {
  /** Only this source. */
  readonly sourceId?: string;
  /** Only passages of sources dated so, or that name a year of it. */
  readonly told?: { readonly from?: number; readonly to?: number };
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

/** Positions of passages, best first, by each search and by their fusion. */
export interface RankedPassages {
  readonly keywords: readonly number[];
  readonly vectors: readonly number[];
  readonly fusion: readonly number[];
}

export interface Retrieved {
  readonly hits: readonly Hit[];
  readonly rankedPassages: RankedPassages;
}

/**
 * Finds the passages nearest to a question: by vector and by BM25 keywords, fused by reciprocal rank.
 * @param query terms and their weights.
 * @param vector the embedded question.
 * @param depth how many passages each search contributes.
 * @returns at most `k` hits, best first, and the rankings they come from.
 */
export async function retrieve(
  index: OpenIndex,
  query: ReadonlyMap<string, number>,
  vector: Float32Array,
  k: number,
  filter: Filter = {},
  depth = DEPTH,
): Promise<Retrieved> {
  const keep = filterOf(filter);
  const keywordHits = index.keywords.search(query, depth, keep && ((position) => keep(index.passages[position]!)));
  const vectorHits = (
    await index.vectors.query(vector, filter.sourceId || filter.told ? index.passages.length : depth, filter)
  )
    .map(({ id, score }) => ({ position: index.passageById.get(id)!.position, score }))
    .filter(({ position }) => !keep || keep(index.passages[position]!))
    .slice(0, depth);
  const similarity = new Map(vectorHits.map(({ position, score }) => [position, score]));
  const fused = reciprocalRankFusion([keywordHits, vectorHits], [1, VECTOR_WEIGHT]);
  const positions = (ranking: readonly { position: number }[]) => ranking.map(({ position }) => position);
  return {
    hits: fused.slice(0, k).map(({ position, score, ranks }) => ({
      passage: index.passages[position]!,
      score,
      keywordRank: ranks[0] ?? null,
      vectorRank: ranks[1] ?? null,
      similarity: similarity.get(position) ?? null,
    })),
    rankedPassages: { keywords: positions(keywordHits), vectors: positions(vectorHits), fusion: positions(fused) },
  };
}

function filterOf({
  from,
  to,
  collections,
  sourceId,
  told,
}: Filter): ((passage: IndexedPassage) => boolean) | undefined {
  if (from === undefined && to === undefined && !collections && sourceId === undefined && !told) return undefined;
  return ({ source, plain }) => {
    const day = dayNumber(source.published);
    if (!isWithin(day, from, to)) return false;
    if (collections && !collections.includes(collectionOf(source))) return false;
    if (told && !(day > 0 && isWithin(day, told.from, told.to)) && !namesYear(plain, told.from, told.to)) return false;
    return sourceId === undefined || source.id === sourceId;
  };
}

function isWithin(day: number, from: number | undefined, to: number | undefined): boolean {
  if (from === undefined && to === undefined) return true;
  return day > 0 && day >= (from ?? 0) && day <= (to ?? 99991231);
}

function namesYear(plain: string, from = 0, to = 99991231): boolean {
  const [first, last] = [Math.floor(from / 10_000), Math.floor(to / 10_000)];
  return Array.from(plain.matchAll(/\b(?:19|20)\d\d\b/g)).some(
    ([year]) => Number(year) >= first && Number(year) <= last,
  );
}
