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
 * Fuses two scores of the same passages by a convex combination, best first; of equal ones the earlier first. Each score is
 * brought to 0 to 1 by its theoretical minimum and its maximum here (TM2C2 of Bruch, Gai and Ingber, "An Analysis of Fusion
 * Functions for Hybrid Retrieval", ACM TOIS 2023), which keeps how far apart the scores are; ranks alone lose it.
 */
export function fuse(passages: readonly Scored[]): Fused[] {
  const mostKeyword = Math.max(...passages.map(({ keywordScore }) => keywordScore), 0);
  const floor = Math.min(...passages.map(({ cosine }) => cosine), COSINE_FLOOR);
  const mostCosine = Math.max(...passages.map(({ cosine }) => cosine), floor);
  const share = (value: number, most: number) => (most > 0 ? value / most : 0);
  return passages
    .map(({ position, keywordScore, cosine }) => ({
      position,
      score:
        (1 - VECTOR_SHARE) * share(keywordScore, mostKeyword) +
        VECTOR_SHARE * share(cosine - floor, mostCosine - floor),
    }))
    .sort((a, b) => b.score - a.score);
}
