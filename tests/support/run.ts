import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { PROJECT_DIR } from '../../src/config.ts';

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process of the program's: what it has printed so far, and how it ended. */
export interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly finished: Promise<Finished>;
  output(): string;
  /** Resolves once the process has printed something that matches. */
  printed(pattern: RegExp, timeoutMs?: number): Promise<void>;
}

/** Starts one of the program's scripts as a person would, without any of this environment's own settings. */
export function start(script: string, args: readonly string[] = [], env: Record<string, string> = {}): Running {
  const { PATH, HOME } = process.env;
  const dataDir = mkdtempSync(join(tmpdir(), 'sanctions-data-'));
  const child = spawn(process.execPath, ['--import', 'tsx', join(PROJECT_DIR, script), ...args], {
    cwd: PROJECT_DIR,
    env: { PATH, HOME, NO_COLOR: '1', DATA_DIR: dataDir, ...env },
  });
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
    for (const listener of listeners) listener();
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
    for (const listener of listeners) listener();
  });
  const finished = new Promise<Finished>((resolve) =>
    child.on('close', (code) => {
      rmSync(dataDir, { recursive: true, force: true });
      resolve({ code, stdout, stderr });
    }),
  );
  return {
    child,
    finished,
    output: () => stdout + stderr,
    printed: (pattern, timeoutMs = 60_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`never printed ${pattern}:\n${stdout}${stderr}`)), timeoutMs);
        const look = () => {
          if (!pattern.test(stdout + stderr)) return;
          clearTimeout(timer);
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        look();
      }),
  };
}

/** Runs one of the program's scripts to its end; `input` is typed at its standard input. */
export async function run(
  script: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
  input = '',
): Promise<Finished> {
  const running = start(script, args, env);
  running.child.stdin.end(input);
  return running.finished;
}

/** A folder that is deleted when the test has ended, holding the given files. */
export async function temporaryFolder(files: Record<string, string | Buffer> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sanctions-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await fill(folder, files);
  return folder;
}

export async function fill(folder: string, files: Record<string, string | Buffer>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}
