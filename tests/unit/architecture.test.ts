import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT_DIR } from '../../src/config.ts';

const SRC = join(PROJECT_DIR, 'src');
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.d.ts'),
);
const imports = files.flatMap((file) => {
  const text = readFileSync(join(SRC, file), 'utf8');
  return [...text.matchAll(/^(?:import|export)[^;]*?from '([^']+)'|\bimport\('([^']+)'\)/gms)].map(
    ([statement, static_, dynamic]) => ({
      file: file.replaceAll('\\', '/'),
      target: (static_ ?? dynamic)!,
      typeOnly: /^(?:import|export) type\b/.test(statement),
    }),
  );
});

/** From the ground up: a folder imports from itself and from folders before it. */
const LAYERS = [
  '.',
  'chart',
  'corpus',
  'model',
  'index',
  'question',
  'retrieval',
  'answer',
  'entity',
  'conversation',
  'engine',
  'state',
  'case',
  'insights',
  'evaluation',
  'terminal',
  'health',
  'discord',
];
/** Files at the top of src/ that start the program, and so may import everything. */
const ENTRIES = ['main.ts', 'config.ts'];

describe('the shape of the program', () => {
  it.each([
    ['discord.js', /^discord\//],
    ['@xenova/transformers', /^model\/transformers\.ts$/],
    ['vectra', /^index\/vectors\.ts$/],
    ['wink-nlp', /^corpus\/sentences\.ts$/],
    ['stemmer', /^index\/terms\.ts$/],
    ['libsql', /^state\/database\.ts$/],
    ['prom-client', /^health\/metrics\.ts$/],
    ['@napi-rs/canvas', /^chart\/draw\.ts$/],
    ['docx', /^case\/export\/document\.ts$/],
    ['csv-stringify/sync', /^case\/export\/table\.ts$/],
    ['mdast-util-to-markdown', /^case\/export\/markdown\.ts$/],
    ['@citation-js/core', /^case\/export\/references\.ts$/],
    ['@leeoniya/ufuzzy', /^entity\/directory\.ts$/],
  ])('imports %s in its own place only', (library, place) => {
    const users = imports.filter(({ target }) => target === library).map(({ file }) => file);
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter((file) => !place.test(file))).toEqual([]);
  });

  it('reads the environment in config.ts only', () => {
    const readers = files.filter((file) => /process\.env/.test(readFileSync(join(SRC, file), 'utf8')));
    expect(readers).toEqual(['config.ts']);
  });

  it('lets imports run one way through the layers', () => {
    const wrong = imports
      .filter(({ file, target, typeOnly }) => target.startsWith('.') && !typeOnly && !ENTRIES.includes(file))
      .filter(({ file, target }) => {
        const from = dirname(file).split('/')[0]!;
        const to = relative(SRC, dirname(resolve(SRC, dirname(file), target))).split(/[\\/]/)[0] || '.';
        return LAYERS.indexOf(to) > LAYERS.indexOf(from);
      });
    expect(wrong).toEqual([]);
  });

  it('keeps files short', () => {
    const long = files.filter((file) => readFileSync(join(SRC, file), 'utf8').split('\n').length > 320);
    expect(long).toEqual([]);
  });
});
