// Opens exported Word documents in LibreOffice: checks what it shows, and draws the first page for the documentation.
// Needs Debian's libreoffice-writer-nogui and poppler-utils.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { DossierParts } from '../src/case/export/dossier.ts';
import { exportCase } from '../src/case/export/export.ts';
import { PROJECT_DIR, readConfig } from '../src/config.ts';
import { exampleCase } from './pictures/example-case.ts';

const { values } = parseArgs({ options: { out: { type: 'string' } } });
const folder = mkdtempSync(join(tmpdir(), 'documents-'));

/** Text that a document must show as it is. */
const HOSTILE = 'A & B <b>bold</b> =HYPERLINK("x") ]]> &amp; **no** شركة مثال';

/** What a document shows, as text. */
function shown(name: string, document: Buffer): string {
  const file = join(folder, `${name}.docx`);
  writeFileSync(file, document);
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`;
  execFileSync('soffice', [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, file], { stdio: 'pipe' });
  return execFileSync('pdftotext', ['-layout', join(folder, `${name}.pdf`), '-'], { encoding: 'utf8' });
}

function expectShown(text: string, wanted: readonly string[]): void {
  const folded = text.replace(/\s+/g, ' ');
  for (const each of wanted)
    if (!folded.includes(each.replace(/\s+/g, ' '))) throw new Error(`the document does not show “${each}”:\n${text}`);
}

const example = await exampleCase(readConfig());
try {
  const { head, parts } = example;
  const text = shown('case', (await exportCase(parts, 'docx')).data);
  expectShown(text, [
    head.title,
    '1. which front company was used for the gyroscopes',
    'Bibliography',
    'Provenance',
    'saved by Ana',
    '¶',
  ]);

  const hostile: DossierParts = {
    ...parts,
    head: { ...head, title: HOSTILE },
    items: parts.items.map((item) => ({ ...item, note: HOSTILE, tags: [HOSTILE] })),
  };
  expectShown(shown('hostile', (await exportCase(hostile, 'docx')).data), [
    'A & B <b>bold</b> =HYPERLINK("x") ]]> &amp; **no**',
  ]);

  execFileSync('pdftoppm', ['-r', '80', '-png', '-singlefile', join(folder, 'case.pdf'), join(folder, 'page')]);
  const target = join(resolve(values.out ?? join(PROJECT_DIR, 'docs/images')), 'case-document.png');
  copyFileSync(join(folder, 'page.png'), target);
  console.log(`2 documents opened; wrote ${target}`);
} finally {
  example.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
