import { type Interaction, MessageFlags } from 'discord.js';
import { placeOf, rolesOf, settingsAt } from './access.ts';
import { checkRole, NotNowError } from './asking/admit.ts';
import type { Bot } from './bot.ts';
import { COMMANDS } from './commands/registry.ts';
import { onPress } from './components/registry.ts';
import { reportFailure } from './failure.ts';
import { renderNotice } from './render/message.ts';

/** Commands that work where the bot is switched off. */
const ALWAYS: ReadonlySet<string> = new Set(['settings', 'insights', 'privacy', 'help', 'status']);

/** Answers a slash command, a message command, a component or a form; every path ends in words. */
export async function onInteraction(interaction: Interaction, bot: Bot): Promise<void> {
  if (interaction.isAutocomplete()) {
    // Choices are a help while typing: what is typed works without them, so that a failure is only logged.
    await COMMANDS.find(({ data }) => data.name === interaction.commandName)
      ?.autocomplete?.(interaction, bot)
      .catch((error: unknown) => bot.log.warn({ err: error }, 'names could not be offered'));
    return;
  }
  if (!interaction.isCommand() && !interaction.isMessageComponent() && !interaction.isModalSubmit()) return;
  try {
    if (!interaction.isCommand()) return await onPress(interaction, bot);
    const command = COMMANDS.find(({ data }) => data.name === interaction.commandName);
    if (!command) throw new NotNowError('This command is no longer part of the bot.');
    const isOff = settingsAt(bot, placeOf(interaction)).mode === 'off' && !ALWAYS.has(interaction.commandName);
    if (isOff)
      throw new NotNowError('I am switched off in this channel. An administrator can change that with /settings.');
    if (!ALWAYS.has(interaction.commandName))
      checkRole(bot, { place: placeOf(interaction), roles: rolesOf(interaction.member) });
    if (interaction.isChatInputCommand()) await command.execute?.(interaction, bot);
    else if (interaction.isMessageContextMenuCommand()) await command.onMessage?.(interaction, bot);
  } catch (error) {
    const notice = renderNotice(reportFailure(error, bot.log, { interaction: interaction.id }));
    const isAcknowledged = interaction.deferred || interaction.replied;
    // What was pressed on stays as it is: to edit the reply of an update would be to edit that message.
    const isUpdate = !interaction.isCommand() && interaction.ephemeral === null;
    const said = !isAcknowledged
      ? interaction.reply({ ...notice, flags: MessageFlags.Ephemeral })
      : isUpdate
        ? interaction.followUp({ ...notice, flags: MessageFlags.Ephemeral })
        : interaction.editReply({ embeds: [], components: [], ...notice });
    await said.catch((later: unknown) => bot.log.warn({ err: later }, 'the failure could not be told either'));
  }
}
