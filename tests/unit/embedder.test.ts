import { cp, readFile, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { verifyModel } from '../../src/model/model-files.ts';
import { type Embedder, loadEmbedder } from '../../src/model/transformers.ts';
import { temporaryFolder } from '../support/run.ts';

const { embedding } = readConfig();
const cosine = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  let [dot, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!;
    aa += a[i]! ** 2;
    bb += b[i]! ** 2;
  }
  return dot / Math.sqrt(aa * bb);
};

describe('the embedding model that ships', () => {
  let embedder: Embedder;
  beforeAll(async () => {
    embedder = await loadEmbedder(embedding);
  });

  it('gives the reference vectors that another runtime computed, cosine 0.99 or more each', async () => {
    const file = JSON.parse(
      await readFile(join(embedding.modelsDir, embedding.model, 'reference-vectors.json'), 'utf8'),
    );
    const rows = (Array.isArray(file) ? file : (file.vectors ?? file.items ?? file.texts)) as {
      text: string;
      vector: number[];
    }[];
    expect(rows.length).toBeGreaterThanOrEqual(12);
    for (const { text, vector } of rows)
      expect(cosine(await embedder.embedPassage(text), vector)).toBeGreaterThanOrEqual(0.99);
  });

  it('gives unit vectors that do not depend on what was embedded before', async () => {
    const first = await embedder.embedPassage('assets were frozen');
    await embedder.embedPassage('an unrelated and much longer text about shipping '.repeat(20));
    expect(await embedder.embedPassage('assets were frozen')).toEqual(first);
    expect(cosine(first, first)).toBeCloseTo(1, 5);
    expect(Math.hypot(...first)).toBeCloseTo(1, 5);
  });

  it('puts the prefix before questions only', async () => {
    const text = 'why was it designated?';
    expect(await embedder.embedQuestion(text)).toEqual(await embedder.embedPassage(embedding.queryPrefix + text));
  });

  it('counts tokens word by word, so that sentences add up to their passage', () => {
    const [a, b, both] = embedder.countTokens([
      'Guaidó’s U.S. visit.',
      'E.O. 13692 applies!',
      'Guaidó’s U.S. visit. E.O. 13692 applies!',
    ]);
    expect(a! + b!).toBe(both);
  });
});

describe('checking the model', () => {
  it('accepts the files that ship and returns the weights’ sum', async () => {
    expect(await verifyModel(embedding.modelsDir, embedding.model)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('refuses an altered and a missing file by name, with the command that restores it', async () => {
    const folder = await temporaryFolder();
    await cp(join(embedding.modelsDir, embedding.model), join(folder, 'm'), { recursive: true });
    await writeFile(join(folder, 'm/config.json'), '{}');
    await expect(verifyModel(folder, 'm')).rejects.toThrow(/config\.json is not the one it should be.*git checkout/);
    await cp(join(embedding.modelsDir, embedding.model, 'config.json'), join(folder, 'm/config.json'));
    await truncate(join(folder, 'm/onnx/model_quantized.onnx'), 1000);
    await expect(verifyModel(folder, 'm')).rejects.toThrow(/model_quantized\.onnx/);
  });

  it('says clearly when another model can be neither found nor downloaded', async () => {
    const cacheDir = await temporaryFolder();
    await expect(loadEmbedder({ ...embedding, model: 'nobody/no-such-model', cacheDir })).rejects.toThrow(
      /could not be downloaded.*Check the network.*unset EMBEDDING_MODEL/s,
    );
  });
});

describe('another model', () => {
  it('is downloaded once with its progress told, then loaded from the cache without a network', async () => {
    const folder = join(embedding.modelsDir, embedding.model);
    const asked: string[] = [];
    const hub = createServer((request, response) => {
      const name = /^\/lab\/other\/resolve\/main\/([\w./-]+)$/.exec(request.url ?? '')?.[1] ?? '';
      asked.push(name);
      readFile(join(folder, name)).then(
        (content) => response.writeHead(200, { 'content-length': content.length }).end(content),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
    const cacheDir = await temporaryFolder();
    const hubUrl = `http://127.0.0.1:${(hub.address() as AddressInfo).port}/`;
    const settings = { ...embedding, model: 'lab/other', cacheDir, hubUrl };
    const told: [string, number, number][] = [];
    const embedder = await loadEmbedder(settings, (...progress) => told.push(progress));
    expect(embedder.dimension).toBe(384);
    expect(asked).toContain('onnx/model_quantized.onnx');
    const last = told.filter(([file]) => file.endsWith('.onnx')).at(-1)!;
    expect(last[1]).toBe(last[2]);
    hub.closeAllConnections();
    await new Promise((resolve) => hub.close(resolve));
    expect((await loadEmbedder(settings)).dimension).toBe(384);
  });
});
