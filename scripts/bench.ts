import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { PROJECT_DIR, readConfig } from '../src/config.ts';
import { buildIfNeeded } from '../src/terminal/ask.ts';
import { ingestRate } from './bench/ingest-rate.ts';
import { largeCase } from './bench/large-case.ts';
import { load } from './bench/load.ts';
import { queryTime } from './bench/query-time.ts';
import { stallDuringIngest } from './bench/stall.ts';

/** Prints the benchmark as a Markdown table, a row a figure, as it stands in docs/benchmarks.md. It fails nothing. */
const SIZES = [1_000, 10_000, 50_000];

function row(what: string, measured: string, goal = ''): void {
  console.log(`| ${what} | ${measured} | ${goal} |`);
}

async function coldStart(): Promise<number> {
  await buildIfNeeded(readConfig());
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const started = performance.now();
    const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/ask.ts', 'why was the company sanctioned?'], {
      cwd: PROJECT_DIR,
      stdio: 'ignore',
    });
    await new Promise((resolve) => child.on('close', resolve));
    times.push((performance.now() - started) / 1000);
  }
  return times.sort((a, b) => a - b)[2]!;
}

const folder = await mkdtemp(join(tmpdir(), 'bench-'));
try {
  console.log(
    `Node ${process.versions.node}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB of memory\n`,
  );
  console.log('| what | measured | goal |\n|---|---|---|');
  const rate = await ingestRate(join(folder, 'rate'));
  row(
    `ingest, ${rate.passages} passages`,
    `${rate.ingest.toFixed(1)} passages/s; bare model on the same texts ${rate.bare.toFixed(1)} (${Math.round((rate.ingest / rate.bare) * 100)} %)`,
    '≥ 90 %',
  );
  row('cold start to first answer, median of 5', `${(await coldStart()).toFixed(2)} s`, '≤ 2 s');
  const stall = await stallDuringIngest(join(folder, 'stall'));
  row(
    'longest event-loop stall of the bot’s process during an ingest',
    `${stall.stallMs.toFixed(1)} ms in ${stall.seconds.toFixed(0)} s, ${stall.answered} questions answered meanwhile`,
    '≤ 50 ms',
  );
  const busy = await load('why was the company sanctioned?');
  row(
    `${busy.questions} questions at once of 50 people: until the last answer; longest event-loop stall`,
    `${busy.seconds.toFixed(1)} s; ${busy.stallMs.toFixed(1)} ms`,
    '≤ 50 ms',
  );
  for (const { what, ms } of await largeCase(folder))
    row(`case of 2,000 items: ${what}, longest`, `${ms.toFixed(0)} ms`);
  for (const size of SIZES) {
    const time = await queryTime(folder, size);
    const [embed, search, read] = [time.embed, time.search, time.read].map(
      ([p50, p95]) => `${p50.toFixed(1)} / ${p95.toFixed(1)} ms`,
    );
    row(`question over ${size} passages: embedding p50 / p95`, embed!);
    row(`question over ${size} passages: search p50 / p95`, search!, size === 10_000 ? '≤ 15 ms p50' : '');
    row(`question over ${size} passages: reading and choosing sentences p50 / p95`, read!);
    row(`loading an index of ${size} passages`, `${(time.loadMs / 1000).toFixed(2)} s`);
  }
  row('peak memory of this benchmark’s process', `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
