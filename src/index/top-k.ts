/**
 * The `k` highest scores above 0 with their positions, best first; of equal scores the one that comes first ranks higher.
 * @param keep leaves out the positions it returns false for.
 */
export function topK(
  scores: Float32Array,
  k: number,
  keep?: (position: number) => boolean,
): { position: number; score: number }[] {
  const kept: { position: number; score: number }[] = [];
  let least = k > 0 ? 0 : Number.POSITIVE_INFINITY;
  for (let position = 0; position < scores.length; position++) {
    const score = scores[position]!;
    if (score <= least || (keep && !keep(position))) continue;
    // Insertion into a short sorted list: after the first few hundred hardly any score gets this far.
    let at = kept.length;
    while (at > 0 && kept[at - 1]!.score < score) at--;
    kept.splice(at, 0, { position, score });
    if (kept.length > k) kept.pop();
    if (kept.length === k) least = kept[k - 1]!.score;
  }
  return kept;
}
