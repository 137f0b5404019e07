import type { CandidateFeature } from './candidates.ts';
import type { ConfidenceFeature } from './confidence.ts';
import type { LinearModel } from './linear.ts';
import weights from './weights.json' with { type: 'json' };

/** How sentences are ranked, how confidence is computed, and below which confidence nothing is quoted. */
export interface AnsweringModel {
  readonly ranking: LinearModel<CandidateFeature>;
  readonly confidence: LinearModel<ConfidenceFeature>;
  readonly threshold: number;
}

/** The fitted models; the script that fits them is named in the file. */
export const ANSWERING_MODELS: { readonly withReader: AnsweringModel; readonly withoutReader: AnsweringModel } =
  weights;
