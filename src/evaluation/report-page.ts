import { drawSvg } from '../chart/svg.ts';
import { escapeHtml, htmlPage, htmlTable } from '../html.ts';
import type { EvaluationReport } from './report.ts';
import { printReport } from './report-text.ts';

type Outcome = EvaluationReport['outcomes'][number];

/** The report as one HTML page with its plots inside; it loads nothing. */
export function reportPage(report: EvaluationReport): string {
  const failures = report.outcomes.filter(isFailure);
  const title = `Evaluation: ${report.about.questions}`;
  return htmlPage(
    title,
    `<p>${escapeHtml(report.made)}</p>
${tables(printReport(report))}
<figure>${tradeOffPlot(report)}</figure><figure>${calibrationPlot(report)}</figure>
<h2>Failures (${failures.length} of ${report.outcomes.length})</h2>${failures.map(failure).join('\n')}`,
  );
}

function isFailure(outcome: Outcome): boolean {
  return outcome.refuse ? outcome.answered : !outcome.judgement.first;
}

/** Why a question failed, in words. */
function reason({ refuse, answered, bestIsRight, judgement }: Outcome): string {
  if (refuse) return 'answered, though the sources do not hold it';
  if (!answered)
    return bestIsRight
      ? 'refused, though the best sentence was right'
      : 'refused; the best sentence was not right either';
  return judgement.any ? 'a later quotation answers, not the first' : 'quoted something else';
}

function failure(outcome: Outcome): string {
  const quotes = outcome.quotations
    .map(({ plain, path }) => `<blockquote>${escapeHtml(plain)} <small>${escapeHtml(path)}</small></blockquote>`)
    .join('');
  const gold = outcome.gold.map((each) => `<blockquote>${escapeHtml(each)}</blockquote>`).join('');
  return `<article class="${outcome.answered ? '' : 'refused'}"><b>${escapeHtml(outcome.question)}</b> <small>${escapeHtml(outcome.id)}, ${escapeHtml(outcome.type)}, ${escapeHtml(outcome.split)}, confidence ${outcome.confidence.toFixed(2)}</small><br>
${reason(outcome)}${quotes ? `<div>Quoted:${quotes}</div>` : ''}${gold ? `<div>Gold:${gold}</div>` : ''}</article>`;
}

function tradeOffPlot({ tradeOff }: EvaluationReport): string {
  const line = (name: string, key: 'answeredAnswerable' | 'rightAnswers' | 'falseAnswers') => ({
    name,
    type: 'line' as const,
    showSymbol: false,
    data: tradeOff.map((point) => [point.threshold, point[key]]),
  });
  return svg('What a threshold on the confidence gives', 'threshold', 'share', [
    line('answerable questions answered', 'answeredAnswerable'),
    line('answered rightly', 'rightAnswers'),
    line('unanswerable ones answered', 'falseAnswers'),
  ]);
}

function calibrationPlot({ outcomes }: EvaluationReport): string {
  const bins = Array.from({ length: 10 }, (_, bin) =>
    outcomes.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === bin),
  ).filter((held) => held.length > 0);
  const points = bins.map((held) => [
    held.reduce((sum, { confidence }) => sum + confidence, 0) / held.length,
    held.filter(({ bestIsRight }) => bestIsRight).length / held.length,
  ]);
  return svg('Calibration: how often the best sentence is right at a confidence', 'confidence', 'right', [
    { name: 'measured', type: 'scatter', data: points },
    {
      name: 'perfect',
      type: 'line',
      showSymbol: false,
      data: [
        [0, 0],
        [1, 1],
      ],
    },
  ]);
}

function svg(title: string, x: string, y: string, series: object[]): string {
  const axis = (name: string) => ({ type: 'value', min: 0, max: 1, name, nameLocation: 'middle', nameGap: 28 });
  return drawSvg({
    title: { text: title, textStyle: { fontSize: 15 } },
    legend: { top: 26 },
    grid: { top: 60, bottom: 50 },
    xAxis: axis(x),
    yAxis: axis(y),
    series,
  });
}

/** Markdown tables as HTML; other lines as paragraphs. */
function tables(text: string): string {
  return text
    .split('\n\n')
    .map((part) => {
      const rows = part.split('\n').filter((line) => !/^\|[-|]+$/.test(line));
      if (!part.startsWith('|')) return `<p>${escapeHtml(part)}</p>`;
      const [head = [], ...body] = rows.map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
      return htmlTable(head, body);
    })
    .join('\n');
}
