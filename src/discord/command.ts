import type {
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { Bot } from './bot.ts';

/** A slash command: what is registered with Discord, and what it does. `execute` acknowledges within three seconds. */
export interface Command {
  readonly data: RESTPostAPIChatInputApplicationCommandsJSONBody;
  execute(interaction: ChatInputCommandInteraction, bot: Bot): Promise<void>;
  /** Offers choices for an option that is being typed. */
  autocomplete?(interaction: AutocompleteInteraction, bot: Bot): Promise<void>;
}
