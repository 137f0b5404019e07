/** One list to rank: a row of features for each candidate, and which of them are right. */
export interface RankingList {
  readonly rows: readonly (readonly number[])[];
  readonly right: readonly boolean[];
}

/**
 * Fits weights that give the right rows of each list the largest share of a softmax (ListNet's top-one loss, Cao et al.
 * 2007) with an L2 penalty, by gradient ascent with Adam (Kingma and Ba 2015).
 */
export function fitRanking(lists: readonly RankingList[], size: number, penalty: number): number[] {
  return adam(size, (weights, gradient) => {
    for (const { rows, right } of lists) {
      const scores = rows.map((row) => dot(weights, row));
      const all = softmax(scores);
      const among = softmax(scores.map((score, i) => (right[i] ? score : Number.NEGATIVE_INFINITY)));
      rows.forEach((row, i) => {
        for (let j = 0; j < size; j++) gradient[j]! += ((among[i]! - all[i]!) * row[j]!) / lists.length;
      });
    }
    for (let j = 0; j < size; j++) gradient[j]! -= penalty * weights[j]!;
  });
}

/** Fits a logistic regression; the last weight is the bias, which is not penalised. */
export function fitLogistic(
  rows: readonly (readonly number[])[],
  truth: readonly boolean[],
  penalty: number,
): number[] {
  const size = (rows[0]?.length ?? 0) + 1;
  return adam(size, (weights, gradient) => {
    rows.forEach((row, i) => {
      const extended = [...row, 1];
      const error = (truth[i] ? 1 : 0) - 1 / (1 + Math.exp(-dot(weights, extended)));
      for (let j = 0; j < size; j++) gradient[j]! += (error * extended[j]!) / rows.length;
    });
    for (let j = 0; j < size - 1; j++) gradient[j]! -= penalty * weights[j]!;
  });
}

function adam(
  size: number,
  addGradient: (weights: number[], gradient: number[]) => void,
  steps = 1500,
  rate = 0.05,
): number[] {
  const weights = Array<number>(size).fill(0);
  const [m, v] = [Array<number>(size).fill(0), Array<number>(size).fill(0)];
  for (let step = 1; step <= steps; step++) {
    const gradient = Array<number>(size).fill(0);
    addGradient(weights, gradient);
    for (let j = 0; j < size; j++) {
      m[j] = 0.9 * m[j]! + 0.1 * gradient[j]!;
      v[j] = 0.999 * v[j]! + 0.001 * gradient[j]! ** 2;
      weights[j]! += (rate * (m[j]! / (1 - 0.9 ** step))) / (Math.sqrt(v[j]! / (1 - 0.999 ** step)) + 1e-8);
    }
  }
  return weights;
}

function dot(weights: readonly number[], row: readonly number[]): number {
  let sum = 0;
  for (let j = 0; j < weights.length; j++) sum += weights[j]! * row[j]!;
  return sum;
}

function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
