import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT_DIR, readConfig } from '../../src/config.ts';
import { openEngines } from '../../src/engine/answerer.ts';
import { readQuestions } from '../../src/evaluation/question-file.ts';
import { answerFigures, evaluateQuestion, retrievalBySystem } from '../../src/evaluation/run.ts';
import { ingest } from '../../src/index/ingest.ts';

/** Measures the committed question sets; the floors stand a few points under docs/quality.md. */
async function measure(corpus: string, questionFile: string) {
  const index = await mkdtemp(join(tmpdir(), 'quality-'));
  const config = readConfig({ CORPUS_DIR: join(PROJECT_DIR, corpus), INDEX_DIR: index });
  await ingest(config);
  const { index: opened, engines } = await openEngines(config);
  const questions = await readQuestions(join(PROJECT_DIR, questionFile));
  const outcomes = [];
  for (const question of questions) outcomes.push(await evaluateQuestion(opened, engines, question));
  return { figures: answerFigures(outcomes), retrieval: retrievalBySystem(questions, outcomes) };
}

describe('quality on the committed corpora', () => {
  it('holds on the article that ships', async () => {
    const { figures } = await measure('corpus', 'tests/eval/seed.jsonl');
    // A quotation that is not its source's text is never acceptable.
    expect(figures.citationValidity).toBe(1);
    // What a newcomer tries first: most plain questions about the article must be answered rightly.
    expect(figures.bestAccuracy).toBeGreaterThanOrEqual(0.75);
    // Right and not refused: a reporter who gets nothing goes elsewhere.
    expect(figures.firstAccuracy).toBeGreaterThanOrEqual(0.6);
    // The confidence must tell questions the article answers from those it does not.
    expect(figures.rocArea).toBeGreaterThanOrEqual(0.87);
    // Nor may a newcomer be told what the article does not say.
    expect(figures.falseAnswers).toBeLessThanOrEqual(0.15);
  }, 180_000);

  it('holds on forty documents about invented parties', async () => {
    const { figures, retrieval } = await measure('tests/eval/invented', 'tests/eval/invented.jsonl');
    expect(figures.citationValidity).toBe(1);
    // Namesakes, aliases and republished text: the right document must be among the first five.
    expect(retrieval.fusion['recall@5']).toBeGreaterThanOrEqual(0.96);
    // Names decide here: the fusion must not be worse than keywords alone, as it once was.
    expect(retrieval.fusion['nDCG@10']).toBeGreaterThanOrEqual(retrieval.keywords['nDCG@10']);
    expect(figures.bestAccuracy).toBeGreaterThanOrEqual(0.77);
    expect(figures.firstAccuracy).toBeGreaterThanOrEqual(0.67);
    expect(figures.rocArea).toBeGreaterThanOrEqual(0.86);
    // What a reader has to read for nothing; the goal is 0.35 on press releases.
    expect(figures.excess).toBeLessThanOrEqual(0.38);
  }, 240_000);
});
