import { createHash } from 'node:crypto';
import { plainPassage } from '../corpus/chunk.ts';
import type { Passage } from '../corpus/source.ts';
import { IndexError } from '../errors.ts';
import type { EmbeddingSettings } from '../model/settings.ts';
import { type IndexedSource, readDocuments } from './documents.ts';
import { Keywords } from './keywords.ts';
import { type Manifest, mismatch } from './manifest.ts';
import { Names } from './names.ts';
import { type CurrentIndex, currentGeneration, INGEST_COMMAND, readCurrent } from './store.ts';
import { openVectors, type Vectors } from './vectors.ts';

/** A passage with the source it was cut from. `position` is its place in the index, the keyword index's id. */
export interface IndexedPassage extends Passage {
  readonly position: number;
  readonly source: IndexedSource;
  /** The passage in plain text. */
  readonly plain: string;
}

/** An index in memory, all of one generation. */
export interface OpenIndex {
  readonly generation: string;
  readonly manifest: Manifest;
  readonly sources: readonly IndexedSource[];
  readonly passages: readonly IndexedPassage[];
  /** By `passageReference`. */
  readonly passageByReference: ReadonlyMap<string, IndexedPassage>;
  readonly passageById: ReadonlyMap<string, IndexedPassage>;
  readonly vectors: Vectors;
  readonly keywords: Keywords;
  readonly names: Names;
  /** Sentences that stand in so many sources, word for word, that they tell nothing of any: never evidence. */
  readonly boilerplate: ReadonlySet<string>;
}

/** Which index something was taken from. */
export interface IndexVersion {
  readonly generation: string;
  /** sha256 over the ids and content of all sources, hexadecimal. */
  readonly corpus: string;
  /** ISO time at which it was made. */
  readonly created: string;
  readonly model: string;
}

export function versionOf({ generation, manifest }: Pick<OpenIndex, 'generation' | 'manifest'>): IndexVersion {
  return { generation, corpus: manifest.corpus.hash, created: manifest.created, model: manifest.model.id };
}

/**
 * Sources that make a sentence boilerplate. Of 2,678 press releases 165 sentences stand in as many or more: penalties,
 * licences, where to ask; none of 1,120 sentences that answer a question of the sets does, and none stands in more than 3.
 */
const BOILERPLATE_SOURCES = 8;

/**
 * Loads the index that answers.
 * @throws IndexError when there is none, or when it was made otherwise than these settings would make it.
 */
export async function openIndex(indexDir: string, settings: EmbeddingSettings): Promise<OpenIndex> {
  for (;;) {
    const current = await readCurrent(indexDir);
    if (!current) throw new IndexError(`There is no index in ${indexDir}. Build it with: ${INGEST_COMMAND}`);
    const reason = mismatch(current.manifest, settings);
    if (reason)
      throw new IndexError(`The index in ${indexDir} can't be used: ${reason}. Rebuild it with: ${INGEST_COMMAND}`);
    try {
      return await load(current);
    } catch (error) {
      // An ingest may have published a newer generation, and removed this one, while it was being read.
      if ((await currentGeneration(indexDir)) !== current.generation) continue;
      throw new IndexError(`The index in ${indexDir} is damaged. Rebuild it with: ${INGEST_COMMAND}`, { cause: error });
    }
  }
}

async function load({ folder, generation, manifest }: CurrentIndex): Promise<OpenIndex> {
  const [sources, vectors, keywords, names] = [
    await readDocuments(folder),
    await openVectors(folder),
    await Keywords.load(folder),
    await Names.load(folder),
  ];
  const passages: IndexedPassage[] = [];
  for (const source of sources)
    for (const passage of source.passages)
      passages.push({
        ...passage,
        source,
        position: passages.length,
        plain: plainPassage(source.sentences, passage, source.text),
      });
  if (vectors.size !== passages.length || manifest.corpus.passages !== passages.length)
    throw new Error(`the index holds ${vectors.size} vectors and ${passages.length} passages`);
  const passageById = new Map(passages.map((passage) => [passage.id, passage]));
  const passageByReference = new Map(passages.map((passage) => [passageReference(passage.id, passage.plain), passage]));
  return {
    generation,
    manifest,
    sources,
    passages,
    passageById,
    passageByReference,
    vectors,
    keywords,
    names,
    boilerplate: boilerplateOf(sources),
  };
}

/** Sentences that so many of the sources hold that they are boilerplate. */
export function boilerplateOf(sources: readonly IndexedSource[]): Set<string> {
  const seen = new Map<string, { count: number; last: string }>();
  for (const { id, sentences } of sources)
    for (const { plain } of sentences) {
      const entry = seen.get(plain);
      if (!entry) seen.set(plain, { count: 1, last: id });
      else if (entry.last !== id) {
        entry.count++;
        entry.last = id;
      }
    }
  return new Set([...seen].filter(([, { count }]) => count >= BOILERPLATE_SOURCES).map(([plain]) => plain));
}

/**
 * A short name for a passage with its present text, 16 hexadecimal digits: short enough for a Discord custom id, which
 * a passage's id may not be, and no longer valid once the text changes.
 */
export function passageReference(id: string, plain: string): string {
  return createHash('sha256').update(`${id}\0${plain}`).digest('hex').slice(0, 16);
}
