import { Command } from 'commander';
import { readConfig } from '../src/config.ts';
import { openDatabase } from '../src/state/database.ts';
import { FeedbackStore } from '../src/state/feedback.ts';
import { fail } from '../src/terminal/fail.ts';

new Command('feedback')
  .description(
    'Print what people said of answers, and what they reported missing, newest first, as JSON lines without who said it.',
  )
  .parse();

try {
  const database = openDatabase(readConfig().dataDir);
  for (const each of new FeedbackStore(database).all()) console.log(JSON.stringify(each));
  database.close();
} catch (error) {
  fail(error);
}
