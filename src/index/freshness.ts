import { hashCorpus } from '../corpus/load.ts';
import { IndexError } from '../errors.ts';
import type { IngestSettings } from './ingest.ts';
import { mismatch } from './manifest.ts';
import { readCurrent } from './store.ts';

export type Freshness = 'fresh' | 'stale' | 'missing' | 'unusable';

/**
 * Compares the index with the corpus folder and the settings.
 * @returns 'stale' when files changed since, 'unusable' when the index is damaged or was made with other settings.
 * @throws UserError when the corpus folder is missing or empty and there is no usable index either.
 */
export async function indexFreshness(settings: IngestSettings): Promise<Freshness> {
  const current = await readCurrent(settings.indexDir).catch((error: unknown) => {
    if (error instanceof IndexError) return 'unusable' as const;
    throw error;
  });
  if (current === 'unusable') return 'unusable';
  if (current === null) return 'missing';
  if (mismatch(current.manifest, settings.embedding)) return 'unusable';
  return (await hashCorpus(settings.corpusDir, settings.maxSourceBytes)) === current.manifest.corpus.hash
    ? 'fresh'
    : 'stale';
}
