// Writes what the reader is trained on: each question of a split with the passages that retrieval gives the reader, and
// which of their sentences answer. JSON lines for train.py, which says how they are used.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { Command } from 'commander';
import { contextOf, questionFor, readerTitle } from '../../src/answer/candidates.ts';
import { search } from '../../src/answer/compose.ts';
import { readConfig } from '../../src/config.ts';
import { readPassage } from '../../src/corpus/chunk.ts';
import { openEngines } from '../../src/engine/answerer.ts';
import { answers, isPartly, sentenceQuotation } from '../../src/evaluation/judge.ts';
import { checkGold, readQuestions } from '../../src/evaluation/question-file.ts';
import { buildIfNeeded } from '../../src/terminal/ask.ts';
import { fail } from '../../src/terminal/fail.ts';

const { set, split, out } = new Command('passages')
  .description('Write the passages that the reader is trained on.')
  .requiredOption('--set <corpus:index:questions...>', 'a corpus folder, its index folder and its question file')
  .option('--split <name>', 'which half of the questions', 'tune')
  .requiredOption('--out <file>', 'where to write')
  .parse()
  .opts<{ set: string[]; split: string; out: string }>();

/** Passages a question is trained with at most; the reader reads fewer. */
const PASSAGES = 20;

async function main(): Promise<void> {
  const file = createWriteStream(out);
  for (const one of set) {
    const [corpus, indexDir, questions] = one.split(':') as [string, string, string];
    const config = readConfig({ CORPUS_DIR: corpus, INDEX_DIR: indexDir });
    await buildIfNeeded(config);
    const { index, engines } = await openEngines(config);
    const asked = (await readQuestions(questions)).filter((question) => question.split === split);
    checkGold(asked, index.sources);
    for (const question of asked) {
      const { interpretation, hits } = await search(index, engines.embedder, question.question);
      const passages = [];
      for (const { passage } of hits.slice(0, PASSAGES)) {
        const { source } = passage;
        const { plain, ranges } = readPassage(source.sentences, passage, source.text);
        const quotation = (i: number) => sentenceQuotation(source, source.sentences[passage.sentences[0] + i]!);
        const holding = (judge: typeof answers) =>
          ranges.map((_, i) => i).filter((i) => !question.refuse && judge(question, quotation(i)));
        passages.push({
          question: questionFor(interpretation, contextOf(passage)),
          title: readerTitle(source),
          sentences: ranges.map(([from, to]) => plain.slice(from, to)),
          right: holding(answers),
          partly: holding(isPartly),
        });
      }
      const row = { id: question.id, refuse: question.refuse, passages };
      if (!file.write(`${JSON.stringify(row)}\n`)) await once(file, 'drain');
    }
  }
  file.end();
  await once(file, 'finish');
}

await main().catch(fail);
