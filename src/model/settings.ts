/** Which embedding model to use and how; all of it is part of the index's identity. */
export interface EmbeddingSettings {
  /** Model id in the layout of @xenova/transformers, a folder under `modelsDir` or a hub id. */
  readonly model: string;
  readonly pooling: 'cls' | 'mean';
  /** Put before a question, never before a passage. */
  readonly queryPrefix: string;
  /** Folder of the models that ship with the program. */
  readonly modelsDir: string;
  /** Folder that downloaded models are kept in. */
  readonly cacheDir: string;
  /** Mirror of the Hugging Face hub to download from, or null for the hub itself. */
  readonly hubUrl: string | null;
}

export const DEFAULT_EMBEDDING_MODEL = 'Xenova/bge-small-en-v1.5';

/** The extractive reader that ships; its PROVENANCE.md says what it was made of and how it is used. */
export const DEFAULT_READER_MODEL = 'reader-minilm-l6-sanctions';

/** From the model's PROVENANCE.md: bge's recommended question prefix. Passages have none. */
export const BGE_QUERY_PREFIX = 'Represent this sentence for searching relevant passages: ';
