import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Engines } from '../src/answer/compose.ts';
import { readConfig } from '../src/config.ts';
import { openEngines } from '../src/engine/answerer.ts';
import { UserError } from '../src/errors.ts';
import { isBeir, readBeirQueries, stageBeirCorpus } from '../src/evaluation/beir.ts';
import { compareReports } from '../src/evaluation/compare.ts';
import { checkGold, readQuestions } from '../src/evaluation/question-file.ts';
import { type EvaluationReport, makeReport } from '../src/evaluation/report.ts';
import { reportPage } from '../src/evaluation/report-page.ts';
import { printReport, printRetrieval } from '../src/evaluation/report-text.ts';
import { evaluateQuestion, type Outcome, rankings, retrievalFigures } from '../src/evaluation/run.ts';
import { buildIfNeeded } from '../src/terminal/ask.ts';
import { fail } from '../src/terminal/fail.ts';

const options = new Command('eval')
  .description('Measure retrieval, answers and refusals on a corpus and a question file.')
  .requiredOption('--corpus <dir>', 'folder of the sources, or of a BEIR set (corpus.jsonl)')
  .option('--questions <file>', 'JSON lines of questions (BEIR: queries.jsonl)')
  .option('--qrels <file>', 'BEIR relevance judgements (qrels/test.tsv): retrieval only')
  .option('--index <dir>', 'folder of the index (default: beside the default one, named after the corpus)')
  .option('--report <dir>', 'write report.json and report.html there')
  .option('--compare <file>', 'an older report.json: what got better and worse')
  .option('--split <name>', 'only the questions of this split: train, tune or held-out')
  .option('--limit <n>', 'only the first n questions', Number)
  .parse()
  .opts<{
    corpus: string;
    questions?: string;
    qrels?: string;
    index?: string;
    report?: string;
    compare?: string;
    split?: string;
    limit?: number;
  }>();

async function main(): Promise<void> {
  const name = options.corpus.replaceAll(/[^\w-]+/g, '_');
  const base = readConfig();
  const config = readConfig({
    CORPUS_DIR: options.corpus,
    INDEX_DIR: options.index ?? `${base.indexDir}-eval/${name}`,
  });
  if (await isBeir(options.corpus)) return evaluateBeir();
  if (options.questions === undefined) throw new UserError('Name the questions: --questions FILE');
  const questions = (await readQuestions(options.questions))
    .filter(({ split }) => options.split === undefined || split === options.split)
    .slice(0, options.limit);
  if (questions.length === 0)
    throw new UserError(
      `${options.questions} has no question${options.split ? ` of the split ${options.split}` : ''}.`,
    );
  await stat(options.corpus).catch(() => {
    throw new UserError(`The corpus folder ${options.corpus} does not exist.`);
  });
  await buildIfNeeded(config);
  const { index, engines } = await openEngines(config);
  checkGold(questions, index.sources);
  const askAll = async (used: Engines, earlier: readonly Outcome[] = []) => {
    const outcomes = [];
    for (const [i, question] of questions.entries()) {
      outcomes.push(await evaluateQuestion(index, used, question, earlier[i]?.rankings));
      if (process.stderr.isTTY) process.stderr.write(`\r${i + 1}/${questions.length}`);
    }
    if (process.stderr.isTTY) process.stderr.write('\n');
    return outcomes;
  };
  const outcomes = await askAll(engines);
  const report = makeReport(
    questions,
    outcomes,
    {
      corpus: options.corpus,
      questions: options.questions,
      reader: config.readerModel,
      sources: index.sources.length,
      passages: index.passages.length,
    },
    engines.reader ? await askAll({ ...engines, reader: null }, outcomes) : [],
  );
  console.log(printReport(report));
  if (options.compare)
    console.log(compareReports(JSON.parse(await readFile(options.compare, 'utf8')) as EvaluationReport, report));
  if (options.report) {
    await mkdir(options.report, { recursive: true });
    await writeFile(join(options.report, 'report.json'), JSON.stringify(report, null, 1));
    await writeFile(join(options.report, 'report.html'), reportPage(report));
    console.log(`\nwrote ${join(options.report, 'report.html')}`);
  }
}

/** Retrieval only: a BEIR set has relevance judgements, no answers. */
async function evaluateBeir(): Promise<void> {
  const base = readConfig();
  const name = options.corpus.replaceAll(/[^\w-]+/g, '_');
  const staged = join(`${base.indexDir}-eval`, `${name}-corpus`);
  const documents = await stageBeirCorpus(options.corpus, staged);
  const config = readConfig({ CORPUS_DIR: staged, INDEX_DIR: options.index ?? join(`${base.indexDir}-eval`, name) });
  await buildIfNeeded(config);
  const { index, engines } = await openEngines(config);
  const queries = await readBeirQueries(
    options.questions ?? join(options.corpus, 'queries.jsonl'),
    options.qrels ?? join(options.corpus, 'qrels/test.tsv'),
  );
  const found: { relevant: Map<string, number>; rankings: Awaited<ReturnType<typeof rankings>> }[] = [];
  for (const { question, relevant } of queries.slice(0, options.limit))
    found.push({ relevant, rankings: await rankings(index, engines, question.question, ({ id }) => id) });
  const figures = (system: 'keywords' | 'vectors' | 'fusion') =>
    retrievalFigures(found.map((row) => ({ relevant: row.relevant, ranking: row.rankings[system] })));
  const retrieval = { keywords: figures('keywords'), vectors: figures('vectors'), fusion: figures('fusion') };
  console.log(`${found.length} queries over ${documents} documents\n\n${printRetrieval(retrieval)}`);
  if (options.report) {
    await mkdir(options.report, { recursive: true });
    await writeFile(
      join(options.report, 'report.json'),
      JSON.stringify({ made: new Date().toISOString(), retrieval }, null, 1),
    );
  }
}

await main().catch(fail);
