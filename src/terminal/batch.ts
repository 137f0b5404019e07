import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { UserError } from '../errors.ts';

const lineSchema = z.looseObject({ id: z.union([z.string(), z.number()]), question: z.string() });

export interface BatchQuestion {
  readonly id: string | number;
  readonly question: string;
}

/**
 * Reads a file of JSON lines `{id, question}`; blank lines are skipped.
 * @throws UserError naming the line that is not such an object, before any question is answered.
 */
export async function readBatch(path: string): Promise<BatchQuestion[]> {
  const questions: BatchQuestion[] = [];
  let number = 0;
  try {
    for await (const line of createInterface({
      input: createReadStream(path, 'utf8'),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      number++;
      const text = number === 1 ? line.replace(/^\uFEFF/, '') : line;
      if (text.trim() === '') continue;
      const parsed = lineSchema.safeParse(parseJson(text));
      if (!parsed.success) throw new UserError(`${path}:${number}: not a JSON object with "id" and "question"`);
      questions.push({ id: parsed.data.id, question: parsed.data.question });
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`The batch file ${path} can't be read: ${(error as Error).message}`, { cause: error });
  }
  return questions;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
