import packageJson from '../package.json' with { type: 'json' };
import { CaseStore } from './case/store.ts';
import { type Config, readConfig } from './config.ts';
import { usedScopes } from './discord/access.ts';
import { AskingQueue } from './discord/asking/queue.ts';
import { RateLimits } from './discord/asking/rate-limits.ts';
import { connect } from './discord/client.ts';
import { type Client, gatewayHealth, NOT_CONNECTED } from './discord/gateway-health.ts';
import { UnderWay } from './discord/messages/under-way.ts';
import { registerCommands } from './discord/register.ts';
import { AnsweringClient } from './engine/answering-client.ts';
import { prepareIndex } from './engine/prepare-index.ts';
import { makeMetrics } from './health/metrics.ts';
import { serveHealth } from './health/server.ts';
import { makeLogger } from './log.ts';
import { holdDataDir } from './state/hold.ts';
import { openState } from './state/state.ts';
import { fail } from './terminal/fail.ts';

const HOW_TO_GET_A_TOKEN = `There is no DISCORD_TOKEN, so the bot can't connect to Discord. To get one:
  1. Open https://discord.com/developers/applications and create an application.
  2. On its Bot page, press "Reset Token" and copy the token.
  3. Copy .env.example to .env and put the token there: DISCORD_TOKEN=...
  4. Invite the bot to your server: OAuth2 page, scopes "bot" and "applications.commands".
Then run npm start again. Without Discord, ask at the terminal: npm run ask`;

/** How often what is kept no longer is deleted, milliseconds. */
const EXPIRE_MS = 3_600_000;

/** Runs the bot until SIGTERM or SIGINT. */
async function run(config: Config, token: string): Promise<void> {
  const log = makeLogger(config.logLevel);
  const stopped = new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
  });
  const release = holdDataDir(config.dataDir);
  const state = openState(config.dataDir);
  const expire = () => {
    try {
      state.expire();
    } catch (error) {
      log.error({ err: error }, 'what is kept no longer could not be deleted; it is tried again in an hour');
    }
  };
  expire();
  setInterval(expire, EXPIRE_MS).unref();
  const stopIngest = await prepareIndex(config, log);
  const answering = await AnsweringClient.open(config, log);
  await answering.warm(usedScopes({ state, guildCollections: config.guildCollections }));
  const discord = { ...config.discord, token };
  const commands = await registerCommands(discord);
  const queue = new AskingQueue();
  let client: Client | null = null;
  const health = () => (client ? gatewayHealth(client) : NOT_CONNECTED);
  const metrics = makeMetrics(
    () => queue.size,
    () => health().ready,
  );
  const stopHealth = config.healthPort === null ? null : await serveHealth(config.healthPort, health, metrics);
  const connection = await connect(discord, {
    underWay: new UnderWay(),
    answering,
    state,
    cases: new CaseStore(state.database),
    queue,
    metrics,
    limits: new RateLimits(),
    log,
    version: packageJson.version,
    sourceBaseUrl: config.sourceBaseUrl,
    guildCollections: config.guildCollections,
  });
  client = connection.client;
  const sources = (await answering.sources('', null)).length;
  log.info(
    { user: connection.client.user.tag, guilds: connection.client.guilds.cache.size, commands, sources },
    'ready',
  );
  const signal = await stopped;
  log.info({ signal }, 'stopping');
  await connection.close();
  await Promise.all([answering.close(), stopIngest()]);
  await stopHealth?.();
  state.close();
  release();
  log.info('stopped');
}

try {
  const config = readConfig();
  if (config.discord.token !== null) {
    await run(config, config.discord.token);
    process.exit(0);
  }
  console.log(HOW_TO_GET_A_TOKEN);
  // Loaded here alone: the models' libraries, which the process that holds the gateway does without, are 40 MB.
  if (process.stdin.isTTY) {
    const { ask } = await import('./terminal/ask.ts');
    await ask(config, { question: undefined, json: false, explain: false, batch: undefined });
  }
} catch (error) {
  fail(error);
  process.exit(1);
}
