import type { Answer, AnswerPassage } from '../answer/answer.ts';

/** The answer as `--json` and `--batch` print it: the documented fields (with `explain` also how it came about), confidence and times rounded. */
export function answerJson(answer: Answer, { id, explain = false }: { id?: unknown; explain?: boolean } = {}): string {
  const round = (value: number, digits: number) => Number(value.toFixed(digits));
  return JSON.stringify({
    ...(id === undefined ? {} : { id }),
    question: answer.question,
    status: answer.status,
    confidence: round(answer.confidence, 4),
    evidence: answer.evidence,
    citations: answer.citations,
    passages: answer.passages.map((passage) => ({ ...documented(passage), score: round(passage.score, 6) })),
    ...(answer.reason ? { reason: answer.reason, nearest: answer.nearest?.map(documented) } : {}),
    ...(answer.corrections ? { corrections: answer.corrections } : {}),
    ...(explain ? { explanation: answer.explanation } : {}),
    timings: Object.fromEntries(Object.entries(answer.timings).map(([name, ms]) => [name, round(ms as number, 2)])),
  });
}

/** A passage's documented fields. */
function documented({
  reference: _,
  plain: __,
  ...passage
}: AnswerPassage): Omit<AnswerPassage, 'reference' | 'plain'> {
  return passage;
}
