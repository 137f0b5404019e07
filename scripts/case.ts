import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { readConfig } from '../src/config.ts';
import { UserError } from '../src/errors.ts';
import { TerminalCases } from '../src/terminal/case.ts';
import { fail } from '../src/terminal/fail.ts';

const program = new Command('case')
  .description('Case files on the terminal: the same ones that Discord shows, while the bot runs or not.')
  .option('--corpus <dir>', 'folder of the sources (default: CORPUS_DIR)')
  .option('--index <dir>', 'folder of the index (default: INDEX_DIR)')
  .addHelpText('after', '\nCASE is an id, the beginning of one, or a title; ITEM is its number.');

/** Runs a command on the database and prints what it returns. */
function command(
  usage: string,
  description: string,
  work: (
    cases: TerminalCases,
    args: string[],
    options: Record<string, string | boolean>,
  ) => string | Buffer | Promise<string | Buffer>,
): Command {
  return program
    .command(usage)
    .description(description)
    .action(async (...given: unknown[]) => {
      const [options, args] = [given.at(-2) as Record<string, string | boolean>, given.slice(0, -2)];
      try {
        const { corpus, index } = program.opts<{ corpus?: string; index?: string }>();
        const cases = TerminalCases.open(readConfig({ CORPUS_DIR: corpus, INDEX_DIR: index }));
        try {
          const printed = await work(cases, args.flat().filter((arg) => arg !== undefined) as string[], options);
          process.stdout.write(typeof printed === 'string' ? `${printed}\n` : printed);
        } finally {
          cases.close();
        }
      } catch (error) {
        fail(error);
      }
    });
}

/** A file as named from where npm was called. */
const fromHere = (file: string | boolean | undefined) => resolve(process.env['INIT_CWD'] ?? '.', String(file));

/** A text that was typed, or with `-` what stands at standard input. */
function textOf(words: string[]): string {
  if (words.join(' ') !== '-') return words.join(' ');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(0));
  } catch {
    throw new UserError('Standard input is no UTF-8 text.');
  }
}

command('list', 'every case', (cases, _, { closed }) => cases.list(closed === true)).option(
  '--closed',
  'closed ones, too',
);
command('open <title...>', 'open a case', (cases, words) => cases.openCase(words.join(' ')));
command('show <case>', 'its items, in order', (cases, [id], { json }) =>
  json ? cases.json(id!) : cases.show(id!),
).option('--json', 'as JSON');
command('ask <case> <question...>', 'ask the library and save the answer', (cases, [id, ...words]) =>
  cases.ask(id!, words.join(' ')),
);
command('note <case> <text...>', 'write a note; - reads it from standard input', (cases, [id, ...words]) =>
  cases.note(id!, textOf(words)),
);
command('edit <case> <item> <text...>', 'replace the note of an item', (cases, [id, item, ...words]) =>
  cases.edit(id!, item!, textOf(words)),
);
command('move <case> <item> <place>', 'move an item to a place, from 1', (cases, [id, item, place]) =>
  cases.move(id!, item!, place!),
);
command(
  'tag <case> <item> <tags...>',
  'add tags; remove those with a minus before them (after --)',
  (cases, [id, item, ...tags]) => cases.tag(id!, item!, tags),
);
command('remove <case> <item>', 'take an item out; its history keeps it', (cases, [id, item]) =>
  cases.remove(id!, item!),
);
command('restore <case> <item>', 'put a removed item back', (cases, [id, item]) => cases.restore(id!, item!));
command('search <case> <words...>', 'items that hold all the words', (cases, [id, ...words]) =>
  cases.show(id!, words.join(' ')),
);
command('history <case>', 'what happened, newest first', (cases, [id]) => cases.history(id!));
command('timeline <case>', 'draw the quoted sources by date', (cases, [id], { out }) =>
  cases.timeline(id!, fromHere(out)),
).requiredOption('-o, --out <file.png>', 'where to write');
command('export <case>', 'Markdown, Word, CSV, JSON, CSL-JSON or BibTeX', (cases, [id], { format, out }) =>
  cases.export(id!, {
    ...(format === undefined ? {} : { format: String(format) }),
    ...(out === undefined ? {} : { out: fromHere(out) }),
  }),
)
  .option('-f, --format <format>', 'md, docx, csv, json, csl.json or bib (default: by the ending of the file, else md)')
  .option('-o, --out <file>', 'where to write (default: standard output)');
command('close <case>', 'close a case: it stays readable', (cases, [id]) => cases.setOpen(id!, false));
command('reopen <case>', 'open a closed case again', (cases, [id]) => cases.setOpen(id!, true));
command('purge <case> [item]', 'delete a case, or an item, for good', (cases, [id, item], { yes }) =>
  cases.purge(id!, item, yes === true),
).option('--yes', 'yes, for good');

await program.parseAsync();
