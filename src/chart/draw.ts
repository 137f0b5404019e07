// The only file that imports @napi-rs/canvas.
import { fileURLToPath } from 'node:url';

/** Pixels: twice what Discord shows at most on a phone, so that it stays sharp. */
const WIDTH = 900;
const FONT = 'Roboto';
const INK = '#dbdee1';
const GROUND = '#2b2d31';
const LINES = '#3f4147';
const COLORS = ['#5865f2', '#d7a33c', '#3ba55d', '#eb6f6f'];

/** Bars of one kind: a value for each label. */
export interface Bars {
  readonly name: string;
  readonly values: readonly number[];
}

/** Draws stacked bars as a PNG picture, some 30 ms. A legend is drawn where there is more than one kind. */
export async function drawBars(title: string, labels: readonly string[], bars: readonly Bars[]): Promise<Buffer> {
  const text = { color: INK, fontFamily: FONT, fontSize: 18 };
  return draw(260, {
    grid: { left: 60, right: 30, top: 50, bottom: 45 },
    title: { text: title, left: 14, top: 10, textStyle: { ...text, fontWeight: 'normal' } },
    ...(bars.length > 1 ? { legend: { right: 20, top: 8, textStyle: text } } : {}),
    xAxis: { type: 'category', data: labels, axisLabel: text, axisTick: { show: false } },
    yAxis: { type: 'value', minInterval: 1, axisLabel: text, splitLine: { lineStyle: { color: LINES } } },
    series: bars.map(({ name, values }) => ({ type: 'bar', stack: 'all', name, data: values, barMaxWidth: 40 })),
  });
}

/** Draws moments along a line of time, each on a row with its label beside it, as a PNG picture. Dates are YYYY-MM-DD. */
export async function drawTimeline(
  title: string,
  moments: readonly { readonly date: string; readonly label: string }[],
): Promise<Buffer> {
  const text = { color: INK, fontFamily: FONT, fontSize: 16 };
  const rows = moments.map(({ date, label }) => `${date}  ${label}`);
  return draw(110 + rows.length * 34, {
    grid: { left: 480, right: 40, top: 50, bottom: 45 },
    title: { text: title, left: 14, top: 10, textStyle: { ...text, fontSize: 18, fontWeight: 'normal' } },
    xAxis: {
      type: 'time',
      axisLabel: { ...text, hideOverlap: true, formatter: '{yyyy}-{MM}' },
      boundaryGap: ['3%', '3%'],
      splitNumber: 3,
      splitLine: { show: true, lineStyle: { color: LINES } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map((_, n) => n),
      axisTick: { show: false },
      axisLine: { show: false },
      splitLine: { show: true, lineStyle: { color: LINES } },
      axisLabel: { ...text, width: 450, overflow: 'truncate', formatter: (n: string) => rows[Number(n)] },
    },
    series: [{ type: 'scatter', symbolSize: 14, data: moments.map(({ date }, n) => [date, n]) }],
  });
}

/** Draws a chart as a PNG picture. Its libraries are loaded at the first one: they take a tenth of a second. */
async function draw(height: number, option: object): Promise<Buffer> {
  const [{ createCanvas, GlobalFonts }, { init }] = await Promise.all([import('@napi-rs/canvas'), import('echarts')]);
  // A font of our own: a server's system may have none.
  if (!GlobalFonts.has(FONT))
    GlobalFonts.registerFromPath(
      fileURLToPath(import.meta.resolve('roboto-fontface/fonts/roboto/Roboto-Regular.woff2')),
      FONT,
    );
  const canvas = createCanvas(WIDTH, height);
  const chart = init(canvas, null, { width: WIDTH, height });
  chart.setOption({
    animation: false,
    backgroundColor: GROUND,
    color: COLORS,
    textStyle: { color: INK, fontFamily: FONT, fontSize: 18 },
    ...option,
  });
  const picture = canvas.toBuffer('image/png');
  chart.dispose();
  return picture;
}
