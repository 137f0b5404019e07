/** A passage with its score by either search. */
export interface Scored {
  readonly position: number;
  /** BM25 score, 0 or more. */
  readonly keywordScore: number;
  /** Cosine similarity, -1 to 1. */
  readonly cosine: number;
}

export interface Fused {
  readonly position: number;
  /** 0 to 1, comparable within one question only. */
  readonly score: number;
}

/**
 * The vectors' share of the fused score. Of 0.3 to 0.8, 0.6 was best on the press releases' tune half and on SciFact's
 * training queries: docs/quality.md.
 */
export const VECTOR_SHARE = 0.6;

/**
 * Cosine that stands for "nothing in common": bge's unrelated texts lie between 0.4 and 0.5 (measured: docs/quality.md).
 * Where a passage has less, as with other models, the least takes its place.
 */
export const COSINE_FLOOR = 0.4;

/**
 * What the score of its source's best passage adds to a passage's own. The sentence that answers often stands in another
 * passage than the one most like the question. Of 0 to 0.8, chosen on the press releases: docs/quality.md.
 */
export const SOURCE_SHARE = 0.3;

/**
 * Fuses two scores of the same passages by a convex combination, best first; of equal ones the earlier first. Each score is
 * brought to 0 to 1 by its theoretical minimum and its maximum here (TM2C2 of Bruch, Gai and Ingber, "An Analysis of Fusion
 * Functions for Hybrid Retrieval", ACM TOIS 2023), which keeps how far apart the scores are; ranks alone lose it.
 * @param others passages to be scored on the scale of the first ones.
 */
export function fuse(passages: readonly Scored[], others: readonly Scored[] = []): Fused[] {
  const mostKeyword = Math.max(...passages.map(({ keywordScore }) => keywordScore), 0);
  const floor = Math.min(...passages.map(({ cosine }) => cosine), COSINE_FLOOR);
  const mostCosine = Math.max(...passages.map(({ cosine }) => cosine), floor);
  const share = (value: number, most: number) => (most > 0 ? Math.max(0, Math.min(1, value / most)) : 0);
  return [...passages, ...others]
    .map(({ position, keywordScore, cosine }) => ({
      position,
      score:
        (1 - VECTOR_SHARE) * share(keywordScore, mostKeyword) +
        VECTOR_SHARE * share(cosine - floor, mostCosine - floor),
    }))
    .sort((a, b) => b.score - a.score);
}

/**
 * Adds to each passage's score `SOURCE_SHARE` of the best score of its source, scaled to 0 to 1 again; best first. The order of
 * sources by their best passages stays.
 * @param sourceOf the source of a passage, by its position.
 */
export function withSources(fused: readonly Fused[], sourceOf: (position: number) => string): Fused[] {
  const best = new Map<string, number>();
  for (const { position, score } of fused)
    best.set(sourceOf(position), Math.max(score, best.get(sourceOf(position)) ?? 0));
  return fused
    .map(({ position, score }) => ({
      position,
      score: (score + SOURCE_SHARE * best.get(sourceOf(position))!) / (1 + SOURCE_SHARE),
    }))
    .sort((a, b) => b.score - a.score);
}
