import { join } from 'node:path';
import { answer } from '../../src/answer/compose.ts';
import { readConfig } from '../../src/config.ts';
import { CHUNKING_VERSION, PASSAGE_TOKENS } from '../../src/corpus/chunk.ts';
import { parseSource } from '../../src/corpus/load.ts';
import { readSentences } from '../../src/corpus/sentences.ts';
import type { Passage } from '../../src/corpus/source.ts';
import type { IndexedSource } from '../../src/index/documents.ts';
import { writeIndex } from '../../src/index/ingest.ts';
import { INDEX_FORMAT } from '../../src/index/manifest.ts';
import { openIndex } from '../../src/index/open.ts';
import { loadEmbedder, loadReader } from '../../src/model/transformers.ts';
import { madeParagraphs, random } from './made-corpus.ts';

const DIMENSION = 384;
const QUESTIONS = 60;

export interface QueryTime {
  readonly passages: number;
  readonly loadMs: number;
  readonly embed: readonly [p50: number, p95: number];
  /** Vectra's scan, BM25 and fusion. */
  readonly search: readonly [p50: number, p95: number];
  /** Reading the best passages with the reader and choosing sentences. */
  readonly read: readonly [p50: number, p95: number];
}

/**
 * Times questions over an index of so many passages. Texts are made, and vectors random: neither the time of a scan nor
 * that of a keyword search depends on their meaning, and embedding 50,000 texts would take an hour.
 */
export async function queryTime(folder: string, count: number): Promise<QueryTime> {
  const config = readConfig({ INDEX_DIR: join(folder, `index-${count}`) });
  const sources = await madeSources(count);
  const next = random(count);
  const passages = sources.flatMap((source) => source.passages);
  const { model, pooling, queryPrefix } = config.embedding;
  const manifest = {
    format: INDEX_FORMAT,
    model: { id: model, sha256: null, dimension: DIMENSION, pooling, queryPrefix },
    chunking: { version: CHUNKING_VERSION, tokens: PASSAGE_TOKENS },
    corpus: { hash: '', sources: sources.length, passages: passages.length },
    created: new Date().toISOString(),
  };
  const vectors = passages.map(({ id }) => ({
    id,
    vector: unitVector(next),
    metadata: { published: 20210101, collection: '' },
  }));
  await writeIndex(config.indexDir, sources, vectors, manifest);

  const started = performance.now();
  const index = await openIndex(config.indexDir, config.embedding);
  const loadMs = performance.now() - started;
  const embedder = await loadEmbedder(config.embedding);
  const reader = config.readerModel === null ? null : await loadReader(config.readerModel, config.embedding);
  const questions = (await madeParagraphs(QUESTIONS + 5, 7)).map(
    (text) => `why was ${text.split(' ').slice(1, 2)} sanctioned, and who ${text.split(' ').slice(-6).join(' ')}?`,
  );
  const timings = [];
  for (const question of questions) timings.push((await answer(index, { embedder, reader }, question)).timings);
  // The first questions warm the code up.
  const measured = timings.slice(5);
  const percentiles = (values: number[]) => {
    const sorted = values.sort((a, b) => a - b);
    return [sorted[Math.floor(sorted.length / 2)]!, sorted[Math.floor(sorted.length * 0.95)]!] as const;
  };
  return {
    passages: passages.length,
    loadMs,
    embed: percentiles(measured.map(({ embedMs }) => embedMs)),
    search: percentiles(measured.map(({ searchMs }) => searchMs)),
    read: percentiles(measured.map(({ answerMs }) => answerMs)),
  };
}

async function madeSources(count: number): Promise<IndexedSource[]> {
  const paragraphs = await madeParagraphs(count);
  return paragraphs.map((text, i) => {
    const source = parseSource(`${i}.md`, Buffer.from(`${text}\n`));
    const { sentences } = readSentences(source);
    const passage: Passage = {
      id: `${i}#1`,
      sourceId: source.id,
      start: 0,
      end: text.length,
      paragraphs: [1, 1],
      sentences: [0, sentences.length],
    };
    return { ...source, sentences, passages: [passage] };
  });
}

function unitVector(next: () => number): Float32Array {
  const vector = Float32Array.from({ length: DIMENSION }, () => next() - 0.5);
  const norm = Math.hypot(...vector);
  return vector.map((component) => component / norm);
}
