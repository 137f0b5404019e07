import { Command } from 'commander';
import { readConfig } from '../src/config.ts';
import { ingest } from '../src/index/ingest.ts';
import { fail } from '../src/terminal/fail.ts';
import { terminalProgress } from '../src/terminal/progress.ts';

const options = new Command('ingest')
  .description('Build the index of every .md and .txt file under the corpus folder.')
  .option('--corpus <dir>', 'folder of the sources (default: CORPUS_DIR)')
  .option('--index <dir>', 'folder of the index (default: INDEX_DIR)')
  .parse()
  .opts<{ corpus?: string; index?: string }>();

const progress = terminalProgress();
try {
  const config = readConfig({ CORPUS_DIR: options.corpus, INDEX_DIR: options.index });
  const report = await ingest(config, progress);
  progress.stop();
  console.log(
    `${report.sources} sources, ${report.passages} passages, ${report.embedded} embedded anew, in ${report.seconds.toFixed(1)} s`,
  );
  if (report.bad.length > 0) {
    console.error(
      `${report.bad.length} file${report.bad.length > 1 ? 's' : ''} could not be read and ${report.bad.length > 1 ? 'are' : 'is'} not in the index; see above.`,
    );
    process.exitCode = 1;
  }
} catch (error) {
  progress.stop();
  fail(error);
}
