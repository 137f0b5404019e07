/**
 * An error whose message may be shown to the person who caused it: it says what went wrong and what to do.
 * Every other error is logged whole and shown only as a generic sentence with a report id.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';
}

/** The configuration can't be used; the message names every bad key. */
export class ConfigError extends UserError {
  override readonly name: string = 'ConfigError';
}

/** The index is missing, or was made with another model, chunking or format; the message names the mending command. */
export class IndexError extends UserError {
  override readonly name: string = 'IndexError';
}

/** A model file is missing, altered, or can't be downloaded. */
export class ModelError extends UserError {
  override readonly name: string = 'ModelError';
}

/** Returns the message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
