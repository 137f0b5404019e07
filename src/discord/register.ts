import {
  type APIApplication,
  ApplicationIntegrationType,
  DiscordAPIError,
  InteractionContextType,
  REST,
  Routes,
} from 'discord.js';
import type { Config } from '../config.ts';
import { ConfigError, messageOf } from '../errors.ts';
import { COMMANDS } from './commands/registry.ts';

/** Commands are for servers that the bot was invited to, and for direct messages with it: not for where people take it along. */
const INSTALLED = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
};

/**
 * Registers the slash commands: in one guild when DISCORD_GUILD_ID is set (at once), else everywhere.
 * @returns how many were registered.
 * @throws ConfigError when Discord refuses the token or the guild, or can't be reached.
 */
export async function registerCommands(discord: Config['discord'] & { token: string }): Promise<number> {
  const rest = new REST({ version: '10', ...(discord.apiUrl ? { api: discord.apiUrl } : {}) }).setToken(discord.token);
  try {
    const { id } = (await rest.get(Routes.currentApplication())) as APIApplication;
    const route = discord.guildId
      ? Routes.applicationGuildCommands(id, discord.guildId)
      : Routes.applicationCommands(id);
    await rest.put(route, { body: COMMANDS.map(({ data }) => ({ ...INSTALLED, ...data })) });
    return COMMANDS.length;
  } catch (error) {
    throw new ConfigError(explain(error, discord), { cause: error });
  }
}

function explain(error: unknown, discord: Config['discord']): string {
  if (error instanceof DiscordAPIError && error.status === 401)
    return 'Discord refuses DISCORD_TOKEN. Copy it anew from the Bot page of https://discord.com/developers/applications.';
  if (error instanceof DiscordAPIError && discord.guildId !== null && (error.status === 403 || error.status === 404))
    return `Discord does not let the bot register commands in the guild ${discord.guildId}. Check DISCORD_GUILD_ID, and invite the bot with the applications.commands scope.`;
  return `The commands could not be registered with Discord: ${messageOf(error)}`;
}
