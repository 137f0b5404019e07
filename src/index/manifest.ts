import { z } from 'zod';
import { CHUNKING_VERSION, PASSAGE_TOKENS } from '../corpus/chunk.ts';
import type { EmbeddingSettings } from '../model/settings.ts';

/** Bumped when the files of an index change their form. */
export const INDEX_FORMAT = 2;

export const manifestSchema = z.object({
  format: z.number(),
  model: z.object({
    id: z.string(),
    sha256: z.string().nullable(),
    dimension: z.number().int().positive(),
    pooling: z.enum(['cls', 'mean']),
    queryPrefix: z.string(),
  }),
  chunking: z.object({ version: z.number(), tokens: z.number() }),
  corpus: z.object({ hash: z.string(), sources: z.number(), passages: z.number() }),
  created: z.string(),
});

/** What an index was made of and how; it answers only for a program that would make it the same way. */
export type Manifest = z.infer<typeof manifestSchema>;

/** Returns why an index with this manifest can't answer under these settings, or null when it can. */
export function mismatch(manifest: Manifest, settings: EmbeddingSettings): string | null {
  const differs: string[] = [];
  const compare = (what: string, has: unknown, wants: unknown) => {
    if (has !== wants) differs.push(`${what} is ${JSON.stringify(has)}, but ${JSON.stringify(wants)} is wanted`);
  };
  compare('its format', manifest.format, INDEX_FORMAT);
  compare('its embedding model', manifest.model.id, settings.model);
  compare('its pooling', manifest.model.pooling, settings.pooling);
  compare('its question prefix', manifest.model.queryPrefix, settings.queryPrefix);
  compare('its chunking version', manifest.chunking.version, CHUNKING_VERSION);
  compare('its passage size', manifest.chunking.tokens, PASSAGE_TOKENS);
  return differs.length > 0 ? differs.join('; ') : null;
}
