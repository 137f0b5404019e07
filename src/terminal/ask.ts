import type { Config } from '../config.ts';
import { Answerer } from '../engine/answerer.ts';
import { IndexError } from '../errors.ts';
import { indexFreshness } from '../index/freshness.ts';
import { ingest } from '../index/ingest.ts';
import { readBatch } from './batch.ts';
import { fail } from './fail.ts';
import { answerJson } from './json.ts';
import { terminalProgress } from './progress.ts';
import { prompt } from './prompt.ts';
import { renderAnswer, renderExplanation, type TerminalStyle } from './render.ts';

export interface AskOptions {
  readonly question: string | undefined;
  readonly json: boolean;
  readonly explain: boolean;
  readonly batch: string | undefined;
}

/** Builds the index when it is missing, stale or made with other settings; progress goes to standard error. */
export async function buildIfNeeded(config: Config): Promise<void> {
  const freshness = await indexFreshness(config);
  if (freshness !== 'fresh') await build(config, WHY[freshness]);
}

const WHY = {
  missing: 'There is no index yet',
  stale: 'The sources changed',
  unusable: 'The index is damaged or was made with other settings',
} as const;

/** Opens the index, building it first where needed; one that turns out damaged is built anew. */
export async function openAnswerer(config: Config): Promise<Answerer> {
  await buildIfNeeded(config);
  return Answerer.open(config).catch(async (error: unknown) => {
    if (!(error instanceof IndexError)) throw error;
    await build(config, WHY.unusable);
    return Answerer.open(config);
  });
}

async function build(config: Config, why: string): Promise<void> {
  const progress = terminalProgress();
  progress.step?.(`${why}; building it from ${config.corpusDir}`);
  try {
    const report = await ingest(config, progress);
    progress.step?.(
      `indexed ${report.sources} sources in ${report.seconds.toFixed(1)} s${report.bad.length > 0 ? `; ${report.bad.length} files could not be read` : ''}`,
    );
  } finally {
    progress.stop();
  }
}

/**
 * Answers one question, a batch, or a person at the prompt.
 * @returns the exit code: 0 answered (or batch done, or prompt ended), 2 not found.
 */
export async function ask(config: Config, options: AskOptions): Promise<number> {
  const batch = options.batch === undefined ? null : await readBatch(options.batch);
  const answerer = await openAnswerer(config);
  const print = (text: string) => process.stdout.write(text);
  if (batch) {
    for (const { id, question } of batch)
      print(`${answerJson(await answerer.ask(question), { id, explain: options.explain })}\n`);
    return 0;
  }
  const style: TerminalStyle = {
    colour: process.stdout.isTTY === true && config.colour,
    columns: process.stdout.columns ?? 100,
    corpusDir: config.corpusDir,
    baseUrl: config.sourceBaseUrl,
  };
  const one = async (question: string) => {
    const answer = await answerer.ask(question);
    print(options.json ? `${answerJson(answer, options)}\n` : renderAnswer(answer, style));
    if (options.explain && !options.json) print(renderExplanation(answer));
    return answer.status === 'answered' ? 0 : 2;
  };
  if (options.question !== undefined) return one(options.question);
  await prompt(async (question) => void (await one(question)), fail);
  process.exitCode = 0;
  return 0;
}
