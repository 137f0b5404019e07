import { init } from 'echarts';

/** Draws a chart as SVG, for an HTML page. */
export function drawSvg(option: object, width = 700, height = 380): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({ animation: false, ...option });
  const drawn = chart.renderToSVGString();
  chart.dispose();
  return drawn;
}
