import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { config as readDotenv } from 'dotenv';
import { z } from 'zod';
import { DEFAULT_MAX_SOURCE_BYTES } from './corpus/load.ts';
import { ConfigError } from './errors.ts';
import type { IngestSettings } from './index/ingest.ts';
import { BGE_QUERY_PREFIX, DEFAULT_EMBEDDING_MODEL, DEFAULT_READER_MODEL } from './model/settings.ts';

/** The project's own folder: relative paths in the environment count from here. */
export const PROJECT_DIR = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Folder of the models that ship with the program. */
const MODELS_DIR = resolve(PROJECT_DIR, 'models');

const blankIsUnset = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsUnset, schema.optional());
const withDefault = <T extends z.ZodType>(schema: T, value: z.input<T>) =>
  z.preprocess((given) => blankIsUnset(given) ?? value, schema);
const folder = (value: string) =>
  withDefault(
    z.string().transform((path) => resolve(PROJECT_DIR, path)),
    value,
  );
const snowflake = z.string().regex(/^\d{17,20}$/, 'must be a Discord id: 17 to 20 digits');
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });

const schema = z.object({
  DISCORD_TOKEN: optional(
    z.string().regex(/^\S+\.\S+\.\S+$/, 'does not look like a bot token: three parts joined by dots'),
  ),
  DISCORD_GUILD_ID: optional(snowflake),
  DISCORD_API_URL: optional(httpUrl),
  CORPUS_DIR: folder('corpus'),
  INDEX_DIR: folder('.index'),
  EMBEDDING_MODEL: withDefault(
    z.string().regex(/^[\w.-]+(?:\/[\w.-]+)?$/, 'must be a model id such as Xenova/bge-small-en-v1.5'),
    DEFAULT_EMBEDDING_MODEL,
  ),
  EMBEDDING_POOLING: optional(z.enum(['cls', 'mean'])),
  EMBEDDING_QUERY_PREFIX: z.string().optional(),
  READER_MODEL: withDefault(
    z
      .string()
      .regex(/^(?:off|[\w.-]+(?:\/[\w.-]+)?|(?:\.{1,2}[\\/]|\/|[A-Za-z]:[\\/]).+)$/, {
        error: 'must be a model id, a folder (./…, ../… or absolute), or off',
      })
      .transform(readerModel),
    DEFAULT_READER_MODEL,
  ),
  MODEL_CACHE_DIR: folder('.models'),
  MODEL_HUB_URL: optional(httpUrl),
  DATA_DIR: folder('.data'),
  HEALTH_PORT: optional(z.coerce.number().int().min(1).max(65_535)),
  GUILD_COLLECTIONS: optional(z.string().transform(guildCollections)),
  MAX_SOURCE_BYTES: withDefault(z.coerce.number().int().min(1), DEFAULT_MAX_SOURCE_BYTES),
  SOURCE_BASE_URL: optional(httpUrl),
  NO_COLOR: z.string().optional(),
  LOG_LEVEL: withDefault(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']), 'info'),
});

export interface Config extends IngestSettings {
  /** Id of the extractive reader, or null for none. */
  readonly readerModel: string | null;
  readonly discord: { readonly token: string | null; readonly guildId: string | null; readonly apiUrl: string | null };
  /** Site that relative source URLs are resolved against, or null: then they are shown as they are. */
  readonly sourceBaseUrl: string | null;
  /** Folder of the bot's own state. */
  readonly dataDir: string;
  /** What each server may see at most, by its id, `*` for the others and for direct messages; null: everything. */
  readonly guildCollections: ReadonlyMap<string, readonly string[]> | null;
  /** Loopback port of /healthz and /metrics, or null. */
  readonly healthPort: number | null;
  /** False when NO_COLOR is set (https://no-color.org). */
  readonly colour: boolean;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
}

/** `123…:eu,us;*:public`: collections by server. A lone `/` names the top of the corpus. */
function guildCollections(value: string, context: z.RefinementCtx): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const entry of value.split(';').map((each) => each.trim())) {
    if (entry === '') continue;
    const [, guild, list] = /^(\d{17,20}|\*)\s*:(.*)$/s.exec(entry) ?? [];
    if (guild === undefined || list === undefined || found.has(guild)) {
      context.addIssue({ code: 'custom', message: 'must be SERVER_ID:folder,folder;*:folder, each server once' });
      return found;
    }
    const folders = list.split(',').map((name) => name.trim());
    found.set(
      guild,
      folders.filter((name) => name !== '').map((name) => (name === '/' ? '' : name)),
    );
  }
  return found;
}

/** A reader's folder as the models' folder sees it, which is how @xenova/transformers takes local models; an id as it is. */
function readerModel(value: string): string {
  if (!/^(?:\.{1,2}[\\/]|\/|[A-Za-z]:[\\/])/.test(value)) return value;
  return `../${relative(PROJECT_DIR, resolve(PROJECT_DIR, value))}`.replaceAll('\\', '/');
}

/**
 * Reads the configuration from the environment and from `.env` in the project's folder; the environment wins.
 * @param overrides take precedence over both (command-line options); undefined ones are ignored.
 * @throws ConfigError that lists every bad key at once.
 */
export function readConfig(overrides: Record<string, string | undefined> = {}, environment = process.env): Config {
  const file = resolve(PROJECT_DIR, '.env');
  const fromFile: Record<string, string> = {};
  if (existsSync(file)) readDotenv({ path: file, processEnv: fromFile, quiet: true });
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
  const parsed = schema.safeParse({ ...fromFile, ...environment, ...given });
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${String(issue.path[0])}: ${issue.message}`);
    throw new ConfigError(
      `The configuration has ${lines.length} bad value${lines.length > 1 ? 's' : ''} (see .env.example):\n${lines.join('\n')}`,
    );
  }
  const env = parsed.data;
  const isDefaultModel = env.EMBEDDING_MODEL === DEFAULT_EMBEDDING_MODEL;
  return Object.freeze({
    discord: Object.freeze({
      token: env.DISCORD_TOKEN ?? null,
      guildId: env.DISCORD_GUILD_ID ?? null,
      apiUrl: env.DISCORD_API_URL ?? null,
    }),
    corpusDir: env.CORPUS_DIR,
    indexDir: env.INDEX_DIR,
    maxSourceBytes: env.MAX_SOURCE_BYTES,
    embedding: Object.freeze({
      model: env.EMBEDDING_MODEL,
      pooling: env.EMBEDDING_POOLING ?? (isDefaultModel ? 'cls' : 'mean'),
      queryPrefix: env.EMBEDDING_QUERY_PREFIX ?? (isDefaultModel ? BGE_QUERY_PREFIX : ''),
      modelsDir: MODELS_DIR,
      cacheDir: env.MODEL_CACHE_DIR,
      hubUrl: env.MODEL_HUB_URL ?? null,
    }),
    readerModel: env.READER_MODEL === 'off' ? null : env.READER_MODEL,
    sourceBaseUrl: env.SOURCE_BASE_URL ?? null,
    dataDir: env.DATA_DIR,
    guildCollections: env.GUILD_COLLECTIONS ?? null,
    healthPort: env.HEALTH_PORT ?? null,
    colour: !env.NO_COLOR,
    logLevel: env.LOG_LEVEL,
  });
}
