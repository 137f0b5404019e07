import { type Config, readConfig } from '../../config.ts';
import { ConfigError, messageOf } from '../../errors.ts';
import { type Application, checkIntents, checkToken, NO_TOKEN } from './application.ts';
import { checkCommands } from './commands.ts';
import { type DiscordApi, openDiscordApi, whyFailed } from './discord-api.ts';
import { type Check, type Finding, ok, problem } from './finding.ts';
import { checkIndex, checkModels } from './library.ts';
import { checkClock, checkDatabase, checkDisk } from './machine.ts';
import { checkServers } from './servers.ts';

/**
 * Checks everything that the bot needs to work, and changes nothing. One check that fails keeps no other from being made;
 * without a readable configuration, though, there is nothing to check. The token is in no finding.
 */
export async function examine(): Promise<Finding[]> {
  let config: Config;
  try {
    config = readConfig();
  } catch (error) {
    return badSettings(error);
  }
  const { token } = config.discord;
  const api = token === null ? null : openDiscordApi({ ...config.discord, token });
  const findings = [
    ok('configuration', 'Every setting can be used'),
    ...(api ? await checkDiscord(api, config) : [NO_TOKEN]),
    ...(await guarded('index', async () => [await checkIndex(config)])),
    ...(await guarded('models', () => checkModels(config))),
    ...(await guarded('database', async () => [checkDatabase(config)])),
    ...(await guarded('disk', () => checkDisk(config))),
  ];
  const clockAheadMs = api?.clockAheadMs() ?? null;
  if (clockAheadMs !== null) findings.push(checkClock(clockAheadMs));
  return token === null ? findings : findings.map((finding) => without(token, finding));
}

async function checkDiscord(api: DiscordApi, { discord }: Config): Promise<Finding[]> {
  const { application, finding } = await checkToken(api);
  if (application === null) return [finding];
  return [finding, checkIntents(application), ...(await checkInDiscord(api, application, discord.guildId))];
}

async function checkInDiscord(api: DiscordApi, application: Application, guildId: string | null): Promise<Finding[]> {
  return [
    ...(await guarded('servers', () => checkServers(api, application))),
    ...(await guarded('commands', async () => [await checkCommands(api, application, guildId)])),
  ];
}

/** One finding for each setting that can't be used; ConfigError names each on a line of its own, after the first. */
function badSettings(error: unknown): Finding[] {
  const message = messageOf(error);
  const settings = error instanceof ConfigError ? message.split('\n').slice(1) : [];
  return (settings.length > 0 ? settings : [message]).map((setting) =>
    problem(
      'configuration',
      setting.trim(),
      'Mend it in .env or in the environment (.env.example says what it takes); nothing else can be checked before.',
    ),
  );
}

async function guarded(check: Check, work: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await work();
  } catch (error) {
    return [problem(check, `This could not be checked: ${whyFailed(error)}`, 'Mend what it names, then try again.')];
  }
}

function without(token: string, finding: Finding): Finding {
  const hide = (text: string) => text.replaceAll(token, '(the token)');
  return {
    ...finding,
    message: hide(finding.message),
    advice: finding.advice === null ? null : hide(finding.advice),
  };
}
