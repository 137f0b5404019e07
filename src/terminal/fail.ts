import { UserError } from '../errors.ts';

/** Prints an error for the person at the terminal and sets exit code 1: its text when it is theirs to mend, else all of it. */
export function fail(error: unknown): void {
  process.exitCode = 1;
  console.error(error instanceof UserError ? error.message : error);
}
