import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openState } from '../../src/state/state.ts';
import { BOT_ID, DiscordStandIn, GUILD_ID, TOKEN } from '../../tests/support/discord-stand-in.ts';
import { start } from '../../tests/support/run.ts';

const PEOPLE = 50;
const CHANNELS = 5;
const PORT = 39_517;

/**
 * The bot under 200 questions at once, of 50 people in 5 channels, against a loopback stand-in for Discord: seconds until the
 * last answer, and the longest event-loop stall of the process that holds the gateway, in milliseconds.
 */
export async function load(question: string): Promise<{ questions: number; seconds: number; stallMs: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'load-'));
  const state = openState(folder);
  state.settings.change(GUILD_ID, '', { perChannel: { questions: 1000, seconds: 60 } });
  state.close();
  const discord = await DiscordStandIn.start({ flags: 1 << 18 });
  const bot = start('src/main.ts', [], {
    DISCORD_TOKEN: TOKEN,
    DISCORD_API_URL: discord.apiUrl,
    DATA_DIR: folder,
    HEALTH_PORT: String(PORT),
  });
  try {
    await bot.printed(/"msg":"ready"/);
    await stall();
    const started = performance.now();
    const questions = PEOPLE * 4;
    for (let n = 0; n < questions; n++)
      discord.say(`<@${BOT_ID}> ${question} (${n})`, {
        channel: `30000000000000001${n % CHANNELS}`,
        mentions: [BOT_ID],
        author: { id: `4000000000000001${String(n % PEOPLE).padStart(2, '0')}` },
      });
    const answered = () =>
      discord.requests.filter(({ path, body }) => /\/messages(\/\d+)?$/.test(path) && (body?.embeds?.length ?? 0) > 0)
        .length;
    while (answered() < questions) await new Promise((resolve) => setTimeout(resolve, 100));
    return { questions, seconds: (performance.now() - started) / 1000, stallMs: await stall() };
  } finally {
    bot.child.kill('SIGKILL');
    await discord.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The longest stall since it was last asked for. */
async function stall(): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${PORT}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_max_seconds (\S+)/m.exec(metrics)?.[1]) * 1000;
}
