// The only file that imports prom-client.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What is counted; `/metrics` shows it. No label holds a name, a question, or an id of a person. */
export interface Metrics {
  /** A question was answered, refused, or failed. */
  question(status: 'answered' | 'not_found' | 'failed', seconds: number): void;
  /** A question was turned away before it was looked at. */
  turnedAway(): void;
  text(): Promise<string>;
  readonly contentType: string;
}

/**
 * Makes the metrics.
 * @param waiting gives the questions that wait, `isConnected` whether the gateway is there, when they are asked for.
 */
export function makeMetrics(waiting: () => number, isConnected: () => boolean): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const questions = new Counter({
    name: 'bot_questions_total',
    help: 'Questions by how they ended.',
    labelNames: ['status'] as const,
    registers: [registry],
  });
  const refused = new Counter({
    name: 'bot_questions_turned_away_total',
    help: 'Questions turned away by a limit, a role or overload.',
    registers: [registry],
  });
  const times = new Histogram({
    name: 'bot_question_seconds',
    help: 'Time from a question to its answer, the wait in line included.',
    buckets: [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120],
    registers: [registry],
  });
  new Gauge({
    name: 'bot_questions_waiting',
    help: 'Questions that wait.',
    registers: [registry],
    collect() {
      this.set(waiting());
    },
  });
  new Gauge({
    name: 'bot_gateway_connected',
    help: '1 while Discord’s gateway acknowledges heartbeats.',
    registers: [registry],
    collect() {
      this.set(isConnected() ? 1 : 0);
    },
  });
  return {
    question(status, seconds) {
      questions.inc({ status });
      times.observe(seconds);
    },
    turnedAway() {
      refused.inc();
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
