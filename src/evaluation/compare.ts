import type { EvaluationReport } from './report.ts';

/** Says, question by question, what got better and worse since an older report on the same questions. */
export function compareReports(before: EvaluationReport, after: EvaluationReport): string {
  const old = new Map(before.outcomes.map((outcome) => [outcome.id, outcome]));
  const good = (outcome: EvaluationReport['outcomes'][number]) =>
    outcome.refuse ? !outcome.answered : outcome.judgement.first;
  const shared = after.outcomes.filter(({ id }) => old.has(id));
  const better = shared.filter((outcome) => good(outcome) && !good(old.get(outcome.id)!));
  const worse = shared.filter((outcome) => !good(outcome) && good(old.get(outcome.id)!));
  const list = (title: string, outcomes: typeof shared) => [
    `\n${title}: ${outcomes.length}`,
    ...outcomes.map(({ id, question }) => `  ${id}  ${question}`),
  ];
  return [
    `\nCompared with ${before.made}, ${shared.length} questions in both:`,
    ...list('better', better),
    ...list('worse', worse),
  ].join('\n');
}
