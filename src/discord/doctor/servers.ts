import {
  type APIGuildMember,
  type APIRole,
  PermissionFlagsBits,
  PermissionsBitField,
  type RESTGetAPICurrentUserGuildsResult,
  Routes,
} from 'discord.js';
import { inviteLink, PERMISSIONS } from '../permissions.ts';
import type { Application } from './application.ts';
import {
  type BotMember,
  basePermissions,
  CHECKED_TYPES,
  type CheckedChannel,
  canWrite,
  channelPermissions,
  missingPermissions,
  timedOutUntil,
} from './channel-permissions.ts';
import { type DiscordApi, whyFailed } from './discord-api.ts';
import { counted, type Finding, ok, problem, warning } from './finding.ts';

/** Servers whose channels are looked at; each takes three requests. */
const MOST_SERVERS = 20;
/** Channels that one line names. */
const MOST_NAMES = 10;

type Server = RESTGetAPICurrentUserGuildsResult[number];

/** Says which servers the bot is in, and in which of their channels it lacks a permission. */
export async function checkServers(api: DiscordApi, application: Application): Promise<Finding[]> {
  const servers = await api.read<RESTGetAPICurrentUserGuildsResult>(Routes.userGuilds());
  if (servers.length === 0)
    return [problem('servers', 'The bot is in no server.', `Invite it with this link: ${inviteLink(application.id)}`)];
  const beyond = servers.length > MOST_SERVERS ? `; permissions are checked in the first ${MOST_SERVERS}` : '';
  const findings = [ok('servers', `The bot is in ${counted(servers.length, 'server')}${beyond}`)];
  for (const server of servers.slice(0, MOST_SERVERS))
    try {
      findings.push(...(await checkServer(api, application, server)));
    } catch (error) {
      findings.push(
        warning(
          'permissions',
          `${server.name}: the channels could not be read (${whyFailed(error)})`,
          'Try again later.',
        ),
      );
    }
  return findings;
}

async function checkServer(api: DiscordApi, { id, botId }: Application, server: Server): Promise<Finding[]> {
  const [roles, channels, found] = await Promise.all([
    api.read<APIRole[]>(Routes.guildRoles(server.id)),
    api.read<CheckedChannel[]>(Routes.guildChannels(server.id)),
    api.read<APIGuildMember>(Routes.guildMember(server.id, botId)),
  ]);
  const member: BotMember = { id: botId, guildId: server.id, roles: found.roles };
  const base = server.owner ? PermissionsBitField.All : basePermissions(member, roles);
  const isAdministrator = (base & PermissionFlagsBits.Administrator) !== 0n;
  const silenced = isAdministrator ? null : timedOutUntil(found);
  const silencedFindings =
    silenced === null
      ? []
      : [
          problem(
            'permissions',
            `${server.name}: a moderator has put the bot in time-out until ${silenced.toISOString()}`,
            'Have a moderator remove the time-out.',
          ),
        ];
  const checked = channels
    .filter(({ type }) => CHECKED_TYPES.has(type))
    .map((channel) => {
      const permissions = channelPermissions(base, member, channel);
      const { name, type } = channel;
      return { name, missing: missingPermissions(permissions, type), isWritable: canWrite(permissions, type) };
    });
  return [...silencedFindings, ...describe(server, checked, base, inviteLink(id))];
}

interface CheckedResult {
  readonly name: string;
  readonly missing: readonly string[];
  readonly isWritable: boolean;
}

/**
 * One line when all is fine, else one for each set of permissions that is missing somewhere: problems where the bot can write
 * nowhere in the server, else warnings.
 */
function describe(server: Server, channels: readonly CheckedResult[], base: bigint, link: string): Finding[] {
  const groups = new Map<string, CheckedResult[]>();
  for (const channel of channels.filter(({ missing }) => missing.length > 0)) {
    const key = channel.missing.join(', ');
    groups.set(key, [...(groups.get(key) ?? []), channel]);
  }
  if (groups.size === 0)
    return [ok('permissions', `${server.name}: everything needed in ${counted(channels.length, 'channel')}`)];
  const isUsable = channels.some(({ isWritable }) => isWritable);
  return [...groups].map(([missing, where]) => {
    const message = `${server.name}: ${missing} missing in ${nameThem(where)}`;
    const advice = adviceOn(where[0]!.missing, missing, base, link);
    return isUsable ? warning('permissions', message, advice) : problem('permissions', message, advice);
  });
}

function adviceOn(missing: readonly string[], names: string, base: bigint, link: string): string {
  const roleLacks = PERMISSIONS.some(({ name, bit }) => missing.includes(name) && (base & bit) === 0n);
  if (roleLacks)
    return `Give the bot's role ${names} (Server Settings, Roles), or invite the bot again, which does it: ${link}`;
  const inChannels = `allow ${names} for the bot's role in these channels (Edit Channel, Permissions).`;
  return missing.includes('View Channels')
    ? `Nothing, where that is meant; else ${inChannels}`
    : `${inChannels[0]!.toUpperCase()}${inChannels.slice(1)}`;
}

function nameThem(channels: readonly CheckedResult[]): string {
  const named = channels.slice(0, MOST_NAMES).map(({ name }) => `#${name}`);
  const more = channels.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
