import { z } from 'zod';
import { messageOf, UserError } from '../errors.ts';
import { jsonLines } from '../json-lines.ts';

const span = z.object({ path: z.string(), start: z.number().int(), end: z.number().int(), sha256: z.string() });
const pattern = z.string().transform((source, context) => {
  try {
    return new RegExp(source, 'iu');
  } catch (error) {
    context.addIssue({ code: 'custom', message: messageOf(error) });
    return z.NEVER;
  }
});

const schema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  question: z.string(),
  docs: z.array(z.string()).default([]),
  gold: z.array(z.union([z.string(), span])).default([]),
  partly: z.array(span).default([]),
  any: z.array(pattern).default([]),
  not: z.array(pattern).default([]),
  refuse: z.boolean().default(false),
  type: z.string().default('untyped'),
  split: z.enum(['train', 'tune', 'held-out']).optional(),
});

/** A span of a file that answers: offsets are UTF-16 code units into the file's text, sha256 is of the file's bytes. */
export type GoldSpan = z.infer<typeof span>;

/** A question with what a right answer to it is. */
export type EvalQuestion = z.infer<typeof schema>;

/**
 * Reads a question file: JSON lines as docs/quality.md describes them.
 * @throws UserError naming the line that is not such a question, or an id that is used twice.
 */
export async function readQuestions(path: string): Promise<EvalQuestion[]> {
  const questions = new Map<string, EvalQuestion>();
  for await (const { row, line } of jsonLines(path, schema)) {
    if (questions.has(row.id)) throw new UserError(`${path}:${line}: the id "${row.id}" is used twice`);
    questions.set(row.id, row);
  }
  return [...questions.values()];
}

/**
 * Checks that gold given by offsets was taken from the very files that are in the corpus.
 * @throws UserError naming the questions whose file is missing or has another sum: their offsets point at other words.
 */
export function checkGold(
  questions: readonly EvalQuestion[],
  sources: readonly { readonly path: string; readonly sha256: string }[],
): void {
  const sums = new Map(sources.map(({ path, sha256 }) => [path, sha256]));
  const bad = questions.flatMap(({ id, gold, partly }) =>
    [...gold, ...partly]
      .filter((each) => typeof each !== 'string')
      .filter(({ path, sha256 }) => sums.get(path) !== sha256)
      .map(({ path }) => `${id}: ${path} ${sums.has(path) ? 'has another sha256' : 'is not in the corpus'}`),
  );
  if (bad.length > 0)
    throw new UserError(
      `The gold of ${bad.length} answers does not belong to this corpus:\n  ${bad.slice(0, 10).join('\n  ')}${bad.length > 10 ? '\n  …' : ''}`,
    );
}
