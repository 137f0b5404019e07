/** A linear model over named features; what is not named in it weighs nothing. */
export interface LinearModel<Feature extends string> {
  readonly bias: number;
  readonly weights: Readonly<Partial<Record<Feature, number>>>;
}

/** bias + sum of weight times feature; any number. */
export function linearScore<Feature extends string>(
  model: LinearModel<Feature>,
  features: Readonly<Record<Feature, number>>,
): number {
  let score = model.bias;
  for (const [name, weight] of Object.entries(model.weights) as [Feature, number][]) score += weight * features[name];
  return score;
}

/** The logistic function: a score as a probability. */
export function sigmoid(score: number): number {
  return 1 / (1 + Math.exp(-score));
}
