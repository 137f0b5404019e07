import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

const KEY_BYTES = 32;

/** Identifies a vector: what was embedded, and with what. */
export function embeddingKey(model: string, weights: string | null, pooling: string, text: string): string {
  return createHash('sha256')
    .update(JSON.stringify([model, weights, pooling, text]))
    .digest('hex');
}

/**
 * Vectors of an ingest that is under way, appended as they are made, so that one that was stopped goes on where it was.
 * Records have one length: 32 bytes of key, then the components as 32-bit floats. A torn last record is ignored.
 */
export class EmbeddingLog {
  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    readonly vectors: Map<string, Float32Array>,
  ) {}

  /** Opens the log, reading the vectors that an earlier ingest left. */
  static async open(path: string, dimension: number): Promise<EmbeddingLog> {
    await mkdir(dirname(path), { recursive: true });
    const length = KEY_BYTES + dimension * 4;
    const content = await readFile(path).catch(() => Buffer.alloc(0));
    const whole = Math.floor(content.length / length);
    const vectors = new Map<string, Float32Array>();
    for (let i = 0; i < whole; i++) {
      const record = content.subarray(i * length, (i + 1) * length);
      const components = new Uint8Array(record.subarray(KEY_BYTES)).buffer;
      vectors.set(record.toString('hex', 0, KEY_BYTES), new Float32Array(components));
    }
    const file = await open(path, 'a');
    await file.truncate(whole * length);
    return new EmbeddingLog(path, file, vectors);
  }

  async add(key: string, vector: Float32Array): Promise<void> {
    this.vectors.set(key, vector);
    await this.file.appendFile(
      Buffer.concat([Buffer.from(key, 'hex'), Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)]),
    );
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  /** Closes and deletes the log: the vectors stand in a published index now. */
  async discard(): Promise<void> {
    await this.close();
    await rm(this.path, { force: true });
  }
}
