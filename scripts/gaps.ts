import { Command } from 'commander';
import { readConfig } from '../src/config.ts';
import { gaps } from '../src/insights/gaps.ts';
import { openDatabase } from '../src/state/database.ts';
import { fail } from '../src/terminal/fail.ts';

new Command('gaps')
  .description(
    'Print the questions of Discord that were refused (where the log is on), reported, or answered unhelpfully, as rows of a question file, without who asked.',
  )
  .parse();

try {
  const database = openDatabase(readConfig().dataDir);
  const rows = gaps(database);
  database.close();
  for (const row of rows) console.log(JSON.stringify(row));
  console.error(`${rows.length} question${rows.length === 1 ? '' : 's'}`);
} catch (error) {
  fail(error);
}
