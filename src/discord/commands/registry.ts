import type { Command } from '../command.ts';
import ask from './ask.ts';
import help from './help.ts';
import sources from './sources.ts';
import who from './who.ts';

/** Every slash command: the same list is registered with Discord and answered. */
export const COMMANDS: readonly Command[] = [ask, who, sources, help];
