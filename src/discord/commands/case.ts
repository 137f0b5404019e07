import type { Command } from '../command.ts';
import { autocomplete } from './case/autocomplete.ts';
import { definition } from './case/definition.ts';
import { execute } from './case/execute.ts';

/** Case files of a channel. */
export default { data: definition, execute, autocomplete } satisfies Command;
