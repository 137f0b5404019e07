import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ModelError } from '../errors.ts';

/** Returns whether the model's folder stands under `modelsDir`, so that nothing need be downloaded. */
export async function isShipped(modelsDir: string, model: string): Promise<boolean> {
  return access(join(modelsDir, model, 'config.json')).then(
    () => true,
    () => false,
  );
}

/**
 * Checks every file that a shipped model's SHA256SUMS lists.
 * @returns the sha256 of the weights file, or null when the model brings no sums (a downloaded one).
 * @throws ModelError naming the file that is missing or altered.
 */
export async function verifyModel(modelsDir: string, model: string): Promise<string | null> {
  const folder = join(modelsDir, model);
  const sums = await readFile(join(folder, 'SHA256SUMS'), 'utf8').catch(() => null);
  if (sums === null) return null;
  let weights: string | null = null;
  for (const line of sums.split(/\r?\n/)) {
    const match = /^([0-9a-f]{64})\s+\*?(.+)$/.exec(line.trim());
    if (!match) continue;
    const [, wanted, name] = match as unknown as [string, string, string];
    const found = await sha256File(join(folder, name)).catch(() => null);
    if (found !== wanted)
      throw new ModelError(
        `The model file ${join(folder, name)} is ${found === null ? 'missing' : 'not the one it should be (sha256 differs)'}. Restore it with: git checkout -- models`,
      );
    if (name.endsWith('.onnx')) weights = found;
  }
  return weights;
}

async function sha256File(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
