/**
 * How a check came out. A problem stays until somebody does something; with a warning the bot works, but with less, or
 * the next start mends it.
 */
export type Mark = 'ok' | 'warning' | 'problem';

export type Check =
  | 'configuration'
  | 'token'
  | 'intents'
  | 'servers'
  | 'permissions'
  | 'commands'
  | 'index'
  | 'models'
  | 'database'
  | 'disk'
  | 'clock';

/** What a check found. */
export interface Finding {
  readonly check: Check;
  readonly mark: Mark;
  readonly message: string;
  /** What to do about it; null only when it is ok. */
  readonly advice: string | null;
}

/** A finding that nothing is to be done about. */
export function ok(check: Check, message: string): Finding {
  return { check, mark: 'ok', message, advice: null };
}

/** A finding that the bot works with. */
export function warning(check: Check, message: string, advice: string): Finding {
  return { check, mark: 'warning', message, advice };
}

/** A finding that keeps the bot, or a part of it, from working. */
export function problem(check: Check, message: string, advice: string): Finding {
  return { check, mark: 'problem', message, advice };
}

/** The findings as lines: mark, check and what was found, below it what to do, and at the end how many there are. */
export function printFindings(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ check, mark, message, advice }) => [
    `${mark.padEnd(9)}${check.padEnd(15)}${oneLine(message)}`,
    ...(advice === null ? [] : [`${' '.repeat(24)}→ ${oneLine(advice)}`]),
  ]);
  return [...lines, '', summary(findings)].join('\n');
}

function summary(findings: readonly Finding[]): string {
  const problems = findings.filter(({ mark }) => mark === 'problem').length;
  const warnings = findings.filter(({ mark }) => mark === 'warning').length;
  return `${counted(problems, 'problem')}, ${counted(warnings, 'warning')}.`;
}

/** A number with its noun: `1 server`, `2 servers`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Names of servers and channels are anybody's text: nothing in them may steer the terminal. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '');
}
