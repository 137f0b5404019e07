import { indexFreshness } from '../index/freshness.ts';
import type { IngestReport, IngestSettings } from '../index/ingest.ts';
import type { Logger } from '../log.ts';
import { revive, startChild } from '../model/child.ts';
import type { IngestParent, IngestService } from './ingest-process.ts';

/**
 * Sees to it that there is an index to answer from: a missing or unusable one is built before this returns, a stale one
 * is brought up to date in the background while it answers.
 * @returns a function that ends a background ingest, losing nothing that it embedded.
 * @throws UserError as `ingest` does, when there is no index to answer from.
 */
export async function prepareIndex(settings: IngestSettings, log: Logger): Promise<() => Promise<void>> {
  const freshness = await indexFreshness(settings);
  if (freshness === 'fresh') return async () => {};
  log.info({ freshness, corpus: settings.corpusDir }, 'building the index');
  const child = startChild<IngestService, IngestParent>(new URL('./ingest-process.ts', import.meta.url), {
    step: (message) => log.info(message),
  });
  const { corpusDir, indexDir, maxSourceBytes, embedding } = settings;
  const building = child.remote
    .ingest({ corpusDir, indexDir, maxSourceBytes, embedding })
    .then((report) => tell(report, log))
    .finally(() => child.stop());
  if (freshness === 'stale') {
    building.catch((error: unknown) =>
      log.error({ err: revive(error) }, 'the index could not be brought up to date; the old one answers'),
    );
    return () => child.stop();
  }
  await building.catch((error: unknown) => {
    throw revive(error);
  });
  return async () => {};
}

function tell(report: IngestReport, log: Logger): void {
  const { bad, ...figures } = report;
  log.info({ ...figures, bad: bad.length }, 'the index is up to date');
}
