import { type Interaction, MessageFlags } from 'discord.js';
import type { Bot } from './bot.ts';
import { COMMANDS } from './commands/registry.ts';
import { handleComponent } from './components.ts';
import { reportFailure } from './failure.ts';
import { renderNotice } from './render-answer.ts';

/** Answers a slash command or a component; every path ends in words. */
export async function onInteraction(interaction: Interaction, bot: Bot): Promise<void> {
  if (interaction.isAutocomplete()) {
    // Choices are a help while typing: what is typed works without them, so that a failure is only logged.
    await COMMANDS.find(({ data }) => data.name === interaction.commandName)
      ?.autocomplete?.(interaction, bot)
      .catch((error: unknown) => bot.log.warn({ err: error }, 'names could not be offered'));
    return;
  }
  if (!interaction.isChatInputCommand() && !interaction.isMessageComponent()) return;
  try {
    if (interaction.isMessageComponent()) return await handleComponent(interaction, bot);
    const command = COMMANDS.find(({ data }) => data.name === interaction.commandName);
    if (command) return await command.execute(interaction, bot);
    await interaction.reply({
      ...renderNotice('This command is no longer part of the bot.'),
      flags: MessageFlags.Ephemeral,
    });
  } catch (error) {
    const notice = renderNotice(reportFailure(error, bot.log, { interaction: interaction.id }));
    const said =
      interaction.deferred || interaction.replied
        ? interaction.editReply(notice)
        : interaction.reply({ ...notice, flags: MessageFlags.Ephemeral });
    await said.catch((later: unknown) => bot.log.warn({ err: later }, 'the failure could not be told either'));
  }
}
