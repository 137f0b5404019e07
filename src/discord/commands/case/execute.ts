import { type ChatInputCommandInteraction, MessageFlags } from 'discord.js';
import { tagChange } from '../../../case/case.ts';
import { isFormat } from '../../../case/export/export.ts';
import { placeOf, scopeAt, viewOwner } from '../../access.ts';
import { isAdministrator } from '../../administration.ts';
import { NotNowError } from '../../asking/admit.ts';
import { ANSWER_VIEW, type AnswerView } from '../../asking/answer-view.ts';
import type { Bot } from '../../bot.ts';
import { viewBehind } from '../../components/views.ts';
import { reportFailure } from '../../failure.ts';
import { renderCaseList, SEARCH_VIEW } from '../../render/case.ts';
import { noteForm, textFile } from '../../render/case-forms.ts';
import { renderNotice } from '../../render/message.ts';
import { renderRemoved, renderSaved } from '../../render/saving.ts';
import { count, literalClip } from '../../render/text.ts';
import { actor, casesHere, mayRestrict, withoutMentions } from '../../research/case-access.ts';
import { exported, timelineOf } from '../../research/case-files.ts';
import { contentOf, save } from '../../research/saving.ts';
import { historyOf, pageOf } from '../../research/show.ts';
import { chosenCase, chosenItem } from './chosen.ts';

type Sub = (interaction: ChatInputCommandInteraction, bot: Bot) => Promise<void>;

/** Answers /case; each subcommand acknowledges within three seconds. */
export async function execute(interaction: ChatInputCommandInteraction, bot: Bot): Promise<void> {
  const name = interaction.options.getSubcommand();
  const sub = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
  if (!sub) throw new NotNowError('This command is no longer part of the bot.');
  // A form can only be shown in the place of an acknowledgement.
  if (!opensForm(interaction))
    await interaction.deferReply(isPublic(interaction) ? {} : { flags: MessageFlags.Ephemeral });
  await sub(interaction, bot);
}

function opensForm({ options }: ChatInputCommandInteraction): boolean {
  const name = options.getSubcommand();
  return (
    (name === 'note' && options.getString('text') === null) || (name === 'edit' && options.getString('item') !== null)
  );
}

/** `/case share` alone shows the case to everybody. */
function isPublic({ options }: ChatInputCommandInteraction): boolean {
  return (
    options.getSubcommand() === 'share' &&
    ['add-member', 'remove-member', 'everyone'].every((name) => options.get(name) === null)
  );
}

const SUBCOMMANDS: Readonly<Record<string, Sub>> = {
  async open(interaction, bot) {
    const { guildId, channelId } = placeOf(interaction);
    const userId = actor(bot, interaction);
    const title = interaction.options.getString('title', true);
    const head = bot.cases.open({
      guildId: guildId ?? '',
      channelId,
      title: withoutMentions(title, interaction, bot),
      userId,
    });
    if (interaction.options.getBoolean('alerts')) bot.cases.setAlerts(head.id, true, userId);
    const isShown = await bot.cards.now(head.id);
    await interaction.editReply(
      renderNotice(
        isShown
          ? `“${literalClip(head.title, 200)}” is open. Its card is in this channel; press “Save to case” under answers.`
          : `“${literalClip(head.title, 200)}” is open, but I can’t write to this channel, so it has no card. It works by /case all the same.`,
      ),
    );
  },

  async list(interaction, bot) {
    const closedToo = interaction.options.getBoolean('closed') ?? false;
    const heads = casesHere(bot, interaction).filter(({ isOpen }) => isOpen || closedToo);
    const totals = heads.slice(0, 25).map((head) => bot.cases.items(head.id, { limit: 0 }).total);
    await interaction.editReply(renderCaseList(heads, totals, closedToo));
  },

  async show(interaction, bot) {
    const head = chosenCase(bot, interaction, { closedToo: true });
    const scope = scopeAt(bot, placeOf(interaction));
    await interaction.editReply(
      interaction.options.getBoolean('history') ? historyOf(bot, head, 0) : await pageOf(bot, head, 0, scope),
    );
  },

  async add(interaction, bot) {
    const head = chosenCase(bot, interaction);
    const [, viewId = '', n = ''] =
      /^([0-9a-z_-]{14}):(\d{1,2})$/i.exec(interaction.options.getString('quotation') ?? '') ?? [];
    const link = interaction.options.getString('message');
    if (viewId !== '') {
      const view = viewBehind(bot, interaction, viewId, ANSWER_VIEW) as AnswerView;
      const content = await contentOf(bot, view, Number(n));
      if (!content) throw new NotNowError('This answer has no such quotation.');
      const { item, isNew } = save(bot, interaction, head, { content, subjectId: '' });
      await interaction.editReply(renderSaved(head, item, isNew));
      return;
    }
    if (link === null)
      throw new NotNowError(
        'Choose a quotation that appears while you type, or give the link of a message. “Save to case” under an answer saves all of it.',
      );
    const [, guild, channel, messageId] =
      /\/channels\/(@me|\d{17,20})\/(\d{17,20})\/(\d{17,20})\/?$/.exec(link.trim()) ?? [];
    // What is saved everybody sees who sees the case: a message of another channel they may not see.
    if (!messageId || channel !== interaction.channelId || (guild !== '@me' && guild !== interaction.guildId))
      throw new NotNowError('That is no link of a message in this channel.');
    const message = await interaction.channel?.messages.fetch(messageId);
    if (!message || message.cleanContent.trim() === '')
      throw new NotNowError('Discord gives me no text of that message.');
    const content = {
      kind: 'message',
      url: message.url,
      text: message.cleanContent.slice(0, 4000),
      quotations: [],
    } as const;
    const { item, isNew } = save(bot, interaction, head, { content, subjectId: message.author.id });
    await interaction.editReply(renderSaved(head, item, isNew));
  },

  async note(interaction, bot) {
    const text = interaction.options.getString('text');
    if (text === null) {
      await interaction.showModal(noteForm(chosenCase(bot, interaction), null));
      return;
    }
    const note = withoutMentions(text, interaction, bot);
    try {
      const head = chosenCase(bot, interaction);
      const item = bot.cases.add(head.id, { content: { kind: 'note' }, note, userId: actor(bot, interaction) });
      bot.cards.changed(head.id);
      await interaction.editReply(renderSaved(head, item, true));
    } catch (error) {
      // Nobody has to write a text twice.
      const said = reportFailure(error, bot.log, { interaction: interaction.id });
      await interaction.editReply({ ...renderNotice(said), ...textFile(text) });
    }
  },

  async edit(interaction, bot) {
    const head = chosenCase(bot, interaction);
    const title = interaction.options.getString('title');
    const alerts = interaction.options.getBoolean('alerts');
    if (interaction.options.getString('item') !== null) {
      if (title !== null || alerts !== null)
        throw new NotNowError('`item:` opens a form for its note: change the title or the alerts without it.');
      await interaction.showModal(noteForm(head, chosenItem(bot, interaction, head)));
      return;
    }
    const userId = actor(bot, interaction);
    if (title === null && alerts === null) throw new NotNowError('Say what to change: `item:`, `title:` or `alerts:`.');
    if (title !== null) bot.cases.retitle(head.id, withoutMentions(title, interaction, bot), userId);
    if (alerts !== null) bot.cases.setAlerts(head.id, alerts, userId);
    bot.cards.changed(head.id);
    await interaction.editReply(renderNotice('Changed.'));
  },

  async move(interaction, bot) {
    const head = chosenCase(bot, interaction);
    const item = chosenItem(bot, interaction, head);
    bot.cases.move(head.id, item.id, interaction.options.getInteger('to', true), actor(bot, interaction));
    bot.cards.changed(head.id);
    await interaction.editReply(await pageOf(bot, head, 0, scopeAt(bot, placeOf(interaction))));
  },

  async tag(interaction, bot) {
    const head = chosenCase(bot, interaction);
    const item = chosenItem(bot, interaction, head);
    const tags = interaction.options
      .getString('tags', true)
      .split(',')
      .map((tag) => withoutMentions(tag, interaction, bot).trim())
      .filter((tag) => tag !== '');
    const { added, removed } = tagChange(tags);
    const after = bot.cases.tag(head.id, item.id, added, removed, actor(bot, interaction));
    bot.cards.changed(head.id);
    await interaction.editReply(
      renderNotice(
        `Tags of item ${item.number}: ${after.tags.map((tag) => literalClip(tag, 60)).join(', ') || 'none'}.`,
      ),
    );
  },

  async remove(interaction, bot) {
    const head = chosenCase(bot, interaction);
    const item = chosenItem(bot, interaction, head);
    bot.cases.remove(head.id, item.id, actor(bot, interaction));
    bot.cards.changed(head.id);
    await interaction.editReply(renderRemoved(head, item));
  },

  async search(interaction, bot) {
    const head = chosenCase(bot, interaction, { closedToo: true });
    const text = withoutMentions(interaction.options.getString('words', true), interaction, bot);
    const view = bot.state.views.add({
      ...viewOwner(interaction),
      kind: SEARCH_VIEW,
      isPrivate: true,
      data: { caseId: head.id, text },
    });
    const search = { text, viewId: view.id };
    await interaction.editReply(await pageOf(bot, head, 0, scopeAt(bot, placeOf(interaction)), search));
  },

  async timeline(interaction, bot) {
    await interaction.editReply(await timelineOf(bot, chosenCase(bot, interaction, { closedToo: true })));
  },

  async export(interaction, bot) {
    const format = interaction.options.getString('format', true);
    const head = chosenCase(bot, interaction, { closedToo: true });
    if (!isFormat(format)) throw new NotNowError('There is no such format.');
    await interaction.editReply(await exported(bot, head, format, scopeAt(bot, placeOf(interaction))));
  },

  async share(interaction, bot) {
    const head = chosenCase(bot, interaction, { closedToo: true });
    const [added, removed] = [interaction.options.getUser('add-member'), interaction.options.getUser('remove-member')];
    const everyone = interaction.options.getBoolean('everyone');
    if (isPublic(interaction)) {
      if (head.isRestricted)
        throw new NotNowError('This case is for its members. To open it to the channel use `everyone: True`.');
      await interaction.editReply(await pageOf(bot, head, 0, scopeAt(bot, placeOf(interaction))));
      return;
    }
    if (head.guildId === '') throw new NotNowError('A case in direct messages is yours alone.');
    const isOwnLeaving = removed?.id === interaction.user.id && !added && !everyone;
    if (!isOwnLeaving && !mayRestrict(bot, interaction, head))
      throw new NotNowError(
        'Who sees a case is for those to choose who opened it or saved something in it, and for administrators.',
      );
    const userId = actor(bot, interaction);
    if (added?.bot) throw new NotNowError('A bot can’t be a member.');
    if (everyone) bot.cases.unrestrict(head.id, userId);
    if (added) {
      bot.state.people.put(added.id, added.displayName);
      bot.cases.restrictTo(head.id, added.id, userId);
    }
    if (removed) bot.cases.removeMember(head.id, removed.id, userId);
    bot.cards.changed(head.id);
    const names = bot.state.people.names();
    const now = bot.cases.find(head.id)!;
    const members = bot.cases.members(head.id).map((id) => literalClip(names.get(id) ?? 'somebody', 80));
    await interaction.editReply(
      renderNotice(
        now.isRestricted
          ? `The case is for its members: ${members.join(', ')}. They see it where they see this channel; administrators do, too.`
          : 'Everybody who sees this channel sees the case.',
      ),
    );
  },

  async close(interaction, bot) {
    const head = chosenCase(bot, interaction);
    bot.cases.close(head.id, actor(bot, interaction));
    bot.cards.changed(head.id);
    await interaction.editReply(
      renderNotice(`“${literalClip(head.title, 200)}” is closed. It can be read, exported and reopened.`),
    );
  },

  async reopen(interaction, bot) {
    const closed = casesHere(bot, interaction).filter(({ isOpen }) => !isOpen);
    const isNamed = interaction.options.getString('case') !== null;
    if (!isNamed && closed.length !== 1)
      throw new NotNowError(
        closed.length === 0 ? 'No case here is closed.' : 'Several cases here are closed: say which one in `case:`.',
      );
    const head = isNamed ? chosenCase(bot, interaction, { closedToo: true }) : closed[0]!;
    bot.cases.reopen(head.id, actor(bot, interaction));
    bot.cards.changed(head.id);
    await interaction.editReply(renderNotice(`“${literalClip(head.title, 200)}” is open again.`));
  },

  async purge(interaction, bot) {
    if (!isAdministrator(bot, interaction) && interaction.guildId !== null)
      throw new NotNowError(
        'Only administrators purge. /case remove takes an item out of the case; its history keeps it.',
      );
    const head = chosenCase(bot, interaction, { closedToo: true });
    const userId = actor(bot, interaction);
    if (interaction.options.getString('item') !== null) {
      const item = bot.cases.purgeItem(head.id, chosenItem(bot, interaction, head).id, userId);
      bot.cards.changed(head.id);
      await interaction.editReply(
        renderNotice(
          `Deleted for good: item ${item.number} (${item.content.kind}) of “${literalClip(head.title, 200)}”, with its history.`,
        ),
      );
      return;
    }
    if (interaction.options.getString('confirm')?.trim() !== head.title)
      throw new NotNowError(
        `This deletes “${literalClip(head.title, 200)}” with all its items and its history, for good. To do that write its title in \`confirm:\`. Nothing was deleted.`,
      );
    const items = bot.cases.purgeCase(head.id, userId);
    bot.cards.deleteLeft();
    await interaction.editReply(
      renderNotice(
        `Deleted for good: the case “${literalClip(head.title, 200)}” with ${count(items, 'item')} and its history.`,
      ),
    );
  },
};
