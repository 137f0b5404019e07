import { SlashCommandBuilder, type SlashCommandStringOption, type SlashCommandSubcommandBuilder } from 'discord.js';
import { MOST_NOTE, MOST_TITLE } from '../../../case/case.ts';
import { FORMATS } from '../../../case/export/export.ts';

type Sub = SlashCommandSubcommandBuilder;

const sub =
  (name: string, description: string, options: (sub: Sub) => Sub = (each) => each) =>
  (each: Sub) =>
    options(each.setName(name).setDescription(description));

const inCase = (each: Sub) =>
  each.addStringOption((option) =>
    option
      .setName('case')
      .setDescription('Which case, where several are open here')
      .setMaxLength(MOST_TITLE)
      .setAutocomplete(true),
  );

const withItem = (each: Sub) =>
  each.addStringOption((option) =>
    option
      .setName('item')
      .setDescription('Which item: choose one, or write its number')
      .setRequired(true)
      .setMaxLength(100)
      .setAutocomplete(true),
  );

const text = (name: string, description: string, most: number, required: boolean) => (each: Sub) =>
  each.addStringOption((option: SlashCommandStringOption) =>
    option.setName(name).setDescription(description).setMaxLength(most).setRequired(required),
  );

/** What Discord is told of /case. */
export const definition = new SlashCommandBuilder()
  .setName('case')
  .setDescription('Case files: quotations, notes and questions of this channel, in order, with their citations')
  .addSubcommand(
    sub('open', 'Open a case in this channel', (each) =>
      text(
        'title',
        'What is researched',
        MOST_TITLE,
        true,
      )(each).addBooleanOption((option) =>
        option.setName('alerts').setDescription('Tell this channel when a new source names what the case is about'),
      ),
    ),
  )
  .addSubcommand(
    sub('list', 'The cases of this channel', (each) =>
      each.addBooleanOption((option) => option.setName('closed').setDescription('Closed ones, too')),
    ),
  )
  .addSubcommand(
    sub('show', 'Read a case', (each) =>
      inCase(each).addBooleanOption((option) =>
        option.setName('history').setDescription('What happened to it, in the place of its items'),
      ),
    ),
  )
  .addSubcommand(
    sub('add', 'Save a quotation of a recent answer, or a message', (each) =>
      inCase(
        each
          .addStringOption((option) =>
            option
              .setName('quotation')
              .setDescription('Of an answer in this channel')
              .setMaxLength(100)
              .setAutocomplete(true),
          )
          .addStringOption((option) =>
            option.setName('message').setDescription('The link of a message in this channel').setMaxLength(200),
          ),
      ),
    ),
  )
  .addSubcommand(
    sub('note', 'Write a note into a case', (each) =>
      inCase(text('text', 'The note; left out, a form opens for a longer one', MOST_NOTE, false)(each)),
    ),
  )
  .addSubcommand(
    sub('edit', 'Change a note, the title, or whether new sources are told of', (each) =>
      inCase(
        each
          .addStringOption((option) =>
            option
              .setName('item')
              .setDescription('Its note is opened in a form')
              .setMaxLength(100)
              .setAutocomplete(true),
          )
          .addStringOption((option) => option.setName('title').setDescription('A new title').setMaxLength(MOST_TITLE))
          .addBooleanOption((option) =>
            option.setName('alerts').setDescription('Tell this channel when a new source names what the case is about'),
          ),
      ),
    ),
  )
  .addSubcommand(
    sub('move', 'Move an item to another place', (each) =>
      inCase(
        withItem(each).addIntegerOption((option) =>
          option
            .setName('to')
            .setDescription('Its place in the list, from 1')
            .setRequired(true)
            .setMinValue(1)
            .setMaxValue(100_000),
        ),
      ),
    ),
  )
  .addSubcommand(
    sub('tag', 'Add and take away tags of an item', (each) =>
      inCase(text('tags', 'With commas; one with a minus before it is taken away', 400, true)(withItem(each))),
    ),
  )
  .addSubcommand(sub('remove', 'Take an item out; its history keeps it', (each) => inCase(withItem(each))))
  .addSubcommand(
    sub('search', 'Find items by their words', (each) => inCase(text('words', 'All of them', 100, true)(each))),
  )
  .addSubcommand(sub('timeline', 'A picture of the quoted sources by their dates', inCase))
  .addSubcommand(
    sub('export', 'The case as a file, with citations', (each) =>
      inCase(
        each.addStringOption((option) =>
          option
            .setName('format')
            .setDescription('What kind of file')
            .setRequired(true)
            .addChoices(Object.entries(FORMATS).map(([value, name]) => ({ name, value }))),
        ),
      ),
    ),
  )
  .addSubcommand(
    sub('share', 'Show the case to the channel, or choose who may see it', (each) =>
      inCase(
        each
          .addUserOption((option) =>
            option
              .setName('add-member')
              .setDescription('From then on only members see the case: you and those you add'),
          )
          .addUserOption((option) => option.setName('remove-member').setDescription('Who is a member no longer'))
          .addBooleanOption((option) =>
            option.setName('everyone').setDescription('Everybody who sees this channel sees the case again'),
          ),
      ),
    ),
  )
  .addSubcommand(sub('close', 'Close a case: it stays readable', inCase))
  .addSubcommand(sub('reopen', 'Open a closed case again', inCase))
  .addSubcommand(
    sub('purge', 'Administrators: delete an item, or a whole case, for good', (each) =>
      inCase(
        each
          .addStringOption((option) =>
            option.setName('item').setDescription('Left out: the whole case').setMaxLength(100).setAutocomplete(true),
          )
          .addStringOption((option) =>
            option.setName('confirm').setDescription('For a whole case: its title').setMaxLength(MOST_TITLE),
          ),
      ),
    ),
  )
  .toJSON();
