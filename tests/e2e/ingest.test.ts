import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { indexFreshness } from '../../src/index/freshness.ts';
import { ingest } from '../../src/index/ingest.ts';
import { openIndex } from '../../src/index/open.ts';
import { currentGeneration } from '../../src/index/store.ts';
import { indexCharacters, MAX_INDEX_CHARACTERS, openVectors, writeVectors } from '../../src/index/vectors.ts';
import { fill, run, start, temporaryFolder } from '../support/run.ts';

const INGEST = 'scripts/ingest.ts';
const article = (n: number) =>
  `---\ntitle: Notice ${n}\ndate: 2021-0${(n % 9) + 1}-11\n---\nCompany number ${n} was listed for shipping goods of kind ${n * 7}. It paid ${n} million.\n`;
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`f/${n}.md`, article(n)]));
const settings = (corpus: string, index: string) => readConfig({ CORPUS_DIR: corpus, INDEX_DIR: index });

describe('npm run ingest', () => {
  it('indexes the good files, names the bad ones by line, and exits 1', async () => {
    const corpus = await temporaryFolder({
      ...many(3),
      'bad.md': '---\ntitle: x\ndate: soon\n---\nText.',
      'empty.txt': '',
    });
    const index = await temporaryFolder();
    const { code, stdout, stderr } = await run(INGEST, ['--corpus', corpus, '--index', index]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^3 sources, 3 passages, 3 embedded anew/);
    expect(stderr).toMatch(/^bad\.md:3: .*"date" is not a date/m);
    expect(stderr).toMatch(/^empty\.txt:1: the file holds no text/m);
    expect(stderr).toMatch(/2 files could not be read/);
  });

  it('embeds only what changed', async () => {
    const corpus = await temporaryFolder(many(4));
    const index = await temporaryFolder();
    expect(await ingest(settings(corpus, index))).toMatchObject({ sources: 4, embedded: 4 });
    expect(await ingest(settings(corpus, index))).toMatchObject({ sources: 4, embedded: 0 });
    await fill(corpus, { 'f/1.md': article(1).replace('shipping', 'smuggling'), 'f/9.md': article(9) });
    expect(await ingest(settings(corpus, index))).toMatchObject({ sources: 5, embedded: 2 });
    const opened = await openIndex(index, settings(corpus, index).embedding);
    expect(opened.passages.find(({ sourceId }) => sourceId === 'f/1')?.plain).toContain('smuggling');
  });

  it('keeps the old index when every file is bad', async () => {
    const corpus = await temporaryFolder(many(2));
    const index = await temporaryFolder();
    await ingest(settings(corpus, index));
    const before = await currentGeneration(index);
    await fill(corpus, { 'f/0.md': '', 'f/1.md': '' });
    await expect(ingest(settings(corpus, index))).rejects.toThrow(/None of the 2 files.*stays as it was/s);
    expect(await currentGeneration(index)).toBe(before);
  });

  it('leaves the old index answering when it is killed at any moment, then goes on where it was', async () => {
    const corpus = await temporaryFolder(many(2));
    const index = await temporaryFolder();
    const config = settings(corpus, index);
    await ingest(config);
    await fill(corpus, many(40));
    for (const afterMs of [300, 700, 1100, 1500]) {
      const running = start(INGEST, ['--corpus', corpus, '--index', index]);
      setTimeout(() => running.child.kill('SIGKILL'), afterMs);
      await running.finished;
      const opened = await openIndex(index, config.embedding);
      expect([2, 40]).toContain(opened.sources.length);
      expect(opened.passages).toHaveLength(opened.vectors.size);
      expect(await opened.vectors.query(new Float32Array(384).fill(0.05), 1)).toHaveLength(1);
    }
    const { code, stdout } = await run(INGEST, ['--corpus', corpus, '--index', index]);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^40 sources, 40 passages/) });
    expect(await readdir(join(index, 'generations'))).toHaveLength(1);
    expect(await readdir(index)).not.toContain('embedding.log');
  }, 180_000);

  it('lets one ingest wait for another rather than write over it', async () => {
    const corpus = await temporaryFolder(many(12));
    const index = await temporaryFolder();
    const both = await Promise.all([
      run(INGEST, ['--corpus', corpus, '--index', index]),
      run(INGEST, ['--corpus', corpus, '--index', index]),
    ]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.map(({ stderr }) => stderr).join()).toMatch(/waiting for another ingest/);
    expect(await readdir(join(index, 'generations'))).toHaveLength(1);
  });
});

describe('an index that does not fit', () => {
  it('is refused with the command that mends it: other model, other format, damage', async () => {
    const corpus = await temporaryFolder(many(1));
    const index = await temporaryFolder();
    const config = settings(corpus, index);
    await expect(openIndex(index, config.embedding)).rejects.toThrow(/There is no index.*npm run ingest/);
    await ingest(config);
    expect(await indexFreshness(config)).toBe('fresh');
    const other = { ...config, embedding: { ...config.embedding, model: 'Xenova/other' } };
    await expect(openIndex(index, other.embedding)).rejects.toThrow(/embedding model is "Xenova\/bge.*npm run ingest/s);
    expect(await indexFreshness(other)).toBe('unusable');
    const folder = join(index, 'generations', (await currentGeneration(index))!);
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, format: 0 }));
    await expect(openIndex(index, config.embedding)).rejects.toThrow(/has format 0.*npm run ingest/s);
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
    await writeFile(join(folder, 'index.json'), '{"version":1');
    await expect(openIndex(index, config.embedding)).rejects.toThrow(/is damaged.*npm run ingest/s);
    await writeFile(join(index, 'current.json'), '{"generation":"../../etc"}');
    await expect(openIndex(index, config.embedding)).rejects.toThrow(/is damaged.*npm run ingest/s);
  });
});

describe('a corpus too large for vectra', () => {
  it('is refused with the number and the reason before anything is embedded', async () => {
    const corpus = await temporaryFolder(many(20));
    const index = await temporaryFolder();
    let embedded = 0;
    const small = { ...settings(corpus, index), maxIndexCharacters: 40_000 };
    await expect(ingest(small, { embedding: () => embedded++ })).rejects.toThrow(
      /makes 20 passages; the index can hold about 10\. Vectra keeps an index in one JSON text.*Nothing was embedded.*Split the corpus/s,
    );
    expect(embedded).toBe(0);
    expect(await currentGeneration(index)).toBeNull();
  });
});

describe('vectra', () => {
  it('holds no more characters than were foreseen, whatever the numbers are', async () => {
    const folder = await temporaryFolder();
    const extremes = [-0.0000004, -0.1234567, 1e-9, -1, 0.9999999];
    const items = Array.from({ length: 50 }, (_, i) => ({
      id: `collection/"quoted" source ${i}#1`,
      vector: Float32Array.from({ length: 384 }, (_, j) => extremes[(i + j) % extremes.length]!),
      metadata: { published: 20201130, collection: 'a "b"' },
    }));
    await writeVectors(folder, items);
    const written = (await readFile(join(folder, 'index.json'), 'utf8')).length;
    const foreseen = indexCharacters(
      items.map(({ id }) => id),
      items.map(({ metadata }) => metadata.collection),
      384,
    );
    expect(written).toBeLessThanOrEqual(foreseen);
    expect(MAX_INDEX_CHARACTERS).toBe(536_870_888);
  });

  it('refuses a vector of another length, which it would score NaN', async () => {
    const folder = await temporaryFolder();
    await writeVectors(folder, [
      { id: 'a', vector: Float32Array.of(1, 0), metadata: { published: 0, collection: '' } },
    ]);
    await expect((await openVectors(folder)).query(Float32Array.of(1), 1)).rejects.toThrow(
      /1 components asked of an index of 2/,
    );
  });

  it('filters by date and collection; what has no date passes no date filter; no collection finds nothing', async () => {
    const folder = await temporaryFolder();
    const vector = Float32Array.of(1, 0);
    await writeVectors(folder, [
      { id: 'undated', vector, metadata: { published: 0, collection: 'x' } },
      { id: 'old', vector, metadata: { published: 20190101, collection: 'x' } },
      { id: 'new', vector, metadata: { published: 20210101, collection: 'y' } },
    ]);
    const vectors = await openVectors(folder);
    const ids = async (filter: object) => (await vectors.query(vector, 9, filter)).map(({ id }) => id).sort();
    expect(await ids({ from: 20200101 })).toEqual(['new']);
    expect(await ids({ to: 20200101 })).toEqual(['old']);
    expect(await ids({ collections: ['x'] })).toEqual(['old', 'undated']);
    expect(await ids({ collections: [] })).toEqual([]);
  });
});
