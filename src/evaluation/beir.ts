import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { jsonLines } from '../json-lines.ts';
import type { EvalQuestion } from './question-file.ts';

const documentSchema = z.object({ _id: z.string(), title: z.string().default(''), text: z.string() });
const querySchema = z.object({ _id: z.string(), text: z.string() });

/** Whether a folder is a set in BEIR's form. */
export async function isBeir(folder: string): Promise<boolean> {
  return access(join(folder, 'corpus.jsonl')).then(
    () => true,
    () => false,
  );
}

/**
 * Writes a BEIR corpus as a corpus folder of this program, a text file a document, its id as the source's id.
 * @returns how many documents were written.
 * @throws UserError naming the line that is not a document.
 */
export async function stageBeirCorpus(folder: string, target: string): Promise<number> {
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  let count = 0;
  for await (const { row } of jsonLines(join(folder, 'corpus.jsonl'), documentSchema)) {
    const { _id, title, text } = row;
    if (text.trim() === '' && title.trim() === '') continue;
    const matter = `---\nid: ${JSON.stringify(_id)}\ntitle: ${JSON.stringify(title)}\n---\n`;
    await writeFile(join(target, `${String(count++).padStart(6, '0')}.txt`), `${matter}${text.trim() || title}\n`);
  }
  return count;
}

/** Reads the queries that a qrels file judges, each with its relevant documents' ids and grades. */
export async function readBeirQueries(
  queriesPath: string,
  qrelsPath: string,
): Promise<{ question: EvalQuestion; relevant: Map<string, number> }[]> {
  const relevant = new Map<string, Map<string, number>>();
  const lines = (await readFile(qrelsPath, 'utf8')).split(/\r?\n/);
  lines.forEach((line, i) => {
    if (line.trim() === '' || /^query-id\t/.test(line)) return;
    const [query, document, grade] = line.split('\t');
    if (query === undefined || document === undefined || !/^-?\d+$/.test(grade ?? ''))
      throw new UserError(`${qrelsPath}:${i + 1}: not "query-id<TAB>corpus-id<TAB>score"`);
    relevant.set(query, (relevant.get(query) ?? new Map()).set(document, Number(grade)));
  });
  const found: { question: EvalQuestion; relevant: Map<string, number> }[] = [];
  for await (const { row } of jsonLines(queriesPath, querySchema)) {
    const { _id, text } = row;
    const judged = relevant.get(_id);
    if (judged)
      found.push({
        question: {
          id: _id,
          question: text,
          docs: [...judged.keys()],
          gold: [],
          partly: [],
          any: [],
          not: [],
          refuse: false,
          type: 'query',
        },
        relevant: judged,
      });
  }
  return found;
}
