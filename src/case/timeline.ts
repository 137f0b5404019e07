import { visible } from '../answer/describe.ts';
import { drawBars, drawTimeline } from '../chart/draw.ts';
import { type Item, quotationsOf } from './case.ts';

/** As many sources have room on a line with their titles; more are counted by year. */
const MOST_LABELLED = 14;

/** Draws the quoted sources on a line of their dates, as a PNG picture; null when none has a date. */
export async function caseTimeline(items: readonly Item[]): Promise<Buffer | null> {
  const sources = new Map(
    items
      .flatMap((item) => quotationsOf(item))
      .filter(({ published }) => published !== null)
      .map((quotation) => [quotation.sourceId, quotation]),
  );
  const dated = [...sources.values()].sort((a, b) => a.published!.localeCompare(b.published!));
  if (dated.length === 0) return null;
  if (dated.length <= MOST_LABELLED)
    return drawTimeline(
      'Quoted sources by date',
      dated.map(({ published, title }) => ({
        date: published!.slice(0, 10),
        label: visible(title).replace(/\s+/g, ' '),
      })),
    );
  const [first, last] = [dated[0]!, dated.at(-1)!].map(({ published }) => Number(published!.slice(0, 4))) as [
    number,
    number,
  ];
  const years = Array.from({ length: last - first + 1 }, (_, n) => String(first + n));
  const values = years.map((year) => dated.filter(({ published }) => published!.startsWith(year)).length);
  return drawBars('Quoted sources by year', years, [{ name: 'sources', values }]);
}
