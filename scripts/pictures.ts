// Draws the pictures of the documentation from the bot's real output, or (--check) looks for text that is cut or outside.
// Needs Debian's chromium: CHROMIUM names another.
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT_DIR, readConfig } from '../src/config.ts';
import { openAnswerer } from '../src/terminal/ask.ts';
import { Browser } from './pictures/chromium.ts';
import { discordPage, type Theme } from './pictures/discord-page.ts';
import { exampleCase } from './pictures/example-case.ts';
import { hostileScenes } from './pictures/hostile.ts';
import { researchScenes } from './pictures/research-scenes.ts';
import { NAMES, realScenes, type Scene } from './pictures/scenes.ts';

const THEMES: readonly Theme[] = ['dark', 'light'];
const SIZES = [
  { size: 'desktop', width: 720, scales: [1.5, 1.25, 1] },
  { size: 'phone', width: 390, scales: [1] },
] as const;
const MOST_BYTES = 250_000;

const { values } = parseArgs({ options: { out: { type: 'string' }, check: { type: 'boolean', default: false } } });
const config = readConfig();
const example = await exampleCase(config);
const scenes = [...(await realScenes(await openAnswerer(config), config)), ...(await researchScenes(example))];
const browser = await Browser.open();
try {
  if (values.check) await check([...scenes, ...(await hostileScenes())]);
  else await draw(scenes, resolve(values.out ?? join(PROJECT_DIR, 'docs/images')));
} finally {
  example.close();
  await browser.close();
}

/** Every scene in each theme and width, as a page. */
function viewsOf(all: readonly Scene[]) {
  return all.flatMap(({ name, said }) =>
    THEMES.flatMap((theme) =>
      SIZES.map((size) => ({ name: `${name}-${theme}-${size.size}`, html: discordPage(said, theme, NAMES), ...size })),
    ),
  );
}

async function check(all: readonly Scene[]): Promise<void> {
  const views = viewsOf(all);
  let count = 0;
  for (const { name, html, width } of views) {
    const { problems } = await browser.show(html, width);
    for (const problem of problems) console.error(`${name}: ${problem}`);
    count += problems.length;
  }
  console.log(`${views.length} pages checked, ${count} problems`);
  if (count > 0) process.exitCode = 1;
}

async function draw(real: readonly Scene[], folder: string): Promise<void> {
  const both = real.filter(({ name }) => name === 'answer' || name === 'refusal').flatMap(({ said }) => said);
  const readme = { name: 'answer', html: discordPage(both, 'dark', NAMES), ...SIZES[0] };
  for (const { name, html, width, scales } of [readme, ...viewsOf(real)]) {
    const { height } = await browser.show(html, width);
    const file = join(folder, `${name}.png`);
    writeFileSync(file, await smallPicture(width, height, scales));
    console.log(`wrote ${file}`);
  }
}

/** At the first of the scales that keeps it small. */
async function smallPicture(width: number, height: number, scales: readonly number[]): Promise<Buffer> {
  for (const scale of scales) {
    const png = await browser.picture(width, height, scale);
    if (png.length < MOST_BYTES) return png;
  }
  throw new Error(`a picture of ${width} by ${height} pixels takes more than ${MOST_BYTES} bytes`);
}
