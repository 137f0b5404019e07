import { PermissionFlagsBits } from 'discord.js';

/** A permission under the name that Discord's own pages give it. */
export interface Permission {
  readonly name: string;
  readonly bit: bigint;
}

/** Everything that the bot needs in a channel; the invite link asks for the same. */
export const PERMISSIONS: readonly Permission[] = [
  { name: 'View Channels', bit: PermissionFlagsBits.ViewChannel },
  { name: 'Send Messages', bit: PermissionFlagsBits.SendMessages },
  { name: 'Send Messages in Threads', bit: PermissionFlagsBits.SendMessagesInThreads },
  { name: 'Create Public Threads', bit: PermissionFlagsBits.CreatePublicThreads },
  { name: 'Embed Links', bit: PermissionFlagsBits.EmbedLinks },
  { name: 'Attach Files', bit: PermissionFlagsBits.AttachFiles },
  { name: 'Read Message History', bit: PermissionFlagsBits.ReadMessageHistory },
  { name: 'Add Reactions', bit: PermissionFlagsBits.AddReactions },
  { name: 'Pin Messages', bit: PermissionFlagsBits.PinMessages },
];

/**
 * The link that invites the bot to a server with its commands and exactly the permissions it needs. Opened again for a
 * server that the bot is in, it gives the bot's role what it lacks.
 */
export function inviteLink(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: 'bot applications.commands',
    permissions: String(PERMISSIONS.reduce((sum, { bit }) => sum | bit, 0n)),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}
