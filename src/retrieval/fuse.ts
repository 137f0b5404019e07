/** An item's place in one ranking; `rank` counts from 1. */
export interface Ranked {
  readonly position: number;
}

/**
 * Rank constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009, who took 60 for fusing many systems).
 * Of 10, 20, 40 and 60, with vectors weighing 0.8 to 1.6, 10 was best on both sets that were tuned on: docs/quality.md.
 */
export const RRF_K = 10;

export interface Fused {
  readonly position: number;
  /** Sum over the rankings of weight / (RRF_K + rank); above 0, comparable within one query only. */
  readonly score: number;
  /** Rank in each ranking, counted from 1; null where the item is not in it. */
  readonly ranks: readonly (number | null)[];
}

/**
 * Fuses rankings by reciprocal rank, best first. Ties keep the order of the first ranking they occur in.
 * @param weights one a ranking; all 1 when left out.
 */
export function reciprocalRankFusion(rankings: readonly (readonly Ranked[])[], weights?: readonly number[]): Fused[] {
  const fused = new Map<number, { score: number; ranks: (number | null)[] }>();
  rankings.forEach((ranking, which) => {
    ranking.forEach(({ position }, index) => {
      const entry = fused.get(position) ?? { score: 0, ranks: rankings.map(() => null) };
      entry.score += (weights?.[which] ?? 1) / (RRF_K + index + 1);
      entry.ranks[which] = index + 1;
      fused.set(position, entry);
    });
  });
  return [...fused].map(([position, entry]) => ({ position, ...entry })).sort((a, b) => b.score - a.score);
}
