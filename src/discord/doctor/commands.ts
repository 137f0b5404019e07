import { type APIApplicationCommand, Routes } from 'discord.js';
import { COMMANDS } from '../commands/registry.ts';
import type { Application } from './application.ts';
import { type DiscordApi, refusedWith } from './discord-api.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

/** Compares the commands that Discord has, of the server when one is set, with those that the bot answers. */
export async function checkCommands(api: DiscordApi, { id }: Application, guildId: string | null): Promise<Finding> {
  const where = guildId === null ? 'for every server' : `in the server ${guildId}`;
  const route = guildId === null ? Routes.applicationCommands(id) : Routes.applicationGuildCommands(id, guildId);
  let registered: string[];
  try {
    registered = (await api.read<APIApplicationCommand[]>(route)).map(({ name }) => name);
  } catch (error) {
    if (guildId === null || ![403, 404].includes(refusedWith(error) ?? 0)) throw error;
    return problem(
      'commands',
      `Discord does not let the bot register commands ${where}.`,
      'Check DISCORD_GUILD_ID, and invite the bot with the applications.commands scope.',
    );
  }
  const wanted = COMMANDS.map(({ data }) => data.name);
  const missing = wanted.filter((name) => !registered.includes(name));
  const unknown = registered.filter((name) => !wanted.includes(name));
  if (missing.length === 0 && unknown.length === 0)
    return ok('commands', `All ${wanted.length} are registered ${where}`);
  const parts = [
    ...(missing.length > 0 ? [`not registered ${where}: ${missing.join(', ')}`] : []),
    ...(unknown.length > 0 ? [`registered ${where}, but not the bot's: ${unknown.join(', ')}`] : []),
  ];
  return warning('commands', parts.join('; '), 'Run npm run deploy-commands; npm start does it too.');
}
