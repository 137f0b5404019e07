/** The part of ECharts that is used. Its own types do not resolve under NodeNext (echarts 5.6, extensionless imports). */
declare module 'echarts' {
  export function init(
    element: null,
    theme: null,
    options: { renderer: 'svg'; ssr: true; width: number; height: number },
  ): {
    setOption(option: object): void;
    renderToSVGString(): string;
    dispose(): void;
  };
}
