import { Command } from 'commander';
import { readConfig } from '../src/config.ts';
import { ask } from '../src/terminal/ask.ts';
import { fail } from '../src/terminal/fail.ts';

const program = new Command('ask')
  .description('Answer a question from the sources, in their own words. With no question, open a prompt.')
  .argument('[question...]', 'the question')
  .option('--json', 'print one JSON object instead of text', false)
  .option('--explain', 'show how the answer came about: ranks, features and the confidence', false)
  .option('--batch <file>', 'answer a file of JSON lines {id, question}; prints JSON lines in the same order')
  .option('--corpus <dir>', 'folder of the sources (default: CORPUS_DIR)')
  .option('--index <dir>', 'folder of the index (default: INDEX_DIR)')
  .addHelpText('after', '\nExit codes: 0 answered, 2 not found (single question), 1 error.')
  .parse();
const options = program.opts<{ json: boolean; explain: boolean; batch?: string; corpus?: string; index?: string }>();

try {
  const config = readConfig({ CORPUS_DIR: options.corpus, INDEX_DIR: options.index });
  const question = program.args.length > 0 ? program.args.join(' ') : undefined;
  process.exitCode = await ask(config, {
    question,
    json: options.json,
    explain: options.explain,
    batch: options.batch,
  });
} catch (error) {
  fail(error);
}
