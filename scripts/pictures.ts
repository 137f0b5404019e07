// Draws the pictures of the documentation from the bot's real output. Needs Debian's chromium: CHROMIUM names another.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_DIR, readConfig } from '../src/config.ts';
import { renderAnswer } from '../src/discord/render/answer.ts';
import { readQuestions } from '../src/evaluation/question-file.ts';
import { openAnswerer } from '../src/terminal/ask.ts';
import { discordPage } from './pictures/discord-page.ts';

const OUT = process.argv[2] === '--out' && process.argv[3] ? process.argv[3] : join(PROJECT_DIR, 'docs/images');

const config = readConfig();
const answerer = await openAnswerer(config);
const messages = [];
// Of the questions on the shipped article: the first it answers, and the first that is refused as it should be.
const asked = await readQuestions(join(PROJECT_DIR, 'tests/eval/seed.jsonl'));
for (const refuse of [false, true])
  for (const { question } of asked.filter((one) => one.refuse === refuse)) {
    const answer = await answerer.ask(question);
    if ((answer.status === 'not_found') !== refuse) continue;
    messages.push({ author: 'reporter', text: `@Sanctions ${question}` });
    messages.push({
      author: 'Sanctions',
      payload: renderAnswer(answer, config.sourceBaseUrl, { viewId: '0'.repeat(14), isPrivate: false }),
    });
    break;
  }
const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
try {
  writeFileSync(join(folder, 'answer.html'), discordPage(messages));
  execFileSync(
    process.env.CHROMIUM ?? 'chromium',
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--hide-scrollbars',
      '--force-device-scale-factor=2',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      `--user-data-dir=${join(folder, 'profile')}`,
      '--window-size=720,840',
      `--screenshot=${join(OUT, 'answer.png')}`,
      `file://${join(folder, 'answer.html')}`,
    ],
    { stdio: 'ignore' },
  );
  console.log(`wrote ${join(OUT, 'answer.png')}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
