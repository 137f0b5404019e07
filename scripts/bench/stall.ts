import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pino } from 'pino';
import { readConfig } from '../../src/config.ts';
import { AnsweringClient } from '../../src/engine/answering-client.ts';
import { prepareIndex } from '../../src/engine/prepare-index.ts';
import { indexFreshness } from '../../src/index/freshness.ts';
import { ingest } from '../../src/index/ingest.ts';
import { madeParagraphs, writeMadeCorpus } from './made-corpus.ts';

/**
 * The longest event-loop stall of a process that answers questions, as the bot's does, while an ingest of a changed
 * corpus runs, in milliseconds; and how many questions were answered meanwhile.
 */
export async function stallDuringIngest(
  folder: string,
): Promise<{ stallMs: number; answered: number; seconds: number }> {
  const config = readConfig({ CORPUS_DIR: join(folder, 'corpus'), INDEX_DIR: join(folder, 'index') });
  await writeMadeCorpus(config.corpusDir, await madeParagraphs(20));
  await ingest(config);
  await writeMadeCorpus(config.corpusDir, await madeParagraphs(600, 3));
  const log = pino({ level: 'silent' });
  const stop = await prepareIndex(config, log);
  const answering = await AnsweringClient.open(config, log);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const started = performance.now();
  let answered = 0;
  while ((await indexFreshnessCheap(config)) !== 'fresh') {
    await answering.ask('why was the company sanctioned?', {}, null);
    answered++;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  delay.disable();
  await stop();
  await answering.close();
  return { stallMs: delay.max / 1e6, answered, seconds: (performance.now() - started) / 1000 };
}

/** The bot itself never does this while it answers; sixty small files are read here, asynchronously. */
const indexFreshnessCheap = indexFreshness;
