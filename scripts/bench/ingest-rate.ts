import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { embeddedText } from '../../src/corpus/chunk.ts';
import { ingest } from '../../src/index/ingest.ts';
import { openIndex } from '../../src/index/open.ts';
import { loadEmbedder } from '../../src/model/transformers.ts';
import { madeParagraphs, writeMadeCorpus } from './made-corpus.ts';

/** Passages a second of an ingest's embedding, and of the bare model on the same texts in the same run. */
export async function ingestRate(folder: string): Promise<{ passages: number; ingest: number; bare: number }> {
  const config = readConfig({ CORPUS_DIR: join(folder, 'corpus'), INDEX_DIR: join(folder, 'index') });
  await writeMadeCorpus(config.corpusDir, await madeParagraphs(800));
  const report = await ingest(config);
  const index = await openIndex(config.indexDir, config.embedding);
  const texts = index.passages.map((passage) =>
    embeddedText(passage.source, passage.source.sentences, passage, passage.source.text),
  );
  const embedder = await loadEmbedder(config.embedding);
  const started = performance.now();
  for (const text of texts) await embedder.embedPassage(text);
  const bare = texts.length / ((performance.now() - started) / 1000);
  return { passages: report.passages, ingest: report.embedded / report.embeddingSeconds, bare };
}
