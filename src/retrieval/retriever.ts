import { collectionOf, dayNumber } from '../index/ingest.ts';
import type { IndexedPassage, OpenIndex } from '../index/open.ts';
import { topK } from '../index/top-k.ts';
import type { VectorFilter } from '../index/vectors.ts';
import { yearsIn } from '../question/dates.ts';
import { type Fused, fuse, withSources } from './fuse.ts';

/** How many passages each ranking contributes to the fusion. */
const DEPTH = 100;
/** Of so many sources, those with the best passages, every passage is considered. */
const WHOLE_SOURCES = 6;

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
  /** Fused score, 0 to 1, comparable within one question only: `fuse`. */
  readonly score: number;
  /** Rank by it, counted from 1. */
  readonly rank: number;
  /** Rank by keywords and by vector, counted from 1; null when that search did not find it. */
  readonly keywordRank: number | null;
  readonly vectorRank: number | null;
  /** Cosine similarity of question and passage, -1 to 1. */
  readonly similarity: number;
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
 * Finds the passages nearest to a question: by vector and by BM25 keywords, fused.
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
  const vectorHits = (
    await index.vectors.query(vector, filter.sourceId || filter.told ? index.passages.length : depth, filter)
  )
    .map(({ id }) => index.passageById.get(id)!.position)
    .filter((position) => !keep || keep(index.passages[position]!))
    .slice(0, depth);
  const keywordScores = index.keywords.score(query);
  const keywordHits = topK(keywordScores, depth, keep && ((position) => keep(index.passages[position]!))).map(
    ({ position }) => position,
  );
  const score = ({ id, position }: IndexedPassage) => ({
    position,
    keywordScore: keywordScores[position]!,
    cosine: index.vectors.similarity(id, vector) ?? 0,
  });
  // A passage that one search found has its score by the other, too.
  const scored = [...new Set([...keywordHits, ...vectorHits])].map((position) => score(index.passages[position]!));
  const source = (position: number) => index.passages[position]!.sourceId;
  const near = siblings(index, fuse(scored), new Set(scored.map(({ position }) => position)))
    .filter((passage) => !keep || keep(passage))
    .map(score);
  const cosines = new Map([...scored, ...near].map(({ position, cosine }) => [position, cosine]));
  const fused = withSources(fuse(scored, near), source);
  const rankIn = (ranking: readonly number[]) => new Map(ranking.map((position, i) => [position, i + 1]));
  const [keywordRanks, vectorRanks] = [rankIn(keywordHits), rankIn(vectorHits)];
  return {
    hits: fused.slice(0, k).map(({ position, score }, i) => ({
      passage: index.passages[position]!,
      score,
      rank: i + 1,
      keywordRank: keywordRanks.get(position) ?? null,
      vectorRank: vectorRanks.get(position) ?? null,
      similarity: cosines.get(position)!,
    })),
    rankedPassages: {
      keywords: keywordHits,
      vectors: vectorHits,
      fusion: fused.map(({ position }) => position),
    },
  };
}

/** The other passages of the sources that were found best. */
function siblings(
  { passages, passageById }: OpenIndex,
  fused: readonly Fused[],
  found: ReadonlySet<number>,
): readonly IndexedPassage[] {
  const sources = [...new Set(fused.map(({ position }) => passages[position]!.source))].slice(0, WHOLE_SOURCES);
  return sources
    .flatMap((source) => source.passages.map(({ id }) => passageById.get(id)!))
    .filter(({ position }) => !found.has(position));
}

/** Returns whether a filter lets a passage be found. */
export function allowedBy(filter: Filter): (passage: IndexedPassage) => boolean {
  return filterOf(filter) ?? (() => true);
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
  return [...yearsIn(plain)].some((year) => Number(year) >= first && Number(year) <= last);
}
