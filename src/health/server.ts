import { createServer } from 'node:http';
import { UserError } from '../errors.ts';
import type { Metrics } from './metrics.ts';

/** Whether the bot can answer, and why not. */
export interface Health {
  readonly ready: boolean;
  readonly gateway: string;
  /** Seconds since the gateway acknowledged a heartbeat; null before the first. */
  readonly heartbeatAgeS: number | null;
}

/**
 * Serves `/healthz` (200 while ready, else 503; readiness counts heartbeats, so that a quiet server is no dead one) and
 * `/metrics` on the loopback interface only.
 * @returns what ends it.
 * @throws UserError when the port is taken.
 */
export async function serveHealth(port: number, health: () => Health, metrics: Metrics): Promise<() => Promise<void>> {
  const server = createServer(async (request, response) => {
    const path = (request.url ?? '/').split('?')[0];
    if (path === '/healthz') {
      const state = health();
      response.writeHead(state.ready ? 200 : 503, { 'content-type': 'application/json' });
      response.end(JSON.stringify(state));
    } else if (path === '/metrics') {
      response.writeHead(200, { 'content-type': metrics.contentType });
      response.end(await metrics.text());
    } else {
      response.writeHead(404, { 'content-type': 'text/plain' });
      response.end('Only /healthz and /metrics are here.\n');
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(new UserError(`HEALTH_PORT ${port} can't be used: ${error.message}. Choose another.`, { cause: error })),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
}
