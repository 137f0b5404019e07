import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Rate, Settings } from '../../state/settings.ts';

/** How long somebody has to wait, and why. */
export interface Wait {
  readonly seconds: number;
  readonly of: 'you' | 'channel';
}

/** Rate limits of people and channels. They begin anew when the bot starts. */
export class RateLimits {
  private readonly limiters = new Map<string, RateLimiterMemory>();

  /** Counts a question; returns the wait when there were too many, and null when it may be asked. */
  async take(
    userId: string,
    channelId: string,
    settings: Pick<Settings, 'perUser' | 'perChannel'>,
  ): Promise<Wait | null> {
    const user = await this.consume(settings.perUser, `user:${userId}`);
    if (user !== null) return { seconds: user, of: 'you' };
    const channel = await this.consume(settings.perChannel, `channel:${channelId}`);
    return channel === null ? null : { seconds: channel, of: 'channel' };
  }

  /** The same for a message that asked nobody in particular: it counts for the channel alone, apart from what was asked. */
  async takeUnasked(channelId: string, settings: Pick<Settings, 'perChannel'>): Promise<boolean> {
    return (await this.consume(settings.perChannel, `auto:${channelId}`)) === null;
  }

  private async consume(rate: Rate, key: string): Promise<number | null> {
    const name = `${rate.questions}/${rate.seconds}`;
    const limiter =
      this.limiters.get(name) ??
      new RateLimiterMemory({ keyPrefix: name, points: rate.questions, duration: rate.seconds });
    this.limiters.set(name, limiter);
    try {
      await limiter.consume(key);
      return null;
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      throw refused;
    }
  }
}

/** A wait in words. */
export function describeWait({ seconds, of }: Wait): string {
  const time = seconds < 90 ? `${seconds} second${seconds === 1 ? '' : 's'}` : `${Math.ceil(seconds / 60)} minutes`;
  return of === 'you'
    ? `You have asked a lot in a short time. Please ask again in ${time}.`
    : `A lot was asked in this channel in a short time. Please ask again in ${time}.`;
}
