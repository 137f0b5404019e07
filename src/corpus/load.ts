import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { glob } from 'tinyglobby';
import { messageOf, UserError } from '../errors.ts';
import { readFrontMatter, SourceFileError } from './front-matter.ts';
import type { Source } from './source.ts';

/** A file that could not be taken into the corpus, and why. `line` is counted from 1. */
export interface BadFile {
  readonly path: string;
  readonly line: number;
  readonly reason: string;
}

export interface Corpus {
  readonly sources: readonly Source[];
  readonly bad: readonly BadFile[];
  /** sha256 over every file's path and content, bad ones included: it changes when and only when a file does. */
  readonly hash: string;
}

/** Files over this size are refused: 5 MiB is some 800,000 words, far over any article or report. Set by MAX_SOURCE_BYTES. */
export const DEFAULT_MAX_SOURCE_BYTES = 5 * 1024 * 1024;

/** Outcome of reading one file's bytes, before its content is looked at. */
interface ReadFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: Buffer | null;
  readonly problem: string | null;
}

/**
 * Reads every .md and .txt file under a folder, subfolders included, in the order of their paths.
 * A bad file is reported and left out; it never stops the others.
 * @throws UserError when the folder does not exist or holds no such file.
 */
export async function loadCorpus(folder: string, maxBytes = DEFAULT_MAX_SOURCE_BYTES): Promise<Corpus> {
  const files = await readFiles(folder, maxBytes);
  const sources: Source[] = [];
  const bad: BadFile[] = [];
  const pathOfId = new Map<string, string>();
  for (const file of files) {
    try {
      if (file.bytes === null) throw new SourceFileError(file.problem ?? 'cannot be read', 1);
      const source = parseSource(file.path, file.bytes, file.sha256);
      const earlier = pathOfId.get(source.id);
      if (earlier !== undefined)
        throw new SourceFileError(`id "${source.id}" is already used by ${earlier}; give one of them another id`, 1);
      pathOfId.set(source.id, file.path);
      sources.push(source);
    } catch (error) {
      bad.push({
        path: file.path,
        line: error instanceof SourceFileError ? error.line : 1,
        reason: messageOf(error),
      });
    }
  }
  return { sources, bad, hash: hashOf(files) };
}

/**
 * Returns the hash that `loadCorpus` gives for the folder, without parsing anything.
 * @throws UserError as `loadCorpus` does.
 */
export async function hashCorpus(folder: string, maxBytes = DEFAULT_MAX_SOURCE_BYTES): Promise<string> {
  return hashOf(await readFiles(folder, maxBytes));
}

async function readFiles(folder: string, maxBytes: number): Promise<ReadFile[]> {
  const info = await stat(folder).catch(() => null);
  if (!info?.isDirectory())
    throw new UserError(
      `The corpus folder ${folder} does not exist. Create it, or set CORPUS_DIR (or --corpus) to the folder of your sources.`,
    );
  const paths = await glob('**/*.{md,txt}', {
    cwd: folder,
    dot: false,
    caseSensitiveMatch: false,
    expandDirectories: false,
  });
  if (paths.length === 0)
    throw new UserError(`The corpus folder ${folder} holds no .md or .txt file. Put at least one source there.`);
  const ordered = paths.map((path) => path.split('\\').join('/')).sort((a, b) => (a < b ? -1 : 1));
  const files: ReadFile[] = [];
  const atOnce = 32;
  for (let i = 0; i < ordered.length; i += atOnce)
    files.push(...(await Promise.all(ordered.slice(i, i + atOnce).map((path) => readOne(folder, path, maxBytes)))));
  return files;
}

async function readOne(folder: string, path: string, maxBytes: number): Promise<ReadFile> {
  const failed = (problem: string, seed: string): ReadFile => ({
    path,
    sha256: sha256(Buffer.from(seed)),
    bytes: null,
    problem,
  });
  try {
    const { size } = await stat(join(folder, path));
    if (size > maxBytes)
      return failed(
        `the file has ${size} bytes, over the limit of ${maxBytes}; split it, or raise MAX_SOURCE_BYTES`,
        `size ${size}`,
      );
    const bytes = await readFile(join(folder, path));
    return { path, sha256: sha256(bytes), bytes, problem: null };
  } catch (error) {
    return failed(`cannot be read: ${messageOf(error)}`, 'unreadable');
  }
}

/**
 * Makes a source of a file's bytes.
 * @param path relative to the corpus folder.
 * @throws SourceFileError when the bytes are not UTF-8, the front matter is bad, or there is no text.
 */
export function parseSource(path: string, bytes: Buffer, sha = sha256(bytes)): Source {
  const text = decode(bytes);
  const { matter, bodyStart } = readFrontMatter(text);
  if (text.slice(bodyStart).trim() === '') throw new SourceFileError('the file holds no text', 1);
  const format = path.toLowerCase().endsWith('.txt') ? 'text' : 'markdown';
  const stem = path.slice(0, path.length - posix.extname(path).length);
  return {
    id: matter.id ?? stem,
    path,
    title: matter.title ?? titleFrom(text.slice(bodyStart), format) ?? posix.basename(stem).replaceAll(/[-_]+/g, ' '),
    publisher: matter.publisher,
    published: matter.published,
    dateKind: matter.dateKind,
    url: matter.url,
    language: matter.language,
    aliases: matter.aliases,
    extra: matter.extra,
    sha256: sha,
    format,
    text,
    bodyStart,
  };
}

/** A Markdown text's first heading, or a plain text's first line when it is short and stands alone. */
function titleFrom(body: string, format: Source['format']): string | null {
  if (format === 'markdown') return /^#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*\r?$/m.exec(body)?.[1] ?? null;
  return /^\s*([^\r\n]{1,200}?)[ \t]*\r?\n[ \t]*\r?\n/.exec(body)?.[1] ?? null;
}

/** Decodes UTF-8 strictly, keeping a byte order mark so that offsets count from the file's first character. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SourceFileError('the file is not valid UTF-8; save it as UTF-8', lineOfInvalidByte(bytes));
  }
}

function lineOfInvalidByte(bytes: Buffer): number {
  const lenient = bytes.toString('utf8');
  // The replacement character stands where decoding failed, unless the file held one itself.
  return lenient.slice(0, Math.max(0, lenient.indexOf('\uFFFD'))).split('\n').length;
}

function hashOf(files: readonly ReadFile[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file.path}\0${file.sha256}\n`);
  return hash.digest('hex');
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
