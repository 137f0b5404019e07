import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { TerminalCases } from '../../src/terminal/case.ts';
import { run, temporaryFolder } from '../support/run.ts';

describe('npm run case', () => {
  it('goes from a question to a memo without Discord, and a restored backup gives the same exports, byte for byte', async () => {
    const folder = await temporaryFolder();
    const dataDir = join(folder, 'data');
    const settings = { DATA_DIR: dataDir, INIT_CWD: folder };
    const call = async (...args: string[]) => {
      const { code, stdout, stderr } = await run('scripts/case.ts', args, settings);
      return { code, stdout, stderr };
    };
    expect((await call('list')).stdout).toMatch(/There is no case/);
    const opened = (await call('open', 'CEIEC', 'in', 'Venezuela')).stdout;
    const id = /Opened (\S+)\./.exec(opened)![1]!;
    expect((await call('ask', id, 'why was CEIEC sanctioned?')).stdout).toMatch(
      /accusing it of supporting[\s\S]*Saved as item 1/,
    );
    expect((await call('ask', 'CEIEC in Venezuela', 'who won the football world cup in 1998?')).stdout).toMatch(
      /Not in the sources[\s\S]*Saved as item 2/,
    );
    expect(
      (await run('scripts/case.ts', ['note', id, '-'], settings, 'First paragraph.\n\nSecond one.\n')).stdout,
    ).toMatch(/Saved as item 3/);
    expect((await call('move', id, '3', '1')).code).toBe(0);
    expect((await call('tag', id, '1', 'reasons')).stdout).toMatch(/Tags: reasons/);
    const shown = (await call('show', id.slice(0, 6))).stdout;
    expect(shown).toMatch(
      /1\. Note\n {3}First paragraph\.[\s\S]*2\. why was CEIEC sanctioned\?\n {3}> The U\.S\. Treasury/,
    );
    expect((await call('search', id, 'second')).stdout).toMatch(/1 of 3 items hold “second”/);
    expect((await call('history', id)).stdout).toMatch(/moved item 3/);
    const missing = await call('show', 'nothing');
    expect(missing).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/There is no case “nothing”.*case -- list/),
    });
    expect((await call('export', id, '-o', 'memo.pdf')).stderr).toMatch(/must end in .md, or in another of: md, docx/);
    expect((await call('ask', id, ' ')).stderr).toMatch(/question is empty/);
    expect((await call('open', 'CEIEC in Venezuela')).stdout).toMatch(/another case of this title/);
    expect((await call('show', 'CEIEC in Venezuela')).stderr).toMatch(/Name one by its id: \S+ \(opened 20/);
    expect((await call('purge', id)).stderr).toMatch(/add --yes. Nothing was deleted/);

    expect((await call('export', id, '-o', 'memo.docx')).stdout).toMatch(/Wrote .*memo\.docx \(\d+ bytes\)/);
    const formats = ['md', 'docx', 'csv', 'json', 'csl.json', 'bib'];
    const written = async (prefix: string) => {
      const cases = TerminalCases.open({ ...readConfig(), dataDir });
      for (const format of formats) await cases.export(id, { out: join(folder, `${prefix}.${format}`) });
      cases.close();
      return formats.map((format) => readFileSync(join(folder, `${prefix}.${format}`)));
    };
    const before = await written('before');
    expect(before[0]!.toString('utf8')).toMatch(/\[\^1\]: China Electronics Import-Export Company.*¶ 1\./);
    expect((await run('scripts/backup.ts', [join(folder, 'kept.db')], settings)).stdout).toMatch(/2 cases/);
    await rm(dataDir, { recursive: true });
    expect((await run('scripts/restore.ts', [join(folder, 'kept.db')], settings)).code).toBe(0);
    const after = await written('after');
    for (const [n, format] of formats.entries()) expect(after[n]!.equals(before[n]!), format).toBe(true);
  }, 240_000);
});
