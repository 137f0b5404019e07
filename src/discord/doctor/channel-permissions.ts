import {
  type APIGuildMember,
  type APIOverwrite,
  type APIRole,
  ChannelType,
  OverwriteType,
  PermissionFlagsBits,
  PermissionsBitField,
} from 'discord.js';
import { PERMISSIONS } from '../permissions.ts';

/** What of a channel decides who may do what in it. */
export interface CheckedChannel {
  readonly id: string;
  readonly name: string;
  readonly type: ChannelType;
  readonly permission_overwrites?: readonly APIOverwrite[];
}

/** The bot as a server knows it. */
export interface BotMember {
  readonly id: string;
  readonly guildId: string;
  readonly roles: readonly string[];
}

/** The kinds of channel that the bot answers in. */
export const CHECKED_TYPES: ReadonlySet<ChannelType> = new Set([
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
]);

/** Of the needed permissions those that mean nothing in a forum: the bot answers in posts and opens none. */
const NOT_IN_FORUMS = PermissionFlagsBits.SendMessages | PermissionFlagsBits.CreatePublicThreads;

/** What the bot may do in a server before its channels change it: all that its roles allow. */
export function basePermissions(member: BotMember, roles: readonly APIRole[]): bigint {
  const allowed = roles
    // The role of everyone has the server's id.
    .filter(({ id }) => id === member.guildId || member.roles.includes(id))
    .reduce((sum, { permissions }) => sum | BigInt(permissions), 0n);
  return (allowed & PermissionFlagsBits.Administrator) !== 0n ? PermissionsBitField.All : allowed;
}

/**
 * What the bot may do in a channel: the overwrites of everyone, then those of all its roles taken together, then its own,
 * each denying before it allows. Administrators are above overwrites.
 */
export function channelPermissions(base: bigint, member: BotMember, channel: CheckedChannel): bigint {
  if ((base & PermissionFlagsBits.Administrator) !== 0n) return base;
  const overwrites = channel.permission_overwrites ?? [];
  const ofRoles = overwrites.filter(({ type }) => type === OverwriteType.Role);
  const steps = [
    ofRoles.filter(({ id }) => id === member.guildId),
    ofRoles.filter(({ id }) => id !== member.guildId && member.roles.includes(id)),
    overwrites.filter(({ type, id }) => type === OverwriteType.Member && id === member.id),
  ];
  return steps.reduce((permissions, step) => {
    const denied = step.reduce((sum, { deny }) => sum | BigInt(deny), 0n);
    const allowed = step.reduce((sum, { allow }) => sum | BigInt(allow), 0n);
    return (permissions & ~denied) | allowed;
  }, base);
}

/** The needed permissions that are missing in a channel; one that the bot can't see lacks that alone, the rest follows. */
export function missingPermissions(permissions: bigint, type: ChannelType): string[] {
  if ((permissions & PermissionFlagsBits.ViewChannel) === 0n) return [PERMISSIONS[0]!.name];
  return PERMISSIONS.filter(({ bit }) => type !== ChannelType.GuildForum || (bit & NOT_IN_FORUMS) === 0n)
    .filter(({ bit }) => (permissions & bit) === 0n)
    .map(({ name }) => name);
}

/** Whether the bot can answer in a channel: in a forum that is in the threads of posts. */
export function canWrite(permissions: bigint, type: ChannelType): boolean {
  const { ViewChannel, SendMessages, SendMessagesInThreads } = PermissionFlagsBits;
  const needed = ViewChannel | (type === ChannelType.GuildForum ? SendMessagesInThreads : SendMessages);
  return (permissions & needed) === needed;
}

/** Until when a moderator silenced the bot, or null: while that lasts no role and no overwrite helps. */
export function timedOutUntil(member: APIGuildMember, now = Date.now()): Date | null {
  const until = member.communication_disabled_until ? new Date(member.communication_disabled_until) : null;
  return until !== null && until.getTime() > now ? until : null;
}
