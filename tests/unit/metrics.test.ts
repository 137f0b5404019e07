import { describe, expect, it } from 'vitest';
import {
  calibrationError,
  ndcgAt,
  percentile,
  recallAt,
  reciprocalRankAt,
  rocArea,
} from '../../src/evaluation/metrics.ts';

const relevant = new Map([
  ['a', 2],
  ['b', 1],
  ['c', 0],
]);

describe('retrieval figures, against values worked out by hand', () => {
  it('recall counts relevant documents only', () => {
    expect(recallAt(['x', 'a', 'y', 'b'], relevant, 1)).toBe(0);
    expect(recallAt(['x', 'a', 'y', 'b'], relevant, 2)).toBe(0.5);
    expect(recallAt(['x', 'a', 'y', 'b'], relevant, 10)).toBe(1);
    expect(recallAt(['c'], new Map([['c', 0]]), 10)).toBe(0);
  });

  it('reciprocal rank looks at the first relevant document within k', () => {
    expect(reciprocalRankAt(['c', 'x', 'b', 'a'], relevant, 10)).toBeCloseTo(1 / 3, 10);
    expect(reciprocalRankAt(['c', 'x', 'b', 'a'], relevant, 2)).toBe(0);
  });

  it('nDCG has linear gain and the discount log2(rank + 1), as trec_eval has', () => {
    // Ranking x, b, a: 1 / log2(3) + 2 / log2(4); ideal a, b: 2 / log2(2) + 1 / log2(3).
    const gained = 1 / Math.log2(3) + 2 / 2;
    const ideal = 2 + 1 / Math.log2(3);
    expect(ndcgAt(['x', 'b', 'a'], relevant, 10)).toBeCloseTo(gained / ideal, 10);
    expect(ndcgAt(['a', 'b', 'x'], relevant, 10)).toBe(1);
    expect(ndcgAt(['x', 'b', 'a'], relevant, 1)).toBe(0);
    expect(ndcgAt(['a'], new Map(), 10)).toBe(0);
  });
});

describe('confidence figures', () => {
  it('ROC area is the share of pairs in the right order, ties counting half', () => {
    const scored = (score: number, positive: boolean) => ({ score, positive });
    expect(rocArea([scored(0.9, true), scored(0.4, true), scored(0.4, false), scored(0.1, false)])).toBe(
      (1 + 1 + 0.5 + 1) / 4,
    );
    expect(rocArea([scored(0.9, true)])).toBe(0.5);
  });

  it('calibration error is the mean distance of score and accuracy, weighted by the bins', () => {
    const scored = [
      { score: 0.95, positive: true },
      { score: 0.85, positive: false },
      { score: 1, positive: true },
    ];
    // Bin 9 holds 0.95 and 1 (mean 0.975, both right), bin 8 holds 0.85 (wrong).
    expect(calibrationError(scored)).toBeCloseTo((2 / 3) * 0.025 + (1 / 3) * 0.85, 10);
  });

  it('percentiles are by nearest rank', () => {
    expect(percentile([5, 1, 3, 2, 4], 0.5)).toBe(3);
    expect(percentile([5, 1, 3, 2, 4], 0.95)).toBe(5);
    expect(percentile([], 0.5)).toBe(0);
  });
});
