import { collectionOf } from './ingest.ts';
import { Names } from './names.ts';
import { boilerplateOf, type IndexedPassage, type OpenIndex } from './open.ts';
import type { VectorFilter, Vectors } from './vectors.ts';

/** Collections that may be seen; null: all. */
export type Scope = readonly string[] | null;

/**
 * An index of some collections only. Words, names and their spelling are learned from these alone, so that nothing that is
 * done with it (a correction, a refusal's reason, an alias) tells of the others. Unknown collections add nothing.
 */
export function restrict(index: OpenIndex, collections: readonly string[]): OpenIndex {
  const allowed = new Set(collections);
  const sources = index.sources.filter((source) => allowed.has(collectionOf(source)));
  const ids = new Set(sources.map(({ id }) => id));
  const within = index.passages.filter(({ sourceId }) => ids.has(sourceId));
  const passages: IndexedPassage[] = within.map((passage, position) => ({ ...passage, position }));
  const kept = new Map(passages.map((passage) => [passage.id, passage]));
  return {
    ...index,
    sources,
    passages,
    passageById: kept,
    passageByReference: new Map(
      [...index.passageByReference].flatMap(([reference, { id }]) => {
        const passage = kept.get(id);
        return passage ? [[reference, passage] as const] : [];
      }),
    ),
    vectors: restrictVectors(index.vectors, [...allowed], kept),
    keywords: index.keywords.restrict(within.map(({ position }) => position)),
    names: Names.learn(sources),
    boilerplate: boilerplateOf(sources),
  };
}

function restrictVectors(
  vectors: Vectors,
  collections: readonly string[],
  kept: ReadonlyMap<string, unknown>,
): Vectors {
  const within = (filter: VectorFilter = {}): VectorFilter => ({
    ...filter,
    collections: filter.collections ? filter.collections.filter((one) => collections.includes(one)) : collections,
  });
  return {
    size: kept.size,
    query: (vector, k, filter) => (kept.size === 0 ? Promise.resolve([]) : vectors.query(vector, k, within(filter))),
    similarity: (id, vector) => (kept.has(id) ? vectors.similarity(id, vector) : null),
    async all() {
      return new Map([...(await vectors.all())].filter(([id]) => kept.has(id)));
    },
  };
}
