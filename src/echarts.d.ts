/** The part of ECharts that is used. Its own types do not resolve under NodeNext (echarts 5.6, extensionless imports). */
declare module 'echarts' {
  interface Chart {
    setOption(option: object): void;
    renderToSVGString(): string;
    dispose(): void;
  }
  /** Without an element it makes SVG; `canvas` is one of @napi-rs/canvas. */
  export function init(
    element: null,
    theme: null,
    options: { renderer: 'svg'; ssr: true; width: number; height: number },
  ): Chart;
  export function init(canvas: object, theme: null, options: { width: number; height: number }): Chart;
}
