import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { messageOf, UserError } from '../errors.ts';

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
  any: z.array(pattern).default([]),
  not: z.array(pattern).default([]),
  refuse: z.boolean().default(false),
  type: z.string().default('untyped'),
  split: z.enum(['tune', 'held-out']).optional(),
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
  const questions: EvalQuestion[] = [];
  const ids = new Set<string>();
  let number = 0;
  try {
    for await (const line of createInterface({
      input: createReadStream(path, 'utf8'),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      number++;
      if (line.trim() === '') continue;
      const question = schema.parse(JSON.parse(line));
      if (ids.has(question.id)) throw new Error(`the id "${question.id}" is used twice`);
      ids.add(question.id);
      questions.push(question);
    }
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new UserError(`${path}:${number}: ${reason}`, { cause: error });
  }
  return questions;
}
