import { isMap, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { DateKind } from './source.ts';

/** A file's content can't be used. `line` is counted from 1 in the file. */
export class SourceFileError extends Error {
  override readonly name = 'SourceFileError';
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}

export interface FrontMatter {
  readonly id: string | null;
  readonly title: string | null;
  readonly publisher: string | null;
  readonly published: string | null;
  readonly dateKind: DateKind;
  readonly url: string | null;
  readonly language: string | null;
  readonly aliases: readonly string[];
  readonly extra: Readonly<Record<string, unknown>>;
}

const OPENING = /^\uFEFF?---[ \t]*\r?\n/;
const CLOSING = /^---[ \t]*(?:\r?\n|$)/m;

const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => {
    const trimmed = value === null || value === undefined ? '' : String(value).trim();
    return trimmed === '' ? null : trimmed;
  });

/** A calendar date as collections write it (`2020-11-30`, or a timestamp that begins so); the day is kept as written. */
const day = text.refine((value) => value === null || isDay(value), {
  message: 'is not a date such as 2020-11-30',
});

const schema = z.object({
  id: text,
  title: text,
  publisher: text,
  published: day,
  date: day,
  date_kind: z.enum(['published', 'event']).nullish(),
  url: text,
  language: text,
  aliases: z
    .union([z.array(z.union([z.string(), z.number()]).transform(String)), z.string().transform((one) => [one])])
    .nullish(),
});

/**
 * Reads the YAML front matter of a file's text.
 * @returns the known keys (`date` stands in for `published`), the others in `extra`, and where the body begins.
 * A text without front matter gives empty values and a body that begins at 0 (after a byte order mark).
 * @throws SourceFileError with the line, when the block is not closed, is not YAML, or a known key has a wrong type.
 */
export function readFrontMatter(content: string): { matter: FrontMatter; bodyStart: number } {
  const opening = OPENING.exec(content);
  if (!opening) return { matter: interpret({}, () => 1), bodyStart: content.startsWith('\uFEFF') ? 1 : 0 };
  const rest = content.slice(opening[0].length);
  const closing = CLOSING.exec(rest);
  if (!closing) {
    // A thematic break may open a text that has no front matter at all.
    if (!/^[A-Za-z_][\w -]*:/.test(rest))
      return { matter: interpret({}, () => 1), bodyStart: content.startsWith('\uFEFF') ? 1 : 0 };
    throw new SourceFileError('the front matter opened by --- on line 1 is never closed by another ---', 1);
  }
  const yaml = rest.slice(0, closing.index);
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, schema: 'core', prettyErrors: false });
  const error = document.errors[0];
  // The YAML begins on the file's second line.
  if (error) throw new SourceFileError(`front matter: ${error.message}`, lines.linePos(error.pos[0]).line + 1);
  if (document.contents !== null && !isMap(document.contents))
    throw new SourceFileError('front matter must be "key: value" lines', 2);
  const lineOf = (key: string): number => {
    const pair = isMap(document.contents)
      ? document.contents.items.find((item) => String((item.key as { value?: unknown })?.value) === key)
      : undefined;
    const range = (pair?.key as { range?: [number, number, number] } | undefined)?.range;
    return range ? lines.linePos(range[0]).line + 1 : 2;
  };
  const values = (document.toJS({ maxAliasCount: 20 }) ?? {}) as Record<string, unknown>;
  return { matter: interpret(values, lineOf), bodyStart: opening[0].length + closing.index + closing[0].length };
}

function interpret(values: Record<string, unknown>, lineOf: (key: string) => number): FrontMatter {
  const parsed = schema.safeParse(values);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const key = String(issue?.path[0] ?? '');
    throw new SourceFileError(`front matter: "${key}" ${issue?.message ?? 'is not valid'}`, lineOf(key));
  }
  const known = parsed.data;
  const extra = Object.fromEntries(Object.entries(values).filter(([key]) => !(key in schema.shape)));
  const published = known.published ?? known.date;
  return {
    id: known.id,
    title: known.title,
    publisher: known.publisher,
    published: published === null ? null : published.slice(0, 10),
    dateKind: known.date_kind ?? 'published',
    url: known.url,
    language: known.language,
    aliases: known.aliases ?? [],
    extra,
  };
}

function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}(?:$|[T ])/.test(value)) return false;
  const date = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value.slice(0, 10));
}
