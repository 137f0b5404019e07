import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT_DIR } from '../../src/config.ts';
import { loadCorpus } from '../../src/corpus/load.ts';
import { readSentences } from '../../src/corpus/sentences.ts';

/** A repeatable stream of numbers from 0 to 1 (mulberry32), so that every run measures the same texts. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The committed corpus' sentences in new orders, with a made name in each, so that passages differ as real ones do. */
export async function madeParagraphs(count: number, seed = 1): Promise<string[]> {
  const { sources } = await loadCorpus(join(PROJECT_DIR, 'corpus'));
  const sentences = sources.flatMap((source) => readSentences(source).sentences.map(({ plain }) => plain));
  const next = random(seed);
  const pick = () => sentences[Math.floor(next() * sentences.length)]!;
  return Array.from(
    { length: count },
    (_, i) => `Company ${madeName(next)} is case ${i}. ${pick()} ${pick()} ${pick()}`,
  );
}

function madeName(next: () => number): string {
  const syllables = ['ka', 'ro', 'min', 'tel', 'dus', 'vor', 'shi', 'lan', 'pe', 'zu', 'gra', 'os'];
  const name = Array.from({ length: 3 }, () => syllables[Math.floor(next() * syllables.length)]).join('');
  return name[0]!.toUpperCase() + name.slice(1);
}

/** Writes a corpus folder of files with ten paragraphs each. */
export async function writeMadeCorpus(folder: string, paragraphs: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (let i = 0; i < paragraphs.length; i += 10)
    await writeFile(
      join(folder, `${i}.md`),
      `---\ntitle: Made notice ${i}\ndate: 2021-01-${String((i % 28) + 1).padStart(2, '0')}\n---\n${paragraphs.slice(i, i + 10).join('\n\n')}\n`,
    );
}
