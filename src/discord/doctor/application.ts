import { type APIApplication, ApplicationFlags, Routes } from 'discord.js';
import { type DiscordApi, refusedWith, whyFailed } from './discord-api.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

const DEVELOPER_PAGES = 'https://discord.com/developers/applications';

/** What the checks on Discord's side are about. */
export interface Application {
  readonly id: string;
  /** Id of the bot's user; of old applications it is not the application's. */
  readonly botId: string;
  readonly flags: number;
}

/** The finding when there is no token at all. */
export const NO_TOKEN: Finding = warning(
  'token',
  'There is no DISCORD_TOKEN: only the terminal works (npm run ask), and nothing of Discord was checked.',
  `For Discord, copy the token from the Bot page of ${DEVELOPER_PAGES} and put it into .env.`,
);

/** Asks Discord whose the token is; the application is null when Discord refuses the token or does not answer. */
export async function checkToken(api: DiscordApi): Promise<{ application: Application | null; finding: Finding }> {
  try {
    const { id, name, bot, flags } = await api.read<APIApplication>(Routes.currentApplication());
    return {
      application: { id, botId: bot?.id ?? id, flags: flags ?? 0 },
      finding: ok('token', `Discord takes it: application ${name} (${id})`),
    };
  } catch (error) {
    return { application: null, finding: explain(error) };
  }
}

function explain(error: unknown): Finding {
  if (refusedWith(error) === 401)
    return problem(
      'token',
      'Discord refuses DISCORD_TOKEN; nothing else of Discord was checked.',
      `Copy it anew from the Bot page of ${DEVELOPER_PAGES} ("Reset Token"), and put it into .env.`,
    );
  return problem(
    'token',
    `Discord could not be asked (${whyFailed(error)}); nothing else of it was checked.`,
    'Check the network, the firewall and DISCORD_API_URL, and https://discordstatus.com; then try again.',
  );
}

/** Says whether the application has the Message Content intent, and what works without it. */
export function checkIntents({ flags }: Application): Finding {
  if ((flags & (ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited)) !== 0)
    return ok('intents', 'Message Content is on: the bot can follow its threads and channels in mode auto');
  return warning(
    'intents',
    'Message Content is off. Commands, mentions, replies to the bot and direct messages work; threads without mentions and mode auto do not.',
    `To have these too, switch on "Message Content Intent" on the Bot page of ${DEVELOPER_PAGES}, then start the bot again.`,
  );
}
