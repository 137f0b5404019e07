import { type Database, openDatabase } from './database.ts';
import { DigestStore } from './digests.ts';
import { FeedbackStore } from './feedback.ts';
import { KnownSources } from './known-sources.ts';
import { PendingNews } from './pending-news.ts';
import { PeopleStore } from './people.ts';
import { QuestionCounts } from './question-counts.ts';
import { QuestionLog } from './question-log.ts';
import { ReplyStore } from './replies.ts';
import { SettingsStore } from './settings.ts';
import { ThreadStore } from './threads.ts';
import { ViewStore } from './views.ts';

/** Everything that the bot keeps, in one SQLite database. */
export interface State {
  readonly database: Database;
  /** The folder of the database. */
  readonly dataDir: string;
  readonly settings: SettingsStore;
  readonly views: ViewStore;
  readonly replies: ReplyStore;
  readonly feedback: FeedbackStore;
  readonly questions: QuestionLog;
  readonly counts: QuestionCounts;
  readonly threads: ThreadStore;
  readonly people: PeopleStore;
  readonly knownSources: KnownSources;
  readonly pendingNews: PendingNews;
  readonly digests: DigestStore;
  /** Deletes what is kept no longer. */
  expire(): void;
  close(): void;
}

/**
 * Opens the state of DATA_DIR.
 * @throws UserError as `openDatabase` does.
 */
export function openState(dataDir: string, now: () => number = Date.now): State {
  const database = openDatabase(dataDir);
  const settings = new SettingsStore(database, now);
  const views = new ViewStore(database, now);
  const replies = new ReplyStore(database, now);
  const questions = new QuestionLog(database, now);
  const counts = new QuestionCounts(database, now);
  return {
    database,
    dataDir,
    settings,
    views,
    replies,
    questions,
    counts,
    feedback: new FeedbackStore(database, now),
    people: new PeopleStore(database, now),
    pendingNews: new PendingNews(database, now),
    digests: new DigestStore(database),
    knownSources: new KnownSources(database),
    threads: new ThreadStore(database, now),
    expire() {
      views.expire();
      replies.expire();
      counts.expire();
      for (const guildId of questions.servers())
        questions.expire(guildId, guildId === '' ? 0 : settings.ofServer(guildId).retentionDays);
    },
    close() {
      database.close();
    },
  };
}
