import { drawSvg } from '../chart/svg.ts';
import { escapeHtml, htmlPage, htmlTable } from '../html.ts';
import { figures, missedByOne, NO_LOG, REFUSALS } from './describe.ts';
import type { Counted, Insights } from './insights.ts';

/** The insights as one HTML page with its chart inside; it loads nothing. `titles` are those of sources by id. */
export function insightsPage(about: Insights, titles: ReadonlyMap<string, string>, made: string): string {
  const list = (heading: string, what: string, counts: readonly Counted[], name = (key: string) => key) =>
    counts.length === 0
      ? ''
      : `<h2>${heading}</h2>${htmlTable(
          [what, 'times'],
          counts.map(({ key, count }) => [name(key), String(count)]),
        )}`;
  return htmlPage(
    'What the questions teach',
    [
      `<p>${escapeHtml(made)}</p>`,
      ...figures(about).map((line) => `<p>${escapeHtml(line)}</p>`),
      `<figure>${weeksChart(about)}</figure>`,
      about.hasLog ? '' : `<p>${escapeHtml(NO_LOG)}</p>`,
      list('Names and words that were missed', 'name (people)', about.missing),
      `<p>${escapeHtml(missedByOne(about) ?? '')}</p>`,
      list('Refusals', 'why', about.refusals, (key) => REFUSALS[key] ?? key),
      list('Not helpful', 'reason', about.notHelpful),
      list('Sources that were quoted', 'source', about.cited, (key) => titles.get(key) ?? key),
    ].join('\n'),
  );
}

function weeksChart({ weeks }: Insights): string {
  const bars = (name: string, values: number[]) => ({ name, type: 'bar', stack: 'all', data: values });
  return drawSvg({
    title: { text: 'Questions by week', textStyle: { fontSize: 15 } },
    legend: { top: 26 },
    grid: { top: 60, bottom: 40 },
    xAxis: { type: 'category', data: weeks.map(({ monday }) => monday) },
    yAxis: { type: 'value', minInterval: 1 },
    series: [
      bars(
        'answered',
        weeks.map(({ answered }) => answered),
      ),
      bars(
        'refused',
        weeks.map(({ refused }) => refused),
      ),
      bars(
        'failed',
        weeks.map(({ failed }) => failed),
      ),
    ],
  });
}
