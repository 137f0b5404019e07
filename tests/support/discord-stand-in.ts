import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { payloadProblems } from './payload-limits.ts';

/** What the bot sent to Discord's REST interface. `at` is `performance.now()`. */
export interface Recorded {
  readonly method: string;
  readonly path: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into payloads of every shape
  readonly body: any;
  readonly at: number;
}

/** An obviously fake token. */
export const TOKEN = 'stand-in.not-a.token';
export const BOT_ID = '100000000000000001';
export const GUILD_ID = '200000000000000001';
export const CHANNEL_ID = '300000000000000001';
export const DM_CHANNEL_ID = '300000000000000002';
export const USER_ID = '400000000000000001';

const person = (id: string) => ({
  id,
  username: `user${id.slice(-2)}`,
  discriminator: '0',
  avatar: null,
  global_name: null,
});
const BOT = { ...person(BOT_ID), username: 'sanctions-bot', bot: true };

let counter = 0;
/** A fresh Discord id. */
export function snowflake(): string {
  return String(500000000000000000n + BigInt(++counter));
}

/**
 * A loopback stand-in for Discord: the REST routes and the gateway that the bot uses. Payloads over Discord's limits are
 * refused as Discord does, with status 400, and are kept in `problems`.
 */
export class DiscordStandIn {
  readonly requests: Recorded[] = [];
  readonly problems: string[] = [];
  private sockets = new Set<WebSocket>();
  private sequence = 0;
  /** Operations that the bot sent to the gateway: 1 heartbeat, 2 identify, 6 resume. */
  readonly operations: number[] = [];
  private readonly dispatched: { op: number; t: string; s: number; d: object }[] = [];
  heartbeatMs = 41_250;
  private waiting: { matches: (request: Recorded) => boolean; resolve: (request: Recorded) => void }[] = [];
  /** Set to answer a request otherwise than usual; return null for the usual answer. */
  intercept: (request: Recorded) => { status: number; body?: unknown; headers?: Record<string, string> } | null = () =>
    null;

  private constructor(
    private readonly server: Server,
    private readonly gateway: WebSocketServer,
    readonly port: number,
    /** Flags of the application: 1 << 18 is the Message Content intent. */
    private readonly flags: number,
  ) {}

  static async start({ flags = 0 } = {}): Promise<DiscordStandIn> {
    const server = createServer();
    const gateway = new WebSocketServer({ server, path: '/gateway' });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const standIn = new DiscordStandIn(server, gateway, (server.address() as AddressInfo).port, flags);
    server.on('request', (request, response) => standIn.onRequest(request, response));
    gateway.on('connection', (socket) => standIn.onSocket(socket));
    return standIn;
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${this.port}/api`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    this.gateway.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Resolves with the first request, past or future, that matches and was not waited for before. */
  async next(method: string, path: RegExp, timeoutMs = 12_000): Promise<Recorded> {
    const matches = (request: Recorded) =>
      request.method === method && path.test(request.path) && !this.seen.has(request);
    const found = this.requests.find(matches);
    const request =
      found ??
      (await new Promise<Recorded>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no ${method} ${path} within ${timeoutMs} ms`)), timeoutMs);
        this.waiting.push({
          matches,
          resolve: (each) => {
            clearTimeout(timer);
            resolve(each);
          },
        });
      }));
    this.seen.add(request);
    return request;
  }
  private seen = new WeakSet<Recorded>();

  /** Takes every request so far as waited for. */
  drain(): void {
    for (const request of this.requests) this.seen.add(request);
  }

  /** Sends a slash command as a person would; returns the interaction's id and token. */
  slash(
    name: string,
    options: { name: string; value: string | boolean }[] = [],
    where: object = {},
  ): { id: string; token: string; at: number } {
    const types = { string: 3, boolean: 5 } as Record<string, number>;
    return this.interaction(
      2,
      {
        id: snowflake(),
        name,
        type: 1,
        options: options.map((option) => ({ ...option, type: types[typeof option.value] })),
      },
      where,
    );
  }

  /** Sends a subcommand of a slash command. */
  sub(
    name: string,
    subcommand: string,
    options: { name: string; value: string | number | boolean; type?: number }[] = [],
    where: object = {},
  ): { id: string; token: string; at: number } {
    const types: Record<string, number> = { string: 3, number: 4, boolean: 5 };
    const typed = options.map((option) => ({ type: types[typeof option.value], ...option }));
    const chosen = { name: subcommand, type: 1, options: typed };
    const people = typed.filter(({ type }) => type === 6).map(({ value }) => [value, person(String(value))]);
    const resolved = { users: Object.fromEntries(people) };
    return this.interaction(2, { id: snowflake(), name, type: 1, options: [chosen], resolved }, where);
  }

  /** Chooses roles (type 6) or channels (type 8) in a menu. */
  choose(customId: string, type: 6 | 8, values: string[]): { id: string; token: string; at: number } {
    const data = { custom_id: customId, component_type: type, values, resolved: {} };
    return this.interaction(3, data, { message: this.message(CHANNEL_ID, BOT, 'settings') });
  }

  /** Types into an option of a slash command that offers choices. */
  type(command: string, option: string, value: string, where: object = {}): { id: string; token: string; at: number } {
    const data = {
      id: snowflake(),
      name: command,
      type: 1,
      options: [{ name: option, type: 3, value, focused: true }],
    };
    return this.interaction(4, data, where);
  }

  /** Types into an option of a subcommand that offers choices. */
  typeInto(
    command: string,
    subcommand: string,
    option: { name: string; value: string },
    where: object = {},
  ): { id: string; token: string; at: number } {
    const chosen = { name: subcommand, type: 1, options: [{ ...option, type: 3, focused: true }] };
    return this.interaction(4, { id: snowflake(), name: command, type: 1, options: [chosen] }, where);
  }

  /** Presses a button, or chooses `values` in a menu, of a message of the bot's. */
  press(customId: string, values?: string[], where: object = {}): { id: string; token: string; at: number } {
    return this.interaction(
      3,
      { custom_id: customId, component_type: values ? 3 : 2, ...(values ? { values } : {}) },
      { message: this.message(CHANNEL_ID, BOT, 'an answer'), ...where },
    );
  }

  /** Sends a form that was shown: values of its texts and menus by custom id. */
  submit(
    customId: string,
    values: Record<string, string | string[]>,
    where: object = {},
  ): { id: string; token: string; at: number } {
    const components = Object.entries(values).map(([custom_id, value], id) => ({
      type: 18,
      id: 2 * id,
      component: Array.isArray(value)
        ? { type: 3, id: 2 * id + 1, custom_id, values: value }
        : { type: 4, id: 2 * id + 1, custom_id, value },
    }));
    return this.interaction(
      5,
      { custom_id: customId, components },
      { message: this.message(CHANNEL_ID, BOT, ''), ...where },
    );
  }

  /** Chooses a command in the menu of a message of somebody's. */
  onMessage(name: string, content: string): { id: string; token: string; at: number } {
    const target = this.message(CHANNEL_ID, person(USER_ID), content);
    const data = {
      id: snowflake(),
      name,
      type: 3,
      target_id: target.id,
      resolved: { messages: { [target.id]: target } },
    };
    return this.interaction(2, data);
  }

  /** Changes the text of a person's message. */
  edit(id: string, content: string, { mentions = [] }: { mentions?: string[] } = {}): void {
    this.dispatch('MESSAGE_UPDATE', {
      ...this.message(CHANNEL_ID, person(USER_ID), content),
      id,
      guild_id: GUILD_ID,
      channel_type: 0,
      member: this.member(),
      mentions: mentions.map((each) => (each === BOT_ID ? BOT : person(each))),
      edited_timestamp: new Date().toISOString(),
    });
  }

  /** Posts a message of a person's. */
  say(
    content: string,
    where: { dm?: boolean; channel?: string; mentions?: string[]; author?: object; extra?: object } = {},
  ): string {
    const channel = where.channel ?? (where.dm ? DM_CHANNEL_ID : CHANNEL_ID);
    const message = {
      ...this.message(channel, { ...person(USER_ID), ...where.author }, content),
      mentions: (where.mentions ?? []).map((id) => (id === BOT_ID ? BOT : person(id))),
      ...(where.dm ? { channel_type: 1 } : { guild_id: GUILD_ID, channel_type: 0, member: this.member() }),
      ...where.extra,
    };
    this.dispatch('MESSAGE_CREATE', message);
    return message.id;
  }

  /** Breaks every gateway connection, as a network does; the bot resumes. */
  drop(): void {
    for (const socket of this.sockets) socket.terminate();
  }

  /** Sends an operation other than an event: 7 asks to reconnect, 9 ends the session. */
  operate(op: 7 | 9, d: boolean | null = null): void {
    for (const socket of this.sockets) this.send(socket, { op, d });
  }

  /** Sends a gateway event to every connection; one that is broken gets it when it resumes. */
  dispatch(type: string, data: object): void {
    const event = { op: 0, t: type, s: ++this.sequence, d: data };
    this.dispatched.push(event);
    for (const socket of this.sockets) this.send(socket, event);
  }

  /** What an interaction in a direct message has in place of a server's. */
  static readonly DIRECT = {
    guild_id: undefined,
    member: undefined,
    channel_id: DM_CHANNEL_ID,
    channel: { id: DM_CHANNEL_ID, type: 1 },
    user: person(USER_ID),
  };

  private interaction(type: number, data: object, extra: object = {}): { id: string; token: string; at: number } {
    const id = snowflake();
    const token = `interaction-${id}`;
    this.dispatch('INTERACTION_CREATE', {
      id,
      application_id: BOT_ID,
      type,
      data,
      guild_id: GUILD_ID,
      channel_id: CHANNEL_ID,
      channel: { id: CHANNEL_ID, type: 0, guild_id: GUILD_ID, permissions: '0' },
      member: { ...this.member(), user: person(USER_ID) },
      token,
      version: 1,
      locale: 'en-US',
      app_permissions: '562949953601536',
      entitlements: [],
      authorizing_integration_owners: {},
      attachment_size_limit: 10_000_000,
      ...extra,
    });
    return { id, token, at: performance.now() };
  }

  /** What an interaction of another person's has. */
  as(userId: string, name: string, permissions = '0'): object {
    return { member: { ...this.member(), permissions, nick: name, user: person(userId) } };
  }

  /** Where an interaction happens: another channel of the server, or a thread. */
  static at(channelId: string): object {
    return { channel_id: channelId, channel: { id: channelId, type: 0, guild_id: GUILD_ID, permissions: '0' } };
  }

  /** A thread as Discord gives it. */
  thread(id: string, parentId: string, name: string, ownerId: string) {
    return {
      id,
      type: 11,
      guild_id: GUILD_ID,
      parent_id: parentId,
      owner_id: ownerId,
      name,
      message_count: 0,
      member_count: 1,
      rate_limit_per_user: 0,
      thread_metadata: {
        archived: false,
        auto_archive_duration: 1440,
        archive_timestamp: '2026-01-01T00:00:00Z',
        locked: false,
      },
      member: { id, user_id: BOT_ID, join_timestamp: '2026-01-01T00:00:00Z', flags: 0 },
    };
  }

  private member() {
    return {
      roles: [],
      joined_at: '2020-01-01T00:00:00Z',
      deaf: false,
      mute: false,
      flags: 0,
      permissions: '2147483647',
    };
  }

  private message(channel: string, author: object, content: string) {
    return {
      id: snowflake(),
      channel_id: channel,
      author,
      content,
      timestamp: new Date().toISOString(),
      edited_timestamp: null,
      tts: false,
      mention_everyone: false,
      mentions: [] as object[],
      mention_roles: [],
      attachments: [],
      embeds: [],
      pinned: false,
      type: 0,
    };
  }

  private onSocket(socket: WebSocket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    this.send(socket, { op: 10, d: { heartbeat_interval: this.heartbeatMs } });
    socket.on('message', (raw) => {
      const { op, d } = JSON.parse(String(raw)) as { op: number; d: { token?: string; seq?: number } };
      this.operations.push(op);
      if (op === 1) this.send(socket, { op: 11 });
      if (op === 6) {
        for (const event of this.dispatched) if (event.s > (d.seq ?? 0)) this.send(socket, event);
        this.send(socket, { op: 0, t: 'RESUMED', s: ++this.sequence, d: {} });
      }
      if (op !== 2) return;
      if (d.token !== TOKEN) return socket.close(4004, 'Authentication failed.');
      this.send(socket, {
        op: 0,
        t: 'READY',
        s: ++this.sequence,
        d: {
          v: 10,
          user: BOT,
          guilds: [{ id: GUILD_ID, unavailable: true }],
          session_id: 'session',
          resume_gateway_url: `ws://127.0.0.1:${this.port}/gateway`,
          application: { id: BOT_ID, flags: 0 },
        },
      });
      this.dispatch('GUILD_CREATE', guild());
    });
  }

  private send(socket: WebSocket, payload: object): void {
    socket.send(JSON.stringify(payload));
  }

  private async onRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname).replace(/^\/api\/v10/, '');
    const isJson = request.headers['content-type']?.includes('json') && text !== '';
    const recorded: Recorded = {
      method: request.method ?? '',
      path,
      body: isJson ? JSON.parse(text) : text,
      at: performance.now(),
    };
    const authorized = request.headers.authorization === `Bot ${TOKEN}` || /^\/(interactions|webhooks)\//.test(path);
    const reply = authorized
      ? (this.intercept(recorded) ?? this.route(recorded))
      : { status: 401, body: { message: '401: Unauthorized', code: 0 } };
    response.writeHead(reply.status, {
      ...(reply.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...('headers' in reply && reply.headers ? reply.headers : {}),
    });
    response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
    this.requests.push(recorded);
    const index = this.waiting.findIndex(({ matches }) => matches(recorded));
    if (index >= 0) this.waiting.splice(index, 1)[0]!.resolve(recorded);
  }

  private route({ method, path, body }: Recorded): { status: number; body?: unknown } {
    if (path === '/gateway/bot')
      return {
        status: 200,
        body: {
          url: `ws://127.0.0.1:${this.port}/gateway`,
          shards: 1,
          session_start_limit: { total: 1000, remaining: 999, reset_after: 1, max_concurrency: 1 },
        },
      };
    if (path === '/applications/@me') return { status: 200, body: { id: BOT_ID, name: 'stand-in', flags: this.flags } };
    if (/^\/applications\/\d+\/(guilds\/\d+\/)?commands$/.test(path) && method === 'PUT') return { status: 200, body };
    if (/^\/applications\/\d+\/(guilds\/\d+\/)?commands$/.test(path) && method === 'GET')
      return {
        status: 200,
        body: this.requests.findLast((put) => put.method === 'PUT' && put.path === path)?.body ?? [],
      };
    if (path === '/users/@me/guilds')
      return { status: 200, body: [{ id: GUILD_ID, name: guild().name, owner: false, permissions: '2147483647' }] };
    if (path === `/guilds/${GUILD_ID}/roles`) return { status: 200, body: guild().roles };
    if (path === `/guilds/${GUILD_ID}/channels` && method === 'GET') return { status: 200, body: guild().channels };
    if (path === `/guilds/${GUILD_ID}/members/${BOT_ID}`) return { status: 200, body: guild().members[0] };
    if (/\/typing$/.test(path)) return { status: 204 };
    const sent = /^\/interactions\//.test(path) ? body.data : body;
    if (typeof sent === 'object' && sent !== null) {
      const problems = payloadProblems(sent);
      this.problems.push(...problems);
      if (problems.length > 0)
        return { status: 400, body: { code: 50035, message: `Invalid Form Body: ${problems.join('; ')}` } };
    }
    if (/^\/interactions\/\d+\/[^/]+\/callback$/.test(path)) return { status: 204 };
    if (/\/reactions\/|\/pins\//.test(path)) return { status: 204 };
    if (method === 'DELETE') return { status: 204 };
    const thread = /^\/channels\/(\d+)\/messages\/(\d+)\/threads$/.exec(path);
    if (thread) return { status: 201, body: this.thread(thread[2]!, thread[1]!, body.name, BOT_ID) };
    if (path === '/users/@me/channels') return { status: 200, body: { id: DM_CHANNEL_ID, type: 1, recipients: [] } };
    const posted = /^\/channels\/(\d+)\/messages(?:\/(\d+))?$/.exec(path);
    if (posted) {
      const message = this.message(posted[1]!, BOT, body.content ?? '');
      return { status: 200, body: posted[2] ? { ...message, id: posted[2] } : message };
    }
    if (/^\/channels\/\d+$/.test(path))
      return { status: 200, body: { id: path.split('/')[2], type: 1, recipients: [] } };
    if (/\/messages(\/|$)/.test(path)) return { status: 200, body: this.message(CHANNEL_ID, BOT, body.content ?? '') };
    return { status: 404, body: { code: 0, message: `404: Not Found (${method} ${path})` } };
  }
}

function guild() {
  return {
    id: GUILD_ID,
    name: 'Newsroom',
    owner_id: USER_ID,
    roles: [
      {
        id: GUILD_ID,
        name: '@everyone',
        permissions: '2147483647',
        position: 0,
        color: 0,
        hoist: false,
        managed: false,
        mentionable: false,
        flags: 0,
      },
    ],
    channels: [CHANNEL_ID, ...[0, 1, 2, 3, 4].map((n) => `30000000000000001${n}`)].map((id, position) => ({
      id,
      type: 0,
      name: `research-${position}`,
      position,
      permission_overwrites: [],
    })),
    members: [{ user: BOT, roles: [], joined_at: '2020-01-01T00:00:00Z', deaf: false, mute: false, flags: 0 }],
    emojis: [],
    stickers: [],
    features: [],
    threads: [],
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    member_count: 2,
    preferred_locale: 'en-US',
    premium_tier: 0,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    system_channel_flags: 0,
    joined_at: '2020-01-01T00:00:00Z',
    large: false,
  };
}
