/** Relevance of each document to one question: document id → grade; absent or 0 is not relevant. */
export type Relevance = ReadonlyMap<string, number>;

/** Share of the relevant documents that stand among the first `k`, 0 to 1; 0 when none is relevant. */
export function recallAt(ranking: readonly string[], relevant: Relevance, k: number): number {
  const wanted = [...relevant].filter(([, grade]) => grade > 0).map(([id]) => id);
  if (wanted.length === 0) return 0;
  const top = new Set(ranking.slice(0, k));
  return wanted.filter((id) => top.has(id)).length / wanted.length;
}

/** 1 / rank of the first relevant document among the first `k`, 0 when there is none. */
export function reciprocalRankAt(ranking: readonly string[], relevant: Relevance, k: number): number {
  const index = ranking.slice(0, k).findIndex((id) => (relevant.get(id) ?? 0) > 0);
  return index < 0 ? 0 : 1 / (index + 1);
}

/**
 * Normalised discounted cumulative gain over the first `k`, 0 to 1, as trec_eval's ndcg_cut (and so BEIR) computes it:
 * linear gain, discount log2(rank + 1), ideal over all relevant documents (Järvelin and Kekäläinen 2002).
 */
export function ndcgAt(ranking: readonly string[], relevant: Relevance, k: number): number {
  const gain = (grades: readonly number[]) =>
    grades.slice(0, k).reduce((sum, grade, i) => sum + Math.max(0, grade) / Math.log2(i + 2), 0);
  const ideal = gain([...relevant.values()].sort((a, b) => b - a));
  return ideal === 0 ? 0 : gain(ranking.map((id) => relevant.get(id) ?? 0)) / ideal;
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The value that `share` (0 to 1) of the values do not exceed, by nearest rank; 0 for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** A prediction with its truth: `score` from 0 to 1, `positive` whether it should have been high. */
export interface Scored {
  readonly score: number;
  readonly positive: boolean;
}

/**
 * Area under the ROC curve: the chance that a positive scores above a negative, ties counting half (Fawcett 2006).
 * 0.5 when either kind is absent.
 */
export function rocArea(predictions: readonly Scored[]): number {
  const positives = predictions.filter(({ positive }) => positive);
  const negatives = predictions.filter(({ positive }) => !positive);
  if (positives.length === 0 || negatives.length === 0) return 0.5;
  let above = 0;
  for (const p of positives) for (const n of negatives) above += p.score > n.score ? 1 : p.score === n.score ? 0.5 : 0;
  return above / (positives.length * negatives.length);
}

/** Expected calibration error over `bins` equal bins of the score, 0 to 1 (Guo et al. 2017). */
export function calibrationError(predictions: readonly Scored[], bins = 10): number {
  let error = 0;
  for (let bin = 0; bin < bins; bin++) {
    const held = predictions.filter(({ score }) => Math.min(bins - 1, Math.floor(score * bins)) === bin);
    const accuracy = mean(held.map(({ positive }) => (positive ? 1 : 0)));
    error +=
      (held.length / Math.max(1, predictions.length)) * Math.abs(accuracy - mean(held.map(({ score }) => score)));
  }
  return error;
}
