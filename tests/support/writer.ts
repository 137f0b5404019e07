// Opens a database, says so, waits for a line; then writes as fast as it can, and prints what was acknowledged, until it is killed.
import { once } from 'node:events';
import { openState } from '../../src/state/state.ts';

const state = openState(process.argv[2]!);
process.stdout.write('open\n');
await once(process.stdin, 'data');
for (let n = 0; ; n++) {
  const place = { guildId: '1', channelId: '2', userId: process.argv[3]! };
  const view = state.views.add({ ...place, kind: 'answer', isPrivate: false, data: { n } });
  state.feedback.put({
    ...place,
    viewId: view.id,
    verdict: 'helpful',
    reason: null,
    comment: null,
    question: String(n),
  });
  state.settings.change('200000000000000001', '', { retentionDays: n % 300 });
  process.stdout.write(`${view.id} ${n}\n`);
}
