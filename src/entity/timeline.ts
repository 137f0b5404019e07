import { drawBars } from '../chart/draw.ts';
import type { EntityCard } from './card.ts';

/** Longer timelines count years, shorter ones months. */
const MONTHS_SHOWN = 36;

/** Mentions by period, ascending, with the empty periods between. */
export function periods(timeline: EntityCard['timeline']): { label: string; mentions: number }[] {
  const [first, last] = [timeline[0], timeline.at(-1)];
  if (!first || !last) return [];
  const number = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
  const byYear = number(last.month) - number(first.month) >= MONTHS_SHOWN;
  const label = (n: number) => (byYear ? String(n) : `${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`);
  const key = (month: string) => (byYear ? Number(month.slice(0, 4)) : number(month));
  const counts = new Map<number, number>();
  for (const { month, mentions } of timeline) counts.set(key(month), (counts.get(key(month)) ?? 0) + mentions);
  const all: { label: string; mentions: number }[] = [];
  for (let n = key(first.month); n <= key(last.month); n++) all.push({ label: label(n), mentions: counts.get(n) ?? 0 });
  return all;
}

/** The mentions of a name over time as a PNG picture; null when there are fewer than two periods: then there is nothing to see. */
export async function timelinePicture(timeline: EntityCard['timeline']): Promise<Buffer | null> {
  const all = periods(timeline);
  if (all.length < 2) return null;
  return drawBars(
    'Sentences that mention it, by date of the source',
    all.map(({ label }) => label),
    [{ name: 'sentences', values: all.map(({ mentions }) => mentions) }],
  );
}
