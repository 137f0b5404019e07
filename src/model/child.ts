import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type BirpcReturn, createBirpc } from 'birpc';
import { UserError } from '../errors.ts';

/** TypeScript is loaded by tsx, found from this file so that the working directory does not matter. */
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

export interface Child<Remote extends object> {
  readonly remote: BirpcReturn<Remote, object>;
  /** Resolves when the process has ended, with its exit code (null when a signal ended it). */
  readonly ended: Promise<number | null>;
  /** Ends the process and waits for it. */
  stop(): Promise<void>;
}

/**
 * Starts a module as a child process and calls its functions. A child process is used, not a worker thread, because
 * onnxruntime-node 1.14 can be loaded only once in a process: a second worker fails with "Module did not self-register"
 * (measured on Node 20), so a crashed worker could never be replaced.
 * @param module URL of the module; it calls `serve`.
 * @param local functions that the child may call back (progress).
 * @throws from every pending and later call once the child has ended.
 */
export function startChild<Remote extends object, Local extends object = object>(
  module: URL,
  local: Local,
): Child<Remote> {
  const child = fork(fileURLToPath(module), [], {
    serialization: 'advanced',
    execArgv: ['--import', TSX],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const remote = createBirpc<Remote, Local>(local, {
    post: (data) => {
      if (!child.connected) throw new Error(`the process ${child.pid} has ended`);
      child.send(data as object);
    },
    on: (listener) => child.on('message', listener),
    timeout: -1,
    serialize: toPlain,
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code, signal) => {
      remote.$close(new Error(`the model process ended unexpectedly (${signal ?? `code ${code}`})`));
      resolve(code);
    });
  });
  child.on('error', () => child.kill());
  return {
    remote: remote as BirpcReturn<Remote, object>,
    ended,
    stop: async () => {
      if (child.connected) child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Serves functions to the parent that forked this process, until the parent disconnects. */
export function serve<Local extends object, Parent extends object>(functions: Local): BirpcReturn<Parent, Local> {
  process.on('disconnect', () => process.exit(0));
  // Ctrl-C reaches the whole group; the parent decides when its children end.
  process.on('SIGINT', () => {});
  return createBirpc<Parent, Local>(functions, {
    post: (data) => process.connected && process.send?.(data as object),
    on: (listener) => process.on('message', listener),
    timeout: -1,
    serialize: toPlain,
  });
}

/** Structured clone keeps an error's message but not its class; the class is sent beside it. */
function toPlain(message: unknown): unknown {
  const reply = message as { e?: unknown };
  if (!(reply?.e instanceof Error)) return message;
  return { ...reply, e: { message: reply.e.message, stack: reply.e.stack, user: reply.e instanceof UserError } };
}

/** Turns what a remote call threw into an error again, a UserError when it was one. */
export function revive(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  const { message, stack, user } = thrown as { message?: string; stack?: string; user?: boolean };
  const error = user ? new UserError(message) : new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
