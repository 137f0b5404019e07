import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import lockfile from 'proper-lockfile';
import { CHUNKING_VERSION, type CountTokens, chunk, embeddedText, PASSAGE_TOKENS } from '../corpus/chunk.ts';
import { type BadFile, loadCorpus } from '../corpus/load.ts';
import type { Source } from '../corpus/source.ts';
import { UserError } from '../errors.ts';
import { type Child, revive, startChild } from '../model/child.ts';
import type { EmbeddingParent, EmbeddingService } from '../model/embedding-process.ts';
import { isShipped, verifyModel } from '../model/model-files.ts';
import type { EmbeddingSettings } from '../model/settings.ts';
import { type IndexedSource, readDocuments, writeDocuments } from './documents.ts';
import { EmbeddingLog, embeddingKey } from './embedding-log.ts';
import { Keywords } from './keywords.ts';
import { INDEX_FORMAT, type Manifest } from './manifest.ts';
import { Names } from './names.ts';
import { createGeneration, publish, readCurrent } from './store.ts';
import { indexCharacters, MAX_INDEX_CHARACTERS, openVectors, type VectorItem, writeVectors } from './vectors.ts';

export interface IngestSettings {
  readonly corpusDir: string;
  readonly indexDir: string;
  readonly maxSourceBytes: number;
  /** Most characters the index file may have; V8's longest string when left out. */
  readonly maxIndexCharacters?: number;
  readonly embedding: EmbeddingSettings;
}

/** What an ingest tells while it runs; every part is optional to listen to. */
export interface IngestProgress {
  /** A step of the work in plain words. */
  step?(message: string): void;
  download?(file: string, loaded: number, total: number): void;
  embedding?(done: number, total: number): void;
}

export interface IngestReport {
  readonly sources: number;
  readonly passages: number;
  /** Passages whose vectors had to be computed; the others were taken over. */
  readonly embedded: number;
  readonly bad: readonly BadFile[];
  readonly seconds: number;
  /** Time spent embedding, seconds. */
  readonly embeddingSeconds: number;
}

/**
 * Builds the index of a corpus folder. Vectors of unchanged passages are taken from the index that stands and from an
 * interrupted ingest. The old index answers until the new one is whole; when this throws, it still does.
 * @throws UserError when there is nothing to index, another ingest holds the folder, or the corpus is larger than Vectra
 * can hold; ModelError when the model is altered or can't be loaded.
 */
export async function ingest(settings: IngestSettings, progress: IngestProgress = {}): Promise<IngestReport> {
  const started = performance.now();
  await mkdir(settings.indexDir, { recursive: true });
  const release = await acquire(settings.indexDir, progress);
  let child: Child<EmbeddingService> | undefined;
  try {
    const weights = (await isShipped(settings.embedding.modelsDir, settings.embedding.model))
      ? await verifyModel(settings.embedding.modelsDir, settings.embedding.model)
      : null;
    const corpus = await loadCorpus(settings.corpusDir, settings.maxSourceBytes);
    for (const { path, line, reason } of corpus.bad) progress.step?.(`${path}:${line}: ${reason}`);
    if (corpus.sources.length === 0)
      throw new UserError(
        `None of the ${corpus.bad.length} files in ${settings.corpusDir} could be read; the index stays as it was.`,
      );
    child = startChild<EmbeddingService, EmbeddingParent>(new URL('../model/embedding-process.ts', import.meta.url), {
      downloading: (file, loaded, total) => progress.download?.(file, loaded, total),
    });
    const { remote } = child;
    const { dimension } = await remote.load(settings.embedding);
    progress.step?.(`cutting ${corpus.sources.length} sources into passages`);
    const sources = await chunkAll(corpus.sources, (texts) => remote.countTokens(texts));
    refuseIfTooLarge(sources, dimension, settings.maxIndexCharacters ?? MAX_INDEX_CHARACTERS);
    const { vectors, embedded, seconds } = await embedAll(sources, settings, dimension, weights, remote, progress);
    progress.step?.('writing the index');
    const manifest: Manifest = {
      format: INDEX_FORMAT,
      model: {
        id: settings.embedding.model,
        sha256: weights,
        dimension,
        pooling: settings.embedding.pooling,
        queryPrefix: settings.embedding.queryPrefix,
      },
      chunking: { version: CHUNKING_VERSION, tokens: PASSAGE_TOKENS },
      corpus: { hash: corpus.hash, sources: sources.length, passages: vectors.length },
      created: new Date().toISOString(),
    };
    await writeIndex(settings.indexDir, sources, vectors, manifest);
    await rm(logPath(settings.indexDir), { force: true });
    return {
      sources: sources.length,
      passages: vectors.length,
      embedded,
      bad: corpus.bad,
      seconds: (performance.now() - started) / 1000,
      embeddingSeconds: seconds,
    };
  } catch (error) {
    throw revive(error);
  } finally {
    await child?.stop();
    await release();
  }
}

/** Takes the folder for one ingest at a time. A lock whose holder was killed goes stale after 20 seconds. */
async function acquire(indexDir: string, progress: IngestProgress): Promise<() => Promise<void>> {
  const options = { stale: 20_000, update: 4_000, onCompromised: () => {} };
  const take = (retries: number) =>
    lockfile.lock(indexDir, { ...options, retries: { retries, minTimeout: 1_000, maxTimeout: 1_000 } });
  const release = await take(0).catch(async () => {
    progress.step?.('waiting for another ingest of this index to end');
    return take(25).catch((error: unknown) => {
      throw new UserError(`Another ingest is working on ${indexDir}. Wait until it has ended, then try again.`, {
        cause: error,
      });
    });
  });
  // A compromised lock is released already.
  return () => release().catch(() => {});
}

async function chunkAll(sources: readonly Source[], count: CountTokens): Promise<IndexedSource[]> {
  const chunked: IndexedSource[] = [];
  for (const source of sources) chunked.push({ ...source, ...(await chunk(source, count)) });
  return chunked;
}

/** Refuses a corpus whose index file would pass V8's longest string, before any of it is embedded. */
function refuseIfTooLarge(sources: readonly IndexedSource[], dimension: number, limit: number): void {
  const passages = sources.flatMap((source) => source.passages);
  const collections = sources.flatMap((source) => source.passages.map(() => collectionOf(source)));
  const needed = indexCharacters(
    passages.map((passage) => passage.id),
    collections,
    dimension,
  );
  if (needed <= limit) return;
  const most = Math.floor(passages.length * (limit / needed));
  throw new UserError(
    `This corpus makes ${passages.length} passages; the index can hold about ${most}. Vectra keeps an index in one JSON text, ` +
      `here of up to ${needed} characters, and Node.js allows ${limit}. Nothing was embedded and the index ` +
      'stays as it was. Split the corpus into folders with an index each (CORPUS_DIR, INDEX_DIR).',
  );
}

async function embedAll(
  sources: readonly IndexedSource[],
  settings: IngestSettings,
  dimension: number,
  weights: string | null,
  remote: Pick<Child<EmbeddingService>['remote'], 'embed'>,
  progress: IngestProgress,
): Promise<{ vectors: VectorItem[]; embedded: number; seconds: number }> {
  const keyOf = (text: string) => embeddingKey(settings.embedding.model, weights, settings.embedding.pooling, text);
  const known = await standingVectors(settings, weights, keyOf);
  const log = await EmbeddingLog.open(logPath(settings.indexDir), dimension);
  try {
    const wanted = sources.flatMap((source) =>
      source.passages.map((passage) => {
        const text = embeddedText(source, source.sentences, passage, source.text);
        return { id: passage.id, key: keyOf(text), text, metadata: metadataOf(source) };
      }),
    );
    const missing = new Map(
      wanted.filter(({ key }) => !known.has(key) && !log.vectors.has(key)).map(({ key, text }) => [key, text]),
    );
    const started = performance.now();
    let done = 0;
    if (missing.size > 0) progress.embedding?.(0, missing.size);
    // Two requests are under way at once, so that the model never waits for the next text.
    await inPairs([...missing], async ([key, text]) => {
      await log.add(key, await remote.embed(text));
      progress.embedding?.(++done, missing.size);
    });
    const vectors = wanted.map(({ id, key, metadata }) => ({
      id,
      metadata,
      vector: (known.get(key) ?? log.vectors.get(key))!,
    }));
    return { vectors, embedded: missing.size, seconds: (performance.now() - started) / 1000 };
  } finally {
    await log.close();
  }
}

async function inPairs<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const runner = async () => {
    while (next < items.length) await work(items[next++]!);
  };
  await Promise.all([runner(), runner()]);
}

/** The vectors of the index that stands, by key; none when it was made with another model or can't be read. */
async function standingVectors(
  settings: IngestSettings,
  weights: string | null,
  keyOf: (text: string) => string,
): Promise<Map<string, Float32Array>> {
  const found = new Map<string, Float32Array>();
  try {
    const current = await readCurrent(settings.indexDir);
    if (!current) return found;
    const { model } = current.manifest;
    if (
      model.id !== settings.embedding.model ||
      model.sha256 !== weights ||
      model.pooling !== settings.embedding.pooling
    )
      return found;
    const vectors = await (await openVectors(current.folder)).all();
    for (const source of await readDocuments(current.folder))
      for (const passage of source.passages) {
        const vector = vectors.get(passage.id);
        if (vector) found.set(keyOf(embeddedText(source, source.sentences, passage, source.text)), vector);
      }
  } catch {
    // A damaged index is no reason not to build a whole one; its vectors are computed anew.
    found.clear();
  }
  return found;
}

/** Writes a whole index aside and makes it the one that answers. */
export async function writeIndex(
  indexDir: string,
  sources: readonly IndexedSource[],
  vectors: readonly VectorItem[],
  manifest: Manifest,
): Promise<void> {
  const { generation, folder } = await createGeneration(indexDir);
  await writeVectors(folder, vectors);
  await writeDocuments(folder, sources);
  // The other names of a source's subject are found by keyword in each of its passages; vectors hold the text alone.
  const texts = sources.flatMap((source) =>
    source.passages.map((passage) =>
      [...source.aliases, embeddedText(source, source.sentences, passage, source.text)].join('\n'),
    ),
  );
  await Keywords.build(texts).save(folder);
  await Names.learn(sources).save(folder);
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 2));
  await publish(indexDir, generation);
}

function metadataOf(source: Source): VectorItem['metadata'] {
  return { published: dayNumber(source.published), collection: collectionOf(source) };
}

/** A date as a number that sorts and compares: 2020-11-30 is 20201130; none is 0. */
export function dayNumber(published: string | null): number {
  return published === null ? 0 : Number(published.replaceAll('-', ''));
}

/** The first folder of a source's path; '' for one at the top of the corpus. */
export function collectionOf(source: Pick<Source, 'path'>): string {
  const slash = source.path.indexOf('/');
  return slash < 0 ? '' : source.path.slice(0, slash);
}

function logPath(indexDir: string): string {
  return join(indexDir, 'embedding.log');
}
