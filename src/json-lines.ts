import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { messageOf, UserError } from './errors.ts';

/**
 * Reads a file of JSON lines, each checked against a schema; blank lines and a byte order mark are passed over.
 * @throws UserError naming file and line of the first row that is not JSON or not of the schema, or saying that the file
 * can't be read.
 */
export async function* jsonLines<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): AsyncGenerator<{ row: z.output<Schema>; line: number }> {
  let line = 0;
  const lines = createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });
  try {
    for await (const text of lines) {
      line++;
      const content = line === 1 ? text.replace(/^\uFEFF/, '') : text;
      if (content.trim() !== '') yield { row: parseRow(content, schema, `${path}:${line}`), line };
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`The file ${path} can't be read: ${messageOf(error)}`, { cause: error });
  }
}

function parseRow<Schema extends z.ZodType>(text: string, schema: Schema, where: string): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new UserError(`${where}: ${reason}`, { cause: error });
  }
}
