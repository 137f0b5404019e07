import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';

describe('the configuration', () => {
  it('needs nothing set, and treats empty values as unset', () => {
    const config = readConfig({}, { DISCORD_TOKEN: ' ', DISCORD_GUILD_ID: '', CORPUS_DIR: '' });
    expect(config.discord).toEqual({ token: null, guildId: null, apiUrl: null });
    expect(config.corpusDir).toMatch(/[/\\]corpus$/);
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('reports every bad key at once, without the token', () => {
    const environment = {
      DISCORD_TOKEN: 'secret-but-wrong',
      DISCORD_GUILD_ID: 'my server',
      DISCORD_API_URL: 'ftp://x',
      MAX_SOURCE_BYTES: 'big',
      EMBEDDING_MODEL: '../../etc',
    };
    expect(() => readConfig({}, environment)).toThrow(
      /5 bad values.*DISCORD_TOKEN.*DISCORD_GUILD_ID.*DISCORD_API_URL.*EMBEDDING_MODEL.*MAX_SOURCE_BYTES/s,
    );
    expect(() => readConfig({}, environment)).not.toThrow(/secret-but-wrong/);
  });

  it('lets command-line options win over the environment', () => {
    expect(readConfig({ INDEX_DIR: '/a' }, { INDEX_DIR: '/b' }).indexDir).toMatch(/[/\\]a$/);
    expect(readConfig({ INDEX_DIR: undefined }, { INDEX_DIR: '/b' }).indexDir).toMatch(/[/\\]b$/);
  });

  it('takes a reader by its id, by its folder, or none', () => {
    expect(readConfig({}, {}).readerModel).toBe('reader-minilm-l6-sanctions');
    expect(readConfig({}, { READER_MODEL: 'off' }).readerModel).toBeNull();
    expect(readConfig({}, { READER_MODEL: './models/reader-minilm-l6' }).readerModel).toBe(
      '../models/reader-minilm-l6',
    );
    expect(readConfig({}, { READER_MODEL: './other/reader' }).readerModel).toBe('../other/reader');
    expect(() => readConfig({}, { READER_MODEL: 'a/b/c' })).toThrow(/READER_MODEL: must be a model id, a folder/);
  });

  it('knows how the default model is used, and pools others by the mean unless told', () => {
    expect(readConfig({}, {}).embedding).toMatchObject({
      pooling: 'cls',
      queryPrefix: expect.stringContaining('Represent'),
    });
    expect(readConfig({}, { EMBEDDING_MODEL: 'Xenova/other' }).embedding).toMatchObject({
      pooling: 'mean',
      queryPrefix: '',
    });
  });
});
