// The only file that imports @xenova/transformers.
import { join } from 'node:path';
import {
  AutoModelForQuestionAnswering,
  AutoTokenizer,
  env,
  type FeatureExtractionPipeline,
  pipeline,
  Tensor,
} from '@xenova/transformers';
import { ModelError, messageOf } from '../errors.ts';
import { isShipped } from './model-files.ts';
import { makeReader, type Reader } from './reader.ts';
import type { EmbeddingSettings } from './settings.ts';

/** Progress of a download: a file's name, bytes had, bytes in all (0 when unknown). */
export type OnDownload = (file: string, loaded: number, total: number) => void;

/** Turns texts into vectors of length 1. Vectors are arrays of `dimension` numbers. */
export interface Embedder {
  readonly dimension: number;
  /** Most tokens the model reads of a text, special tokens included; the rest is cut off. */
  readonly maxTokens: number;
  embedPassage(text: string): Promise<Float32Array>;
  embedQuestion(question: string): Promise<Float32Array>;
  /** Tokens of each text, special tokens not counted. */
  countTokens(texts: readonly string[]): number[];
  /** The model's tokens; the whole words among them are the common words of its language. */
  readonly vocabulary: readonly string[];
}

/**
 * Loads the embedding model: from `modelsDir` when it is there, and only then from the cache or the hub.
 * Texts are embedded one at a time: the 8-bit model scales its activations per batch, so in a batch a text's vector
 * would depend on its neighbours (measured: cosine 0.995 to 1), and batches are slower on the CPU.
 * @throws ModelError when the model can't be loaded or downloaded.
 */
export async function loadEmbedder(settings: EmbeddingSettings, onDownload?: OnDownload): Promise<Embedder> {
  const shipped = await allowModel(settings, settings.model);
  const extractor = await pipeline('feature-extraction', settings.model, {
    quantized: true,
    local_files_only: shipped,
    ...(shipped ? {} : { progress_callback: downloadReporter(onDownload) }),
  }).catch((error: unknown) => {
    throw new ModelError(explainLoading(settings.model, shipped, error, 'EMBEDDING_MODEL'), { cause: error });
  });
  return makeEmbedder(extractor as FeatureExtractionPipeline, settings);
}

/** Points the library at the model's folder; remote loading is allowed only for a model that is not shipped. */
async function allowModel(
  settings: Pick<EmbeddingSettings, 'modelsDir' | 'cacheDir' | 'hubUrl'>,
  model: string,
): Promise<boolean> {
  const shipped = await isShipped(settings.modelsDir, model);
  env.localModelPath = settings.modelsDir;
  env.cacheDir = settings.cacheDir;
  if (settings.hubUrl !== null) env.remoteHost = settings.hubUrl;
  env.allowRemoteModels = !shipped;
  return shipped;
}

/**
 * Lets what waits in the event loop happen before the next pass: onnxruntime-node computes within it, so that a name asked
 * for while one types would wait for a whole answer (measured: docs/benchmarks.md).
 */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function makeEmbedder(extractor: FeatureExtractionPipeline, settings: EmbeddingSettings): Promise<Embedder> {
  const embed = async (text: string): Promise<Float32Array> => {
    const output = await extractor(text, { pooling: settings.pooling as 'mean', normalize: true });
    await breathe();
    return Float32Array.from(output.data as Float32Array);
  };
  const tokenizer = extractor.tokenizer as unknown as {
    encode(text: string, pair: null, options: { add_special_tokens: boolean }): number[];
    model_max_length?: number;
    model: { vocab: readonly string[] };
  };
  const dimension = (await embed('dimension')).length;
  return {
    dimension,
    maxTokens: Math.min(tokenizer.model_max_length ?? 512, 512),
    embedPassage: embed,
    embedQuestion: (question) => embed(settings.queryPrefix + question),
    vocabulary: tokenizer.model.vocab,
    countTokens: (texts) => texts.map((text) => tokenizer.encode(text, null, { add_special_tokens: false }).length),
  };
}

function downloadReporter(onDownload: OnDownload | undefined) {
  return (event: { status: string; file?: string; loaded?: number; total?: number }) => {
    if (event.status === 'progress') onDownload?.(event.file ?? '', event.loaded ?? 0, event.total ?? 0);
  };
}

function explainLoading(model: string, shipped: boolean, error: unknown, setting: string): string {
  if (shipped)
    return `The model ${model} could not be loaded: ${messageOf(error)}. Restore it with: git checkout -- models`;
  return (
    `The model ${model} is not among the models that ship with the program and could not be downloaded ` +
    `(${messageOf(error)}). Check the network and the model's id, or unset ${setting} to use the one that ships.`
  );
}

/**
 * Loads the extractive reader, as `loadEmbedder` loads the embedder. One pair is read at a time, for the same reason.
 * @throws ModelError when the model can't be loaded or downloaded.
 */
export async function loadReader(
  model: string,
  settings: Pick<EmbeddingSettings, 'modelsDir' | 'cacheDir' | 'hubUrl'>,
  onDownload?: OnDownload,
): Promise<Reader> {
  const shipped = await allowModel(settings, model);
  if (!shipped && model.includes('../'))
    throw new ModelError(
      `There is no model in ${join(settings.modelsDir, model)} (no config.json). READER_MODEL takes a model's folder, its id, or off.`,
    );
  const options = {
    quantized: true,
    local_files_only: shipped,
    ...(shipped ? {} : { progress_callback: downloadReporter(onDownload) }),
  };
  const [tokenizer, network] = await Promise.all([
    AutoTokenizer.from_pretrained(model, options),
    AutoModelForQuestionAnswering.from_pretrained(model, options),
  ]).catch((error: unknown) => {
    throw new ModelError(explainLoading(model, shipped, error, 'READER_MODEL'), { cause: error });
  });
  const { encode, cls, sep } = tokenIds(tokenizer);
  return makeReader(encode, { cls, sep }, async (ids, types) => {
    const row = (values: readonly number[]) =>
      new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
    const output = await network({
      input_ids: row(ids),
      attention_mask: row(ids.map(() => 1)),
      token_type_ids: row(types),
    });
    await breathe();
    return { start: output.start_logits.data as Float32Array, end: output.end_logits.data as Float32Array };
  });
}

function tokenIds(tokenizer: unknown): { encode: (text: string) => number[]; cls: number; sep: number } {
  const typed = tokenizer as {
    encode(text: string, pair: null, options: { add_special_tokens: boolean }): number[];
    model: { tokens_to_ids: Map<string, number> };
  };
  const id = (token: string) => typed.model.tokens_to_ids.get(token) ?? 0;
  return {
    encode: (text) => typed.encode(text, null, { add_special_tokens: false }),
    cls: id('[CLS]'),
    sep: id('[SEP]'),
  };
}
