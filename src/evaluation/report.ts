import type { EvalQuestion } from './question-file.ts';
import { type AnswerFigures, answerFigures, type Outcome, type RetrievalFigures, retrievalBySystem } from './run.ts';

/** One point of the trade-off: answering only above a confidence. */
export interface TradeOff {
  readonly threshold: number;
  readonly answeredAnswerable: number;
  readonly falseAnswers: number;
  /** Of all answerable questions, those whose best candidate is right and is above the threshold. */
  readonly rightAnswers: number;
}

/** Everything measured, as report.json holds it. */
export interface EvaluationReport {
  readonly made: string;
  readonly about: {
    readonly corpus: string;
    readonly questions: string;
    readonly reader: string | null;
    readonly sources: number;
    readonly passages: number;
  };
  readonly retrieval: Readonly<Record<'keywords' | 'vectors' | 'fusion', RetrievalFigures>>;
  /** Figures over all questions and by split. */
  readonly answers: Readonly<Record<string, AnswerFigures>>;
  /** The same without the reader; absent when there was none to leave out. */
  readonly withoutReader?: Readonly<Record<string, AnswerFigures>>;
  readonly byType: Readonly<Record<string, AnswerFigures>>;
  readonly tradeOff: readonly TradeOff[];
  readonly outcomes: readonly Omit<Outcome, 'rankings'>[];
}

export function makeReport(
  questions: readonly EvalQuestion[],
  outcomes: readonly Outcome[],
  about: EvaluationReport['about'],
  withoutReader: readonly Outcome[] = [],
): EvaluationReport {
  const by = (of: readonly Outcome[], key: (outcome: Outcome) => string) =>
    Object.fromEntries(
      [...new Set(of.map(key))]
        .sort()
        .map((value) => [value, answerFigures(of.filter((outcome) => key(outcome) === value))]),
    );
  const bySplit = (of: readonly Outcome[]) => ({ all: answerFigures(of), ...by(of, ({ split }) => split) });
  return {
    made: new Date().toISOString(),
    about,
    retrieval: retrievalBySystem(questions, outcomes),
    answers: bySplit(outcomes),
    ...(withoutReader.length > 0 ? { withoutReader: bySplit(withoutReader) } : {}),
    byType: by(outcomes, ({ type }) => type),
    tradeOff: tradeOff(outcomes),
    outcomes: outcomes.map(({ rankings: _, ...outcome }) => outcome),
  };
}

function tradeOff(outcomes: readonly Outcome[]): TradeOff[] {
  const answerable = outcomes.filter(({ refuse }) => !refuse);
  const unanswerable = outcomes.filter(({ refuse }) => refuse);
  return Array.from({ length: 101 }, (_, i) => {
    const threshold = i / 100;
    const above = (outcome: Outcome) => outcome.confidence >= threshold;
    return {
      threshold,
      answeredAnswerable: answerable.filter(above).length / Math.max(1, answerable.length),
      falseAnswers: unanswerable.filter(above).length / Math.max(1, unanswerable.length),
      rightAnswers:
        answerable.filter((outcome) => above(outcome) && outcome.bestIsRight).length / Math.max(1, answerable.length),
    };
  });
}
