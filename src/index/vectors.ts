// The only file that imports vectra.
import { constants } from 'node:buffer';
import { LocalIndex, type MetadataTypes } from 'vectra';

/** What can be filtered on; kept small, since every item stands in one JSON file. */
export interface VectorMetadata extends Record<string, MetadataTypes> {
  /** Date as a number, YYYYMMDD; 0 when the source has none. */
  published: number;
  /** First folder of the source's path; '' at the top. */
  collection: string;
}

export interface VectorItem {
  readonly id: string;
  readonly vector: Float32Array;
  readonly metadata: VectorMetadata;
}

export interface VectorHit {
  readonly id: string;
  /** Cosine similarity, -1 to 1. */
  readonly score: number;
}

/** Restricts a search. Every part given must hold. */
export interface VectorFilter {
  /** Earliest and latest date, YYYYMMDD, both included. Passages without a date pass neither. */
  readonly from?: number;
  readonly to?: number;
  /** Only these collections; an empty list finds nothing. */
  readonly collections?: readonly string[];
}

export interface Vectors {
  readonly size: number;
  /** The `k` items most similar to a vector of the index's dimension, best first. */
  query(vector: Float32Array, k: number, filter?: VectorFilter): Promise<VectorHit[]>;
  /** Cosine similarity of an item, by its id, and a vector; null when there is no such item. */
  similarity(id: string, vector: Float32Array): number | null;
  /** Every item's vector by its id. */
  all(): Promise<Map<string, Float32Array>>;
}

/**
 * Components are stored rounded to six decimals: 10 characters each instead of some 20, so that an index file is half as
 * large and loads twice as fast. A unit vector of 384 components moves by at most 1e-5, far below the 5e-3 that the
 * model's own 8-bit weights cost (PROVENANCE.md: cosine to full precision 0.990 to 0.998).
 */
const DECIMALS = 1e6;
const CHARACTERS_PER_COMPONENT = 10;
/** `{"id":"","metadata":{"published":20201130,"collection":""},"vector":[],"norm":0.9999999999999999},` and some room. */
const CHARACTERS_PER_ITEM = 120;

/** Vectra keeps an index in one JSON string, and V8 allows no longer string than this (Node 20: 536,870,888). */
export const MAX_INDEX_CHARACTERS = constants.MAX_STRING_LENGTH;

/** An upper bound of the characters that Vectra's index file will have. */
export function indexCharacters(ids: readonly string[], collections: readonly string[], dimension: number): number {
  let total = 100;
  for (let i = 0; i < ids.length; i++)
    total +=
      JSON.stringify(ids[i]).length +
      JSON.stringify(collections[i] ?? '').length +
      CHARACTERS_PER_ITEM +
      dimension * CHARACTERS_PER_COMPONENT;
  return total;
}

/** Writes a new Vectra index into an empty folder. */
export async function writeVectors(folder: string, items: readonly VectorItem[]): Promise<void> {
  const index = new LocalIndex(folder);
  await index.createIndex({ version: 1, deleteIfExists: true });
  await index.batchInsertItems(
    items.map(({ id, vector, metadata }) => ({
      id,
      metadata,
      vector: Array.from(vector, (component) => Math.round(component * DECIMALS) / DECIMALS),
    })),
  );
}

/** Loads the Vectra index of a folder into memory. */
export async function openVectors(folder: string): Promise<Vectors> {
  const index = new LocalIndex<VectorMetadata>(folder);
  const items = await index.listItems();
  const dimension = items[0]?.vector.length ?? 0;
  const byId = new Map(items.map((item) => [item.id, item]));
  return {
    size: items.length,
    async query(vector, k, filter) {
      // Vectra would answer a vector of another length with NaN scores.
      if (items.length > 0 && vector.length !== dimension)
        throw new RangeError(`a vector of ${vector.length} components asked of an index of ${dimension}`);
      const hits = await index.queryItems(Array.from(vector), '', k, vectraFilter(filter));
      return hits.map(({ item, score }) => ({ id: item.id, score }));
    },
    similarity(id, vector) {
      const item = byId.get(id);
      return item ? item.vector.reduce((sum, component, i) => sum + component * vector[i]!, 0) / item.norm : null;
    },
    async all() {
      return new Map(items.map((item) => [item.id, Float32Array.from(item.vector)]));
    },
  };
}

function vectraFilter(filter: VectorFilter | undefined) {
  const parts: Record<string, object>[] = [];
  if (filter?.from !== undefined || filter?.to !== undefined)
    parts.push({ published: { $gte: filter.from ?? 1 } }, { published: { $lte: filter.to ?? 99991231 } });
  if (filter?.collections) parts.push({ collection: { $in: [...filter.collections] } });
  return parts.length > 0 ? { $and: parts } : undefined;
}
