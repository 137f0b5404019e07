// Fits src/answer/weights.json on the tune halves of question sets.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { CANDIDATE_FEATURES, type CandidateFeature } from '../src/answer/candidates.ts';
import { type Considered, consider, type Engines } from '../src/answer/compose.ts';
import { CONFIDENCE_FEATURES, type ConfidenceFeature, confidenceFeatures } from '../src/answer/confidence.ts';
import { type RankedCandidate, rankCandidates } from '../src/answer/evidence.ts';
import { type LinearModel, linearScore, sigmoid } from '../src/answer/linear.ts';
import type { AnsweringModel } from '../src/answer/model.ts';
import { absentNames } from '../src/answer/refusal.ts';
import { PROJECT_DIR, readConfig } from '../src/config.ts';
import { openEngines } from '../src/engine/answerer.ts';
import { answers, sentenceQuotation } from '../src/evaluation/judge.ts';
import { calibrationError, mean, rocArea } from '../src/evaluation/metrics.ts';
import { checkGold, type EvalQuestion, readQuestions } from '../src/evaluation/question-file.ts';
import type { OpenIndex } from '../src/index/open.ts';
import { buildIfNeeded } from '../src/terminal/ask.ts';
import { fitLogistic, fitRanking } from './fit/gradient.ts';

const { set, out, penalty, report } = new Command('fit-answering')
  .description('Fit the ranking and the confidence on the tune halves; prints what both halves give.')
  .requiredOption('--set <corpus:index:questions...>', 'a corpus folder, its index folder and its question file')
  .option('--report', 'say what the held-out half gives, too')
  .option('--penalty <n>', 'L2 penalty', Number, 0.006)
  .option('--out <file>', 'where to write', join(PROJECT_DIR, 'src/answer/weights.json'))
  .parse()
  .opts<{ set: string[]; out: string; penalty: number; report?: boolean }>();

interface Example {
  readonly question: EvalQuestion;
  readonly considered: Considered;
  readonly index: OpenIndex;
}

const right = (question: EvalQuestion, { passage, sentence }: RankedCandidate) =>
  !question.refuse && answers(question, sentenceQuotation(passage.source, sentence));

async function examples(withReader: boolean): Promise<Example[]> {
  const found: Example[] = [];
  for (const one of set) {
    const [corpus, indexDir, questions] = one.split(':') as [string, string, string];
    const config = readConfig({ CORPUS_DIR: corpus, INDEX_DIR: indexDir });
    await buildIfNeeded(config);
    const { index, engines } = await openEngines(config);
    const used: Engines = withReader ? engines : { ...engines, reader: null };
    const all = (await readQuestions(questions)).filter(
      ({ split }) => split === 'tune' || (report && split === 'held-out'),
    );
    checkGold(all, index.sources);
    for (const question of all)
      found.push({ question, considered: await consider(index, used, question.question), index });
  }
  return found;
}

function fit(all: readonly Example[]): AnsweringModel {
  const tune = all.filter(({ question }) => question.split === 'tune');
  const lists = tune
    .map(({ question, considered }) => ({
      rows: considered.ranked.map(({ features }) => CANDIDATE_FEATURES.map((name) => features[name])),
      right: considered.ranked.map((candidate) => right(question, candidate)),
    }))
    .filter((list) => list.right.includes(true));
  const ranking = named<CandidateFeature>(
    [...fitRanking(lists, CANDIDATE_FEATURES.length, penalty), 0],
    CANDIDATE_FEATURES,
  );
  const rows = (of: readonly Example[]) => of.flatMap((example) => confidenceRow(example, ranking));
  const train = rows(tune);
  const confidence = named<ConfidenceFeature>(
    fitLogistic(
      train.map(({ features }) => CONFIDENCE_FEATURES.map((name) => features[name])),
      train.map(({ positive }) => positive),
      penalty,
    ),
    CONFIDENCE_FEATURES,
  );
  const threshold = chooseThreshold(
    train.map((row) => ({ ...row, score: sigmoid(linearScore(confidence, row.features)) })),
  );
  for (const split of report ? ['tune', 'held-out'] : ['tune']) {
    const held = rows(all.filter(({ question }) => question.split === split)).map((row) => ({
      ...row,
      score: sigmoid(linearScore(confidence, row.features)),
    }));
    const answerable = held.filter(({ question }) => !question.refuse);
    const refuse = held.filter(({ question }) => question.refuse);
    const share = (of: typeof held, holds: (row: (typeof held)[number]) => boolean) =>
      `${(mean(of.map((row) => (holds(row) ? 1 : 0))) * 100).toFixed(1)} %`;
    const candidateHeld = all.filter(({ question }) => question.split === split && !question.refuse);
    console.log(
      `${split}: a right sentence among the candidates ${share2(candidateHeld)}, best is right ${share(answerable, ({ positive }) => positive)}, answered ${share(answerable, ({ score }) => score >= threshold)}, ` +
        `false answers ${share(refuse, ({ score }) => score >= threshold)}, ROC ${rocArea(held.map(({ score, question }) => ({ score, positive: !question.refuse }))).toFixed(3)}, ` +
        `ECE ${calibrationError(held).toFixed(3)}, threshold ${threshold}`,
    );
  }
  return { ranking, confidence, threshold };
}

function share2(of: readonly Example[]): string {
  return `${(mean(of.map(({ question, considered }) => (considered.ranked.some((candidate) => right(question, candidate)) ? 1 : 0))) * 100).toFixed(1)} %`;
}

function confidenceRow({ question, considered, index }: Example, ranking: LinearModel<CandidateFeature>) {
  const ranked = rankCandidates(considered.ranked, ranking);
  const best = ranked[0];
  // What is refused by rule is not the model's to learn.
  if (!best || absentNames(considered.interpretation, index).length > 0) return [];
  const features = confidenceFeatures(considered.interpretation, considered.hits, best, ranked, index.keywords);
  return [{ question, features, positive: right(question, best) }];
}

/** Share of unanswerable questions that may be answered: the goal that docs/quality.md states. */
const FALSE_ANSWERS = 0.1;

/** The lowest threshold at which no larger share of the unanswerable questions is answered. */
function chooseThreshold(rows: readonly { question: EvalQuestion; score: number }[]): number {
  const refuse = rows.filter(({ question }) => question.refuse);
  const falseShare = (threshold: number) => mean(refuse.map(({ score }) => (score >= threshold ? 1 : 0)));
  const thresholds = Array.from({ length: 91 }, (_, i) => Number((0.05 + i / 100).toFixed(2)));
  return thresholds.find((threshold) => falseShare(threshold) <= FALSE_ANSWERS) ?? 0.95;
}

function named<Feature extends string>(weights: readonly number[], names: readonly Feature[]): LinearModel<Feature> {
  const round = (value: number) => Number(value.toFixed(3));
  return {
    bias: round(weights.at(-1) ?? 0),
    weights: Object.fromEntries(names.map((name, i) => [name, round(weights[i] ?? 0)])) as Record<Feature, number>,
  };
}

console.log('with the reader');
const withReader = fit(await examples(true));
console.log('without the reader');
const withoutReader = fit(await examples(false));
await writeFile(
  out,
  `${JSON.stringify({ fittedBy: 'scripts/fit-answering.ts', withReader, withoutReader }, null, 2)}\n`,
);
console.log(JSON.stringify(withReader, null, 1));
