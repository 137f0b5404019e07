import { resolve } from 'node:path';
import { Command } from 'commander';
import { readConfig } from '../src/config.ts';
import { openIndex } from '../src/index/open.ts';
import { insights, lastWeeks } from '../src/insights/insights.ts';
import { insightsPage } from '../src/insights/page.ts';
import { openDatabase } from '../src/state/database.ts';
import { fail } from '../src/terminal/fail.ts';
import { writeOut } from '../src/terminal/write-file.ts';

const { out, server } = new Command('insights')
  .description('Write what the questions teach (how many, what was missed, what was quoted) as one HTML page.')
  .requiredOption('-o, --out <file.html>', 'where to write')
  .option('--server <id>', 'of one Discord server (default: of all)')
  .parse()
  .opts<{ out: string; server?: string }>();

try {
  const config = readConfig();
  const database = openDatabase(config.dataDir);
  const now = Date.now();
  const about = insights(database, server ?? null, lastWeeks(now));
  database.close();
  const index = await openIndex(config.indexDir, config.embedding).catch(() => null);
  const titles = new Map((index?.sources ?? []).map(({ id, title }) => [id, title]));
  const target = resolve(process.env['INIT_CWD'] ?? '.', out);
  writeOut(target, insightsPage(about, titles, `Made ${new Date(now).toISOString().slice(0, 10)}, the last 12 weeks`));
  console.log(`Wrote ${target}: ${about.questions} questions.`);
} catch (error) {
  fail(error);
}
