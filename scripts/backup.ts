import { resolve } from 'node:path';
import { Command } from 'commander';
import { readConfig } from '../src/config.ts';
import { backup, describeRows } from '../src/state/backup.ts';
import { fail } from '../src/terminal/fail.ts';

try {
  const [file] = new Command('backup')
    .description(
      'Copy settings, case files, answers behind buttons, feedback and the question log to a file, while the bot runs.',
    )
    .argument('<file>', 'where to write; must not exist yet')
    .parse().args as [string];
  const target = resolve(process.env['INIT_CWD'] ?? '.', file);
  const rows = backup(readConfig().dataDir, target);
  console.log(`Wrote ${target}, checked: ${describeRows(rows)}.`);
} catch (error) {
  fail(error);
}
