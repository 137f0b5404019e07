import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { PROJECT_DIR, readConfig } from '../../src/config.ts';
import { buildIfNeeded } from '../../src/terminal/ask.ts';
import { fill, run, start, temporaryFolder } from '../support/run.ts';

const ASK = 'scripts/ask.ts';

beforeAll(async () => {
  // The project's own index, which every test of its own corpus shares.
  await buildIfNeeded(readConfig());
});

describe('npm run ask', () => {
  it('answers the main question with the source’s words and a citation', async () => {
    const { code, stdout } = await run(ASK, ['why was CEIEC sanctioned?']);
    expect(code).toBe(0);
    const text = stdout.replace(/\n {2}│ /g, ' ');
    expect(text).toContain(
      'accusing it of supporting the Venezuelan Maduro regime’s efforts to undermine democracy. [1]',
    );
    expect(stdout).toMatch(/^\[1\] China Electronics Import-Export Company Sanctioned/m);
    expect(stdout).toMatch(/30 Nov 2020 \(date of the event\), ¶ 1/);
    expect(stdout).toMatch(/ceiec-sanctioned-venezuela\.md/);
  });

  it('prints exactly one JSON object whose quotations are the source’s text at their offsets', async () => {
    const { code, stdout, stderr } = await run(ASK, [
      '--json',
      'how',
      'much',
      'of',
      'the',
      'internet',
      'does',
      'CANTV',
      'control?',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const answer = JSON.parse(stdout);
    expect(Object.keys(answer)).toEqual([
      'question',
      'status',
      'confidence',
      'evidence',
      'citations',
      'passages',
      'timings',
    ]);
    expect(answer).toMatchObject({ question: 'how much of the internet does CANTV control?', status: 'answered' });
    expect(answer.confidence).toBeGreaterThan(0);
    expect(answer.confidence).toBeLessThanOrEqual(1);
    for (const { quote, citation, start: from, end } of answer.evidence) {
      const cited = answer.citations.find(({ n }: { n: number }) => n === citation);
      expect(readFileSync(join(PROJECT_DIR, 'corpus', cited.path), 'utf8').slice(from, end)).toBe(quote);
      expect(cited.paragraphs[0]).toBeLessThanOrEqual(cited.paragraphs[1]);
    }
    expect(answer.evidence[0].quote).toContain('70 percent');
    expect(Object.keys(answer.timings)).toEqual(['embedMs', 'searchMs', 'answerMs', 'totalMs']);
    expect(Object.keys(answer.passages[0])).toEqual(['id', 'sourceId', 'score', 'text']);
  });

  it('explains each quotation by its ranks and features, and the verdict by what adds up to the confidence', async () => {
    const { stdout } = await run(ASK, ['--json', '--explain', 'how much of the internet does CANTV control?']);
    const { confidence, evidence, explanation } = JSON.parse(stdout);
    const { contributions, bias, threshold, value } = explanation.confidence;
    const logit = Object.values<number>(contributions).reduce((sum, each) => sum + each, bias);
    expect(1 / (1 + Math.exp(-logit))).toBeCloseTo(value, 6);
    expect(value).toBeCloseTo(confidence, 3);
    expect(value).toBeGreaterThanOrEqual(threshold);
    const quoted = explanation.candidates.filter(({ quotedAs }: { quotedAs: number | null }) => quotedAs !== null);
    expect(quoted).toHaveLength(evidence.length);
    expect(quoted[0]).toMatchObject({
      fusedRank: expect.any(Number),
      keywordRank: expect.any(Number),
      vectorRank: expect.any(Number),
      features: { reader: expect.any(Number) },
    });
    const written = await run(ASK, ['--explain', 'how much of the internet does CANTV control?']);
    expect(written.stdout).toMatch(/Answered: the confidence 0\.\d+ is at least the threshold/);
    expect(written.stdout).toMatch(/^\[1\] .*keywords #\d+, vectors #\d+, fused #\d+/m);
  });

  it('exits 2 and cites nothing when the sources do not hold it', async () => {
    const { code, stdout } = await run(ASK, ['--json', 'who won the football world cup in 1998?']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'not_found', evidence: [], citations: [] });
    expect((await run(ASK, ['who won the football world cup in 1998?'])).stdout).toMatch(
      /Not in the sources[^[\]]*not an answer/,
    );
  });

  it('answers a batch in order, with ids, and exits 0 whatever was found', async () => {
    const folder = await temporaryFolder({
      'q.jsonl':
        '\uFEFF{"id":"b","question":"why was CEIEC sanctioned?"}\r\n\r\n{"id":7,"question":"zebra migration?"}\n{"id":"a","question":"","x":1}\n',
    });
    const { code, stdout } = await run(ASK, ['--batch', `${folder}/q.jsonl`]);
    expect(code).toBe(0);
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({ id, status }) => [id, status])).toEqual([
      ['b', 'answered'],
      [7, 'not_found'],
      ['a', 'not_found'],
    ]);
  });

  it('names the bad line of a batch and exits 1', async () => {
    const folder = await temporaryFolder({ 'q.jsonl': '{"id":1,"question":"x"}\n{"id":2}\n' });
    const { code, stdout, stderr } = await run(ASK, ['--batch', `${folder}/q.jsonl`]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('q.jsonl:2:');
  });

  it('builds the index of another folder, then again when a file changes', async () => {
    const corpus = await temporaryFolder({
      'a.md': '---\ntitle: Ferry notice\n---\nThe ferry Aldona was listed on 3 May 2021 for carrying timber.',
    });
    const index = await temporaryFolder();
    const options = ['--json', '--corpus', corpus, '--index', join(index, 'i'), 'when was the ferry Aldona listed?'];
    const first = await run(ASK, options);
    expect(first.stderr).toMatch(/There is no index yet/);
    expect(JSON.parse(first.stdout).evidence[0].quote).toContain('3 May 2021');
    expect((await run(ASK, options)).stderr).toBe('');
    await fill(corpus, {
      'a.md': '---\ntitle: Ferry notice\n---\nThe ferry Aldona was listed on 9 June 2022 for carrying timber.',
    });
    const changed = await run(ASK, options);
    expect(changed.stderr).toMatch(/The sources changed/);
    expect(JSON.parse(changed.stdout).evidence[0].quote).toContain('9 June 2022');
  });

  it('exits 1 with what to do when the corpus folder is missing', async () => {
    const { code, stdout, stderr } = await run(ASK, [
      '--corpus',
      '/no/such/folder',
      '--index',
      await temporaryFolder(),
      'x?',
    ]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/\/no\/such\/folder does not exist\. Create it, or set CORPUS_DIR/);
  });

  it('opens a prompt without a question, and ends at "exit"', async () => {
    const { code, stdout } = await run(ASK, [], {}, 'why was CEIEC sanctioned?\n\nwhat is a zebra?\nexit\n');
    expect(code).toBe(0);
    expect(stdout).toContain('accusing it of supporting');
    expect(stdout).toContain('Not in the sources');
  });

  it('ends the prompt on Ctrl-C', async () => {
    const running = start(ASK);
    await running.printed(/ask> /);
    running.child.kill('SIGINT');
    expect((await running.finished).code).toBe(0);
  });
});

describe('npm start without a token', () => {
  it('says how to get one and exits 0', async () => {
    const { code, stdout } = await run('src/main.ts');
    expect(code).toBe(0);
    expect(stdout).toMatch(/discord\.com\/developers.*DISCORD_TOKEN=.*npm run ask/s);
  });

  it('lists every bad setting and exits 1', async () => {
    const { code, stderr } = await run('src/main.ts', [], { DISCORD_TOKEN: 'nonsense', DISCORD_GUILD_ID: 'x' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/2 bad values/);
    expect(stderr).not.toContain('nonsense');
  });
});
