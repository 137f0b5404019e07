import { Socket } from 'node:net';

/** Outside network is blocked: a connection to anything but this machine throws, and the test that made it fails. */
const LOCAL = new Set(['127.0.0.1', '::1', 'localhost']);
const connect = Socket.prototype.connect;

Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
  const [first] = (Array.isArray(args[0]) ? args[0] : args) as [unknown];
  const options = typeof first === 'object' && first !== null ? (first as { host?: string; path?: string }) : {};
  if (options.path === undefined && !LOCAL.has(options.host ?? 'localhost'))
    throw new Error(`a test tried to reach ${options.host}`);
  return Reflect.apply(connect, this, args);
} as typeof connect;
