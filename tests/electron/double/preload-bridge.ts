import { readFile } from 'node:fs/promises';
import type { CDPSession } from '@playwright/test';
import { type FrameDouble, ipcMain } from './ipc.ts';
import type { MessagePortMain } from './message-port.ts';
import { decode, encode, mainWorld, type PageMessage, preloadWorld } from './page-world.ts';
import type { WebContents } from './web-contents.ts';

const WORLD = 'preload';

/** Runs the preload of one page in a world of its own and carries its messages. */
export class PreloadBridge {
  readonly #contents: WebContents;
  readonly #cdp: CDPSession;
  readonly #ports = new Map<number, MessagePortMain>();
  #contextId: number | null = null;
  #lastPortId = 0;

  constructor(contents: WebContents, cdp: CDPSession) {
    this.#contents = contents;
    this.#cdp = cdp;
  }

  /** Like Electron: node in the page when asked for and not sandboxed, the preload isolated unless told otherwise. */
  async install(isSandboxForced: boolean): Promise<void> {
    const {
      preload,
      nodeIntegration = false,
      sandbox = !nodeIntegration,
      contextIsolation = true,
    } = this.#contents.preferences;
    if (nodeIntegration && !(sandbox || isSandboxForced)) {
      await this.#atDocumentStart(
        "globalThis.process = { versions: { electron: 'double' } }; globalThis.require = () => ({});",
      );
    }
    if (preload === undefined) return;
    await this.#cdp.send('Runtime.enable');
    this.#cdp.on('Runtime.executionContextCreated', ({ context }) => {
      const isPreload = context.name === (contextIsolation ? WORLD : '');
      if (isPreload) this.#contextId = context.id;
    });
    this.#cdp.on('Runtime.executionContextsCleared', () => {
      for (const port of this.#ports.values()) port.close();
      this.#ports.clear();
    });
    this.#cdp.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === 'doubleToMain') this.#receive(decode(payload) as PageMessage);
    });
    const script = await readFile(preload, 'utf8');
    const world = `${encode.toString()}\n${decode.toString()}\n(${preloadWorld.toString()})(${String(contextIsolation)});`;
    const start = `${world}\n(() => {${script}\n})();`;
    if (contextIsolation) {
      await this.#cdp.send('Runtime.addBinding', { name: 'doubleToMain', executionContextName: WORLD });
      await this.#atDocumentStart(`(${mainWorld.toString()})()`);
      await this.#atDocumentStart(start, WORLD);
    } else {
      await this.#cdp.send('Runtime.addBinding', { name: 'doubleToMain' });
      await this.#atDocumentStart(start);
    }
  }

  /** Preloads run in the top frame only. */
  async #atDocumentStart(script: string, worldName = ''): Promise<void> {
    const source = `if (window === window.top) { ${script} }`;
    await this.#cdp.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName });
  }

  #receive(message: PageMessage): void {
    if (message.kind === 'port') this.#ports.get(message.portId)?.forward(message.data);
    else if (message.kind === 'send') {
      ipcMain.emit(message.channel, { sender: this.#contents, senderFrame: this.#topFrame() }, ...message.values);
    }
  }

  #topFrame(): FrameDouble {
    const postMessage = (channel: string, message: unknown, transfer: MessagePortMain[] = []) => {
      const portIds = transfer.map((port) => this.#adopt(port));
      this.#send({ kind: 'post', channel, message, portIds });
      // Only now: a port that was written to before must not speak before it has arrived.
      for (const [index, port] of transfer.entries()) this.#connect(port, portIds[index] ?? 0);
    };
    return { url: this.#contents.getURL(), parent: null, postMessage };
  }

  #adopt(port: MessagePortMain): number {
    this.#lastPortId += 1;
    this.#ports.set(this.#lastPortId, port);
    return this.#lastPortId;
  }

  #connect(port: MessagePortMain, portId: number): void {
    port.transfer({
      message: (data) => this.#send({ kind: 'port', portId, data }),
      close: () => this.#send({ kind: 'port-close', portId }),
    });
  }

  #send(message: PageMessage): void {
    if (this.#contextId === null) return;
    const expression = `doubleFromMain(${JSON.stringify(encode(message))})`;
    // The page may navigate away meanwhile; Electron drops such messages too.
    this.#cdp.send('Runtime.evaluate', { contextId: this.#contextId, expression }).catch(() => undefined);
  }
}
