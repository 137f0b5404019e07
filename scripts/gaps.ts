// Prints questions that were not answered, or not helpfully, as rows of the evaluation's question files, without anybody's id.
import { readConfig } from '../src/config.ts';
import { gaps } from '../src/insights/gaps.ts';
import { openDatabase } from '../src/state/database.ts';
import { fail } from '../src/terminal/fail.ts';

try {
  const database = openDatabase(readConfig().dataDir);
  for (const gap of gaps(database)) console.log(JSON.stringify(gap));
  database.close();
} catch (error) {
  fail(error);
}
