import type { EvaluationReport } from './report.ts';
import type { AnswerFigures } from './run.ts';

const percent = (value: number) => `${(value * 100).toFixed(1)} %`;

/** Writes a report as text for the terminal; tables are Markdown. */
export function printReport(report: EvaluationReport): string {
  const { about } = report;
  const lines = [
    `${about.questions} over ${about.corpus}: ${about.sources} sources, ${about.passages} passages, reader ${about.reader ?? 'off'}`,
    '',
    printRetrieval(report.retrieval),
    '',
    table('answers', report.answers),
    '',
    ...(report.withoutReader ? [table('without the reader', report.withoutReader), ''] : []),
    table('by type', report.byType),
  ];
  return lines.join('\n');
}

function table(title: string, rows: Readonly<Record<string, AnswerFigures>>): string {
  const columns: readonly (readonly [string, (figures: AnswerFigures) => string])[] = [
    ['n', (f) => String(f.questions)],
    ['first', (f) => percent(f.firstAccuracy)],
    ['any', (f) => percent(f.anyAccuracy)],
    ['best', (f) => percent(f.bestAccuracy)],
    ['excess', (f) => percent(f.excess)],
    ['length p50/p95', (f) => `${f.quotationMedian}/${f.quotationP95}`],
    ['citations', (f) => percent(f.citationValidity)],
    ['answered', (f) => percent(f.answeredAnswerable)],
    ['false', (f) => percent(f.falseAnswers)],
    ['ROC', (f) => f.rocArea.toFixed(3)],
    ['ECE', (f) => f.calibrationError.toFixed(3)],
    ['ms p50/p95', (f) => `${f.totalMsP50.toFixed(0)}/${f.totalMsP95.toFixed(0)}`],
    ['search ms', (f) => f.searchMsP50.toFixed(1)],
  ];
  return [
    `| ${title} | ${columns.map(([name]) => name).join(' | ')} |`,
    `|${'---|'.repeat(columns.length + 1)}`,
    ...Object.entries(rows).map(
      ([name, figures]) => `| ${name} | ${columns.map(([, write]) => write(figures)).join(' | ')} |`,
    ),
  ].join('\n');
}

/** The ways of retrieval side by side. */
export function printRetrieval(retrieval: EvaluationReport['retrieval']): string {
  return [
    '| retrieval | recall@1 | recall@5 | recall@10 | recall@100 | MRR@10 | nDCG@10 |',
    '|---|---|---|---|---|---|---|',
    ...Object.entries(retrieval).map(
      ([system, figures]) =>
        `| ${system} | ${Object.values(figures)
          .map((value) => value.toFixed(3))
          .join(' | ')} |`,
    ),
  ].join('\n');
}
