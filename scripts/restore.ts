import { resolve } from 'node:path';
import { Command } from 'commander';
import { readConfig } from '../src/config.ts';
import { describeRows, restore } from '../src/state/backup.ts';
import { fail } from '../src/terminal/fail.ts';

try {
  const [file] = new Command('restore')
    .description(
      'Put a backup in the place of the database. The bot must be stopped; the former database is kept beside it.',
    )
    .argument('<file>', 'a file that npm run backup wrote')
    .parse().args as [string];
  const source = resolve(process.env['INIT_CWD'] ?? '.', file);
  const { rows, former } = restore(readConfig().dataDir, source);
  console.log(`Restored ${source}: ${describeRows(rows)}.`);
  if (former !== null) console.log(`The database that was there is now ${former}.`);
} catch (error) {
  fail(error);
}
