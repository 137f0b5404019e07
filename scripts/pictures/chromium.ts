import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';

/** What a page's script tells of it. */
export interface Report {
  /** Pixels. */
  readonly height: number;
  readonly problems: readonly string[];
}

/** Milliseconds that the browser may take for one command. */
const PATIENCE = 60_000;
/** Height of the window that a page is measured in. */
const WINDOW_HEIGHT = 844;
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--hide-scrollbars',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--remote-debugging-pipe',
  // Modules of node_modules are read as files; no name of a host is resolved.
  '--allow-file-access-from-files',
  '--host-resolver-rules=MAP * ~NOTFOUND',
];

type Result = Record<string, unknown>;
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly result?: Result;
  readonly error?: { readonly message: string };
}

/**
 * Debian's chromium, or the binary that CHROMIUM names, steered over a pipe by its own protocol: `--screenshot` and
 * `--dump-dom` do not wait until the components are drawn, and know no window narrower than 500 pixels.
 */
export class Browser {
  private readonly waiting = new Map<string, (message: Message) => void>();
  private readonly input: Writable;
  private readonly ended: Promise<void>;
  private session: string | undefined;
  private failure: string | null = null;
  private last = 0;
  private rest = '';

  private constructor(
    child: ChildProcess,
    private readonly folder: string,
  ) {
    this.input = child.stdio[3] as Writable;
    this.input.on('error', () => {});
    (child.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => this.read(text));
    this.ended = new Promise((resolve) => {
      const end = (why: string) => {
        this.failure = `chromium ${why}`;
        for (const settle of this.waiting.values()) settle({ error: { message: this.failure } });
        resolve();
      };
      child.once('error', ({ message }) => end(`can not be started (CHROMIUM names another): ${message}`));
      child.once('exit', (code, signal) => end(`ended early: ${code ?? signal}`));
    });
  }

  /** Starts a browser with a profile of its own. */
  static async open(): Promise<Browser> {
    const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
    const child = spawn(
      process.env.CHROMIUM ?? 'chromium',
      [...FLAGS, `--user-data-dir=${join(folder, 'profile')}`, 'about:blank'],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
    );
    const browser = new Browser(child, folder);
    try {
      const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
      const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
      browser.session = sessionId as string;
      await browser.send('Page.enable');
      return browser;
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  /** Shows a page in a window of that width, and waits until its script has drawn and looked at it. */
  async show(html: string, width: number): Promise<Report> {
    const file = join(this.folder, 'page.html');
    writeFileSync(file, html);
    await this.resize(width, WINDOW_HEIGHT, 1);
    const loaded = this.next('Page.loadEventFired');
    await this.send('Page.navigate', { url: pathToFileURL(file).href });
    await loaded;
    const { result } = await this.send('Runtime.evaluate', {
      expression: 'drawn',
      awaitPromise: true,
      returnByValue: true,
    });
    const report = (result as { value?: Report }).value;
    if (typeof report?.height !== 'number') throw new Error('the script of a page did not run to its end');
    return report;
  }

  /** The page that is shown, as a PNG picture of that size. */
  async picture(width: number, height: number, scale: number): Promise<Buffer> {
    await this.resize(width, height, scale);
    const { data } = await this.send('Page.captureScreenshot', { format: 'png' });
    return Buffer.from(data as string, 'base64');
  }

  /** Ends the browser and removes what it wrote. */
  async close(): Promise<void> {
    this.session = undefined;
    await this.send('Browser.close').catch(() => {});
    await this.ended;
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  private async resize(width: number, height: number, deviceScaleFactor: number): Promise<void> {
    const metrics = { width, height, deviceScaleFactor, mobile: false };
    await this.send('Emulation.setDeviceMetricsOverride', metrics);
  }

  private async send(method: string, params: Result = {}): Promise<Result> {
    if (this.failure !== null) throw new Error(this.failure);
    const id = ++this.last;
    const reply = this.next(String(id));
    const session = this.session === undefined ? {} : { sessionId: this.session };
    this.input.write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    const { result, error } = await reply;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result ?? {};
  }

  /** The next message of that id or event. */
  private next(key: string): Promise<Message> {
    return new Promise((resolve) => {
      const late = () => settle({ error: { message: `no reply within ${PATIENCE / 1000} s` } });
      const timer = setTimeout(late, PATIENCE);
      const settle = (message: Message) => {
        clearTimeout(timer);
        this.waiting.delete(key);
        resolve(message);
      };
      this.waiting.set(key, settle);
    });
  }

  /** Messages end with a zero byte. */
  private read(text: string): void {
    const parts = (this.rest + text).split('\0');
    this.rest = parts.pop() ?? '';
    for (const part of parts) {
      const message = JSON.parse(part) as Message;
      this.waiting.get(String(message.id ?? message.method))?.(message);
    }
  }
}
