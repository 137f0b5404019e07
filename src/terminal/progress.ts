import { Presets, SingleBar } from 'cli-progress';
import type { IngestProgress } from '../index/ingest.ts';

/** Seconds between plain progress lines when the output is not a terminal. */
const LINE_EVERY_S = 15;

/**
 * Shows an ingest's progress on standard error: a bar with rate and remaining time on a terminal, plain lines otherwise.
 * Standard output stays free for results.
 */
export function terminalProgress(stream: NodeJS.WriteStream = process.stderr): IngestProgress & { stop(): void } {
  const line = (message: string) => stream.write(`${message}\n`);
  const bars = new Map<string, SingleBar>();
  const started = new Map<string, { at: number; told: number }>();
  const show = (name: string, done: number, total: number, unit: string, perSecond = 1) => {
    const now = performance.now();
    const begun = started.get(name) ?? { at: now, told: now };
    started.set(name, begun);
    const rate = done / Math.max((now - begun.at) / 1000, 0.001) / perSecond;
    const shown = `${rate.toFixed(1)} ${unit}/s`;
    if (stream.isTTY) {
      let bar = bars.get(name);
      if (!bar) {
        bar = new SingleBar(
          {
            stream,
            format: `${name} {bar} {percentage}% | {value}/{total} | {rate} | {eta_formatted} left`,
            hideCursor: true,
            etaBuffer: 200,
          },
          Presets.shades_classic,
        );
        bar.start(total, 0, { rate: shown });
        bars.set(name, bar);
      }
      bar.update(done, { rate: shown });
      if (done >= total) {
        bar.stop();
        bars.delete(name);
      }
    } else if (done >= total || now - begun.told > LINE_EVERY_S * 1000) {
      begun.told = now;
      const left = done > 0 ? Math.round(((total - done) * (now - begun.at)) / done / 1000) : 0;
      line(`${name}: ${done}/${total}, ${shown}, ${left} s left`);
    }
  };
  return {
    step: (message) => {
      for (const bar of bars.values()) bar.stop();
      bars.clear();
      line(message);
    },
    download: (file, loaded, total) => total > 0 && show(`downloading ${file}`, loaded, total, 'MB', 1e6),
    embedding: (done, total) => show('embedding', done, total, 'passages'),
    stop: () => {
      for (const bar of bars.values()) bar.stop();
    },
  };
}
