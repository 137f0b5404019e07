import { answer, type Engines, search } from '../answer/compose.ts';
import type { OpenIndex } from '../index/open.ts';
import { type Judgement, judge, type Quotation, relevantDocuments, sentenceQuotation } from './judge.ts';
import {
  calibrationError,
  mean,
  ndcgAt,
  percentile,
  recallAt,
  reciprocalRankAt,
  rocArea,
  type Scored,
} from './metrics.ts';
import type { EvalQuestion } from './question-file.ts';

/** What was measured for one question. */
export interface Outcome {
  readonly id: string;
  readonly question: string;
  readonly type: string;
  readonly split: string;
  readonly refuse: boolean;
  readonly answered: boolean;
  readonly confidence: number;
  readonly judgement: Judgement;
  /** Whether the best candidate answers, whether or not it was quoted. */
  readonly bestIsRight: boolean;
  readonly quotations: readonly Quotation[];
  readonly gold: readonly string[];
  readonly validCitations: boolean;
  readonly ms: { readonly total: number; readonly withoutEmbedding: number; readonly search: number };
  /** Ranked documents by each way of retrieval. */
  readonly rankings: Readonly<Record<'keywords' | 'vectors' | 'fusion', readonly string[]>>;
}

export interface RetrievalFigures {
  readonly 'recall@1': number;
  readonly 'recall@5': number;
  readonly 'recall@10': number;
  readonly 'recall@100': number;
  readonly 'MRR@10': number;
  readonly 'nDCG@10': number;
}

/**
 * Asks one question and judges the answer.
 * @param ranked the question's rankings where they are known: they don't depend on the reader.
 */
export async function evaluateQuestion(
  index: OpenIndex,
  engines: Engines,
  question: EvalQuestion,
  ranked?: Outcome['rankings'],
): Promise<Outcome> {
  const result = await answer(index, engines, question.question);
  const pathOf = new Map(result.citations.map((citation) => [citation.n, citation]));
  const quotations = result.evidence.map((evidence) => {
    const { path, sourceId } = pathOf.get(evidence.citation)!;
    return { ...evidence, path, sourceId };
  });
  const texts = new Map(index.sources.map((source) => [source.id, source.text]));
  const best = result.explanation.candidates[0];
  const passage = best && index.passageById.get(best.passageId);
  const sentence = passage?.source.sentences.slice(...passage.sentences).find(({ plain }) => plain === best?.text);
  const bestQuotation = passage && sentence && sentenceQuotation(passage.source, sentence);
  return {
    id: question.id,
    question: question.question,
    type: question.type,
    split: question.split ?? 'all',
    refuse: question.refuse,
    answered: result.status === 'answered',
    confidence: result.confidence,
    judgement: judge(question, quotations),
    bestIsRight: !question.refuse && bestQuotation !== undefined && judge(question, [bestQuotation]).first,
    quotations,
    gold: question.gold.map((gold) =>
      typeof gold === 'string'
        ? gold
        : (index.sources.find(({ path }) => path === gold.path)?.text.slice(gold.start, gold.end) ?? ''),
    ),
    validCitations: quotations.every(
      ({ sourceId, start, end, quote }) => texts.get(sourceId)?.slice(start, end) === quote,
    ),
    ms: {
      total: result.timings.totalMs,
      withoutEmbedding: result.timings.totalMs - result.timings.embedMs,
      search: result.timings.searchMs,
    },
    rankings: ranked ?? (await rankings(index, engines, question.question)),
  };
}

/** Documents (by `name`) as keywords alone, vectors alone and the fusion rank them, each document once. */
export async function rankings(
  index: OpenIndex,
  engines: Engines,
  question: string,
  name: (source: { id: string; path: string }) => string = ({ path }) => path,
): Promise<Outcome['rankings']> {
  const { rankedPassages } = await search(index, engines.embedder, question, {}, 300);
  const documents = (positions: readonly number[]) =>
    [...new Set(positions.map((position) => name(index.passages[position]!.source)))].slice(0, 100);
  return {
    keywords: documents(rankedPassages.keywords),
    vectors: documents(rankedPassages.vectors),
    fusion: documents(rankedPassages.fusion),
  };
}

export function retrievalFigures(
  outcomes: readonly { ranking: readonly string[]; relevant: ReadonlyMap<string, number> }[],
): RetrievalFigures {
  const average = (figure: (ranking: readonly string[], relevant: ReadonlyMap<string, number>) => number) =>
    mean(outcomes.map(({ ranking, relevant }) => figure(ranking, relevant)));
  return {
    'recall@1': average((ranking, relevant) => recallAt(ranking, relevant, 1)),
    'recall@5': average((ranking, relevant) => recallAt(ranking, relevant, 5)),
    'recall@10': average((ranking, relevant) => recallAt(ranking, relevant, 10)),
    'recall@100': average((ranking, relevant) => recallAt(ranking, relevant, 100)),
    'MRR@10': average((ranking, relevant) => reciprocalRankAt(ranking, relevant, 10)),
    'nDCG@10': average((ranking, relevant) => ndcgAt(ranking, relevant, 10)),
  };
}

export interface AnswerFigures {
  readonly questions: number;
  readonly answerable: number;
  readonly firstAccuracy: number;
  readonly anyAccuracy: number;
  /** Share of answerable questions whose best candidate answers, before anything is refused. */
  readonly bestAccuracy: number;
  readonly excess: number;
  readonly quotationMedian: number;
  readonly quotationP95: number;
  readonly citationValidity: number;
  readonly answeredAnswerable: number;
  readonly falseAnswers: number;
  readonly rocArea: number;
  readonly calibrationError: number;
  readonly totalMsP50: number;
  readonly totalMsP95: number;
  readonly withoutEmbeddingMsP50: number;
  readonly searchMsP50: number;
}

export function answerFigures(outcomes: readonly Outcome[]): AnswerFigures {
  const answerable = outcomes.filter(({ refuse }) => !refuse);
  const share = (of: readonly Outcome[], holds: (outcome: Outcome) => boolean) =>
    mean(of.map((outcome) => (holds(outcome) ? 1 : 0)));
  const lengths = outcomes.flatMap(({ quotations }) => quotations.map(({ plain }) => plain.length));
  const quoted = answerable.reduce((sum, { judgement }) => sum + judgement.quoted, 0);
  const confident: Scored[] = outcomes.map(({ confidence, bestIsRight }) => ({
    score: confidence,
    positive: bestIsRight,
  }));
  return {
    questions: outcomes.length,
    answerable: answerable.length,
    firstAccuracy: share(answerable, ({ judgement }) => judgement.first),
    anyAccuracy: share(answerable, ({ judgement }) => judgement.any),
    bestAccuracy: share(answerable, ({ bestIsRight }) => bestIsRight),
    excess: quoted === 0 ? 0 : answerable.reduce((sum, { judgement }) => sum + judgement.excess, 0) / quoted,
    quotationMedian: percentile(lengths, 0.5),
    quotationP95: percentile(lengths, 0.95),
    citationValidity: share(outcomes, ({ validCitations }) => validCitations),
    answeredAnswerable: share(answerable, ({ answered }) => answered),
    falseAnswers: share(
      outcomes.filter(({ refuse }) => refuse),
      ({ answered }) => answered,
    ),
    rocArea: rocArea(outcomes.map(({ confidence, refuse }) => ({ score: confidence, positive: !refuse }))),
    calibrationError: calibrationError(confident),
    totalMsP50: percentile(
      outcomes.map(({ ms }) => ms.total),
      0.5,
    ),
    totalMsP95: percentile(
      outcomes.map(({ ms }) => ms.total),
      0.95,
    ),
    withoutEmbeddingMsP50: percentile(
      outcomes.map(({ ms }) => ms.withoutEmbedding),
      0.5,
    ),
    searchMsP50: percentile(
      outcomes.map(({ ms }) => ms.search),
      0.5,
    ),
  };
}

/** The three ways of retrieval side by side, over the questions that name documents which answer. */
export function retrievalBySystem(
  questions: readonly EvalQuestion[],
  outcomes: readonly Outcome[],
): Record<keyof Outcome['rankings'], RetrievalFigures> {
  const rows = questions
    .map((question, i) => ({
      relevant: relevantDocuments(question),
      rankings: outcomes[i]!.rankings,
      refuse: question.refuse,
    }))
    .filter(({ relevant, refuse }) => relevant.size > 0 && !refuse);
  const figures = (system: keyof Outcome['rankings']) =>
    retrievalFigures(rows.map(({ relevant, rankings: each }) => ({ relevant, ranking: each[system] })));
  return { keywords: figures('keywords'), vectors: figures('vectors'), fusion: figures('fusion') };
}
