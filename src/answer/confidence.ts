import type { Keywords } from '../index/keywords.ts';
import type { Interpretation } from '../question/interpret.ts';
import type { Hit } from '../retrieval/retriever.ts';
import { contextOf, nameCoverage } from './candidates.ts';
import type { RankedCandidate } from './evidence.ts';

/** What the confidence in the first quotation is computed from. */
export const CONFIDENCE_FEATURES = [
  'reader',
  'margin',
  'coverage',
  'context',
  'name',
  'nameContext',
  'worstName',
  'asked',
  'similarity',
  'agreement',
  'unknown',
  'score',
  'readerBest',
  'sentence',
  'support',
] as const;

export type ConfidenceFeature = (typeof CONFIDENCE_FEATURES)[number];

/**
 * Returns the features of the best candidate.
 * @param ranked all candidates, best first; the first is `best`.
 */
export function confidenceFeatures(
  interpretation: Interpretation,
  hits: readonly Hit[],
  best: RankedCandidate,
  ranked: readonly RankedCandidate[],
  keywords: Keywords,
): Record<ConfidenceFeature, number> {
  const { features, passage, hit } = best;
  const scores = ranked.map(({ score }) => score);
  const context = contextOf(passage);
  const unknown = interpretation.terms.filter((term) => keywords.documentFrequency(term) === 0);
  return {
    reader: features.reader,
    margin: Math.min(3, (scores[0] ?? 0) - (scores[1] ?? (scores[0] ?? 0) - 3)),
    coverage: features.coverage,
    context: features.context,
    name: features.name,
    nameContext: features.nameContext,
    worstName: Math.min(1, ...interpretation.names.map((name) => nameCoverage([name], context))),
    asked: features.asked,
    similarity: Math.max(...hits.map(({ similarity }) => similarity)),
    agreement: hit.keywordRank !== null && hit.vectorRank !== null ? 1 / Math.max(hit.keywordRank, hit.vectorRank) : 0,
    unknown: interpretation.terms.length === 0 ? 1 : unknown.length / interpretation.terms.length,
    score: scores[0] ?? 0,
    readerBest: Math.max(...ranked.map((candidate) => candidate.features.reader)),
    sentence: features.sentence,
    support: features.support,
  };
}
