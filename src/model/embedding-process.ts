// Runs in a child process of an ingest: embeds texts, so that the ingest's own thread stays free.
import { serve } from './child.ts';
import type { EmbeddingSettings } from './settings.ts';
import { type Embedder, loadEmbedder } from './transformers.ts';

let embedder: Embedder | undefined;

function loaded(): Embedder {
  if (!embedder) throw new Error('load() must be called first');
  return embedder;
}

const functions = {
  async load(settings: EmbeddingSettings): Promise<{ dimension: number; maxTokens: number }> {
    embedder = await loadEmbedder(settings, (file, had, total) => parent.downloading.asEvent(file, had, total));
    return { dimension: embedder.dimension, maxTokens: embedder.maxTokens };
  },
  countTokens: (texts: readonly string[]): number[] => loaded().countTokens(texts),
  embed: (text: string): Promise<Float32Array> => loaded().embedPassage(text),
};

export type EmbeddingService = typeof functions;
export interface EmbeddingParent {
  downloading(file: string, loaded: number, total: number): void;
}

const parent = serve<EmbeddingService, EmbeddingParent>(functions);
