import { readConfig } from '../src/config.ts';
import { registerCommands } from '../src/discord/register.ts';
import { ConfigError } from '../src/errors.ts';
import { fail } from '../src/terminal/fail.ts';

try {
  const { discord } = readConfig();
  if (discord.token === null) throw new ConfigError('DISCORD_TOKEN is not set; put it into .env (see .env.example).');
  const count = await registerCommands({ ...discord, token: discord.token });
  console.log(`${count} commands registered ${discord.guildId ? `in guild ${discord.guildId}` : 'for every server'}.`);
} catch (error) {
  fail(error);
}
