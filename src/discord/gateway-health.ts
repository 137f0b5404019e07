import { type Client, Status } from 'discord.js';
import type { Health } from '../health/server.ts';

export type { Client };

/** Before the bot has logged in. */
export const NOT_CONNECTED: Health = { ready: false, gateway: 'not connected', heartbeatAgeS: null };

/** Discord asks for a heartbeat every 41 s: after three without an acknowledgement the connection is no more. */
const HEARTBEAT_S = 125;

/** Whether the gateway is there, by its heartbeats. */
export function gatewayHealth(client: Client, now = Date.now()): Health {
  const shard = client.ws.shards.first();
  const last = shard?.lastPingTimestamp ?? -1;
  const heartbeatAgeS = last > 0 ? Math.round((now - last) / 1000) : null;
  // Before the first acknowledged heartbeat the connection itself is all there is to go by.
  const beats =
    heartbeatAgeS === null
      ? client.readyTimestamp !== null && now - client.readyTimestamp < HEARTBEAT_S * 1000
      : heartbeatAgeS < HEARTBEAT_S;
  const isConnected = client.isReady() && shard?.status === Status.Ready;
  return {
    ready: isConnected && beats,
    gateway: shard === undefined ? 'none' : (Status[shard.status] ?? String(shard.status)),
    heartbeatAgeS,
  };
}
