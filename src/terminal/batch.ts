import { z } from 'zod';
import { jsonLines } from '../json-lines.ts';

const schema = z.looseObject({ id: z.union([z.string(), z.number()]), question: z.string() });

export interface BatchQuestion {
  readonly id: string | number;
  readonly question: string;
}

/**
 * Reads a file of JSON lines `{id, question}`.
 * @throws UserError naming the line that is not such an object, before any question is answered.
 */
export async function readBatch(path: string): Promise<BatchQuestion[]> {
  const questions: BatchQuestion[] = [];
  for await (const { row } of jsonLines(path, schema)) questions.push({ id: row.id, question: row.question });
  return questions;
}
