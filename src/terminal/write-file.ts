import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf, UserError } from '../errors.ts';

/**
 * Writes a file, making its folder where that is missing.
 * @throws UserError when it can't be written.
 */
export function writeOut(file: string, data: Buffer | string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, data);
  } catch (error) {
    throw new UserError(`${file} can't be written: ${messageOf(error)}`, { cause: error });
  }
}
