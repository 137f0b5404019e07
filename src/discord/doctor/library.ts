import type { Config } from '../../config.ts';
import { hashCorpus } from '../../corpus/load.ts';
import { IndexError, messageOf, UserError } from '../../errors.ts';
import { indexFreshness } from '../../index/freshness.ts';
import { mismatch } from '../../index/manifest.ts';
import { readCurrent } from '../../index/store.ts';
import { isShipped, verifyModel } from '../../model/model-files.ts';
import { DEFAULT_EMBEDDING_MODEL, DEFAULT_READER_MODEL } from '../../model/settings.ts';
import { counted, type Finding, ok, problem, warning } from './finding.ts';

const BUILD = 'Run npm run ingest; npm start does it too.';

/** Says whether there is an index that answers, whether it is of the sources as they are, and what it holds. */
export async function checkIndex(config: Config): Promise<Finding> {
  try {
    const freshness = await indexFreshness(config);
    // Without sources a missing or unusable index can't be built.
    if (freshness === 'missing' || freshness === 'unusable') await hashCorpus(config.corpusDir, config.maxSourceBytes);
    const current = freshness === 'unusable' ? null : await readCurrent(config.indexDir);
    if (current === null) {
      const message = freshness === 'missing' ? `There is none yet in ${config.indexDir}.` : await whyUnusable(config);
      return warning('index', message, BUILD);
    }
    const { corpus, created } = current.manifest;
    const holds = `${counted(corpus.sources, 'source')}, ${counted(corpus.passages, 'passage')}, made ${created}`;
    return freshness === 'fresh'
      ? ok('index', holds)
      : warning('index', `The sources changed since it was made; it answers from the old ones (${holds}).`, BUILD);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return problem('index', error.message, 'Put your sources there, or set CORPUS_DIR to their folder.');
  }
}

async function whyUnusable({ indexDir, embedding }: Config): Promise<string> {
  try {
    const current = await readCurrent(indexDir);
    return `The index in ${indexDir} can't be used: ${(current && mismatch(current.manifest, embedding)) ?? 'it changed just now'}.`;
  } catch (error) {
    if (!(error instanceof IndexError)) throw error;
    return error.message;
  }
}

/** Compares the files of the embedding model and of the reader with the sums that ship with them. */
export async function checkModels({ embedding, readerModel }: Config): Promise<Finding[]> {
  return [
    await checkModel(embedding, embedding.model, 'embedding model'),
    readerModel === null
      ? ok('models', 'The reader is switched off')
      : await checkModel(embedding, readerModel, 'reader'),
  ];
}

async function checkModel(
  { modelsDir, cacheDir }: Config['embedding'],
  model: string,
  what: 'embedding model' | 'reader',
): Promise<Finding> {
  const setting = what === 'reader' ? 'READER_MODEL' : 'EMBEDDING_MODEL';
  const named = `The ${what} ${model}`;
  try {
    if ((await verifyModel(modelsDir, model)) !== null) return ok('models', `${named}: its files have the right sums`);
  } catch (error) {
    return problem('models', messageOf(error), 'Run git checkout -- models.');
  }
  if (await isShipped(modelsDir, model)) return ok('models', `${named}: is there, and brings no sums to check`);
  if (model === DEFAULT_EMBEDDING_MODEL || model === DEFAULT_READER_MODEL)
    return problem('models', `${named} ships with the program and is missing.`, 'Run git checkout -- models.');
  if (model.includes('../'))
    return problem('models', `${named} is not there.`, `Set ${setting} to a model's folder or id, or unset it.`);
  if (await isShipped(cacheDir, model)) return ok('models', `${named}: was downloaded, and brings no sums to check`);
  return warning(
    'models',
    `${named} is not here yet.`,
    `It will be downloaded when it is first used; unset ${setting} to use the one that ships.`,
  );
}
