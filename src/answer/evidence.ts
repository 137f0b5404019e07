import type { Sentence } from '../corpus/source.ts';
import type { Keywords } from '../index/keywords.ts';
import type { IndexedPassage } from '../index/open.ts';
import { terms } from '../index/terms.ts';
import type { Hit } from '../retrieval/retriever.ts';

/** A sentence that may answer, with the features it is ranked by. */
export interface Candidate {
  readonly passage: IndexedPassage;
  readonly sentence: Sentence;
  /** Share of the question's term weight that the sentence holds, 0 to 1. */
  readonly coverage: number;
  /** The same for sentence, passage and title together. */
  readonly contextCoverage: number;
  /** 0 to about 1; comparable within one question. */
  readonly score: number;
}

/** How many quotations an answer has at most. */
const MAX_EVIDENCE = 3;
/** A further quotation must come this near to the best one's score. */
const NEAR_BEST = 0.75;
/** A heading or a fragment of fewer words than this states nothing. */
const MIN_WORDS = 5;

/**
 * Ranks the sentences of the best passages by the weight of the question's terms that they hold, in their context.
 * The hit's rank breaks ties: a sentence of the tenth passage needs a third more coverage than one of the first.
 */
export function rankSentences(question: string, hits: readonly Hit[], keywords: Keywords): Candidate[] {
  const wanted = [...new Set(terms(question))];
  const total = wanted.reduce((sum, term) => sum + keywords.weight(term), 0);
  if (total === 0) return [];
  const covered = (text: string) => {
    const held = new Set(terms(text));
    return wanted.reduce((sum, term) => sum + (held.has(term) ? keywords.weight(term) : 0), 0) / total;
  };
  const candidates = hits.flatMap(({ passage }, rank) => {
    const contextCoverage = covered(`${passage.source.title} ${passage.plain}`);
    return passage.source.sentences.slice(...passage.sentences).flatMap((sentence) => {
      if (sentence.kind === 'heading' || sentence.kind === 'markup' || sentence.plain.split(' ').length < MIN_WORDS)
        return [];
      const coverage = covered(sentence.plain);
      const score = (0.65 * coverage + 0.35 * contextCoverage) * (1 - 0.025 * Math.min(rank, 10));
      return [{ passage, sentence, coverage, contextCoverage, score }];
    });
  });
  return candidates.sort((a, b) => b.score - a.score);
}

/** Takes the best sentence and up to two more that come near it and say something else. */
export function selectEvidence(ranked: readonly Candidate[]): Candidate[] {
  const best = ranked[0];
  if (!best) return [];
  const selected: Candidate[] = [];
  for (const candidate of ranked) {
    if (selected.length === MAX_EVIDENCE || candidate.score < best.score * NEAR_BEST) break;
    const said = new Set(terms(candidate.sentence.plain));
    const repeats = selected.some(({ sentence }) => {
      const before = terms(sentence.plain);
      return before.filter((term) => said.has(term)).length > 0.6 * Math.min(before.length, said.size);
    });
    if (!repeats) selected.push(candidate);
  }
  return selected;
}
