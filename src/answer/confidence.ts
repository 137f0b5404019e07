import type { Keywords } from '../index/keywords.ts';
import { holdsAsked } from '../question/asked.ts';
import type { Interpretation } from '../question/interpret.ts';
import type { Hit } from '../retrieval/retriever.ts';
import { contextOf, logSumExp, nameCoverage, readerScores } from './candidates.ts';
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
  'mass',
  'share',
  'first',
  'named',
  'read',
  'span',
  'missing',
  'polar',
  'otherEvent',
  'otherYear',
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
  const unknown = interpretation.terms.filter((term) => !keywords.has(term));
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
    mass: readerMass(ranked),
    share: features.share,
    first: features.first,
    named: features.named,
    read: Math.max(0, features.reader + 0.5) * features.context,
    span: spanHoldsAsked(interpretation, best),
    missing: interpretation.unknownWords.length > 0 ? 1 : 0,
    polar: POLAR.test(interpretation.question) ? 1 : 0,
    otherEvent: lacked(features.event),
    otherYear: lacked(features.year),
  };
}

/** What a candidate lacks of what is asked for, 0 to 1; where nothing is asked for it has 0.5, which is no sign of anything. */
function lacked(held: number): number {
  return held === 0.5 ? 0 : 1 - held;
}

/** A question that asks whether something is so: sources seldom say of what they do not tell that it is not. */
const POLAR = /^\s*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b/i;

/** Whether the words that the reader marked are of the kind asked for, 0 or 1; 0.5 where any may be, or nothing is marked. */
function spanHoldsAsked({ asked }: Interpretation, { span, sentence }: RankedCandidate): number {
  // The rules look at what stands before a name or number, too.
  const holds = span === null ? null : holdsAsked(asked, `the ${sentence.plain.slice(span.start, span.end)}`);
  return holds === null ? 0.5 : holds ? 1 : 0;
}

/** How much the reader finds in all that it read, against "no answer": log(sum of exp(score)) / 10, -2 to 2; 0 without a reader. */
function readerMass(ranked: readonly RankedCandidate[]): number {
  const scores = readerScores(ranked);
  return scores.length === 0 ? 0 : Math.max(-2, Math.min(2, logSumExp(scores) / 10));
}
