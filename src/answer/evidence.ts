import { terms } from '../index/terms.ts';
import type { Candidate, CandidateFeature } from './candidates.ts';
import { type LinearModel, linearScore } from './linear.ts';

/** A candidate with its ranking score: any number, comparable within one question only. */
export interface RankedCandidate extends Candidate {
  readonly score: number;
}

/** Sentences that are quoted together: whole and adjacent, `first` up to and including `last` of the source's sentences. */
export interface Quoted {
  readonly candidate: RankedCandidate;
  readonly first: number;
  readonly last: number;
}

/** How many quotations an answer has at most. */
const MAX_QUOTATIONS = 3;
/** A further quotation's score may be this far below the first one's. Measured on the tune half: docs/quality.md. */
const NEAR_BEST = 1;
/** Two sentences that share this much of the shorter one's terms state the same. */
const SAME_FACT = 0.6;

/** Orders candidates by the ranking model, best first. */
export function rankCandidates(found: readonly Candidate[], model: LinearModel<CandidateFeature>): RankedCandidate[] {
  return found
    .map((candidate) => ({ ...candidate, score: linearScore(model, candidate.features) }))
    .sort((a, b) => b.score - a.score);
}

/** Takes the best sentence and up to two more that come near it and state something else. */
export function selectEvidence(ranked: readonly RankedCandidate[]): Quoted[] {
  const best = ranked[0];
  if (!best) return [];
  const selected: Quoted[] = [];
  for (const candidate of ranked) {
    if (selected.length === MAX_QUOTATIONS || candidate.score < best.score - NEAR_BEST) break;
    if (selected.some((one) => repeats(one, candidate))) continue;
    selected.push(withSubject(candidate));
  }
  return selected;
}

function repeats({ candidate: before, first, last }: Quoted, candidate: Candidate): boolean {
  if (before.passage.sourceId === candidate.passage.sourceId && candidate.index >= first && candidate.index <= last)
    return true;
  return isSameFact(before.sentence.plain, candidate.sentence.plain);
}

function isSameFact(one: string, other: string): boolean {
  const [a, b] = [new Set(terms(one)), new Set(terms(other))];
  const shared = [...a].filter((term) => b.has(term)).length;
  return shared > SAME_FACT * Math.min(a.size, b.size);
}

const PRONOUN =
  /^(?:[“"'*]*)(?:he|she|it|they|his|her|its|their|this|these|those|the (?:company|firm|bank|group|individual|entity|vessel|ship|network|organi[sz]ation|ministry|agency|pair|two|man|woman|settlement))\b/i;

/** Adds the sentence before, of the same paragraph, when the sentence's subject is a pronoun or "the company". */
function withSubject(candidate: RankedCandidate): Quoted {
  const { index, sentence, passage } = candidate;
  const before = passage.source.sentences[index - 1];
  const needs = PRONOUN.test(sentence.plain) && before?.block === sentence.block && before.kind === sentence.kind;
  return { candidate, first: needs ? index - 1 : index, last: index };
}
