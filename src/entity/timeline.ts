// The only file that imports @napi-rs/canvas.
import { fileURLToPath } from 'node:url';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import * as echarts from 'echarts';
import type { EntityCard } from './card.ts';

/** Pixels: twice what Discord shows at most on a phone, so that it stays sharp. */
const [WIDTH, HEIGHT] = [900, 260];
const FONT = 'Roboto';
/** Longer timelines count years, shorter ones months. */
const MONTHS_SHOWN = 36;

/** A font of our own: a server's system may have none. */
let hasFont = false;
function useFont(): void {
  if (hasFont) return;
  const file = fileURLToPath(import.meta.resolve('roboto-fontface/fonts/roboto/Roboto-Regular.woff2'));
  hasFont = GlobalFonts.registerFromPath(file, FONT) !== null;
}

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

/**
 * Draws the mentions of a name over time as a PNG picture, some 30 ms.
 * @returns null when there are fewer than two periods: then there is nothing to see.
 */
export function timelinePicture(timeline: EntityCard['timeline']): Buffer | null {
  const all = periods(timeline);
  if (all.length < 2) return null;
  useFont();
  const canvas = createCanvas(WIDTH, HEIGHT);
  const chart = echarts.init(canvas, null, { width: WIDTH, height: HEIGHT });
  const text = { color: '#dbdee1', fontFamily: FONT, fontSize: 18 };
  chart.setOption({
    animation: false,
    backgroundColor: '#2b2d31',
    textStyle: text,
    grid: { left: 60, right: 30, top: 50, bottom: 45 },
    title: {
      text: 'Sentences that mention it, by date of the source',
      left: 14,
      top: 10,
      textStyle: { ...text, fontWeight: 'normal' },
    },
    xAxis: { type: 'category', data: all.map(({ label }) => label), axisLabel: text, axisTick: { show: false } },
    yAxis: { type: 'value', minInterval: 1, axisLabel: text, splitLine: { lineStyle: { color: '#3f4147' } } },
    series: [
      { type: 'bar', data: all.map(({ mentions }) => mentions), itemStyle: { color: '#5865f2' }, barMaxWidth: 40 },
    ],
  });
  const picture = canvas.toBuffer('image/png');
  chart.dispose();
  return picture;
}
