import { Command } from 'commander';
import { examine } from '../src/discord/doctor/examine.ts';
import { printFindings } from '../src/discord/doctor/finding.ts';
import { fail } from '../src/terminal/fail.ts';

const { json } = new Command('doctor')
  .description('Check settings, Discord, index, models, database, disk and clock, and say what to do. Changes nothing.')
  .option('--json', 'print the findings as JSON')
  .parse()
  .opts<{ json?: boolean }>();

try {
  const findings = await examine();
  console.log(json ? JSON.stringify(findings, null, 1) : printFindings(findings));
  process.exitCode = findings.some(({ mark }) => mark === 'problem') ? 1 : 0;
} catch (error) {
  fail(error);
}
