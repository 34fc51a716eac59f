/** A message between a page's world and the main process. Bytes travel as `{$bytes: […]}`. */
export type PageMessage =
  | { readonly kind: 'send'; readonly channel: string; readonly values: readonly unknown[] }
  | { readonly kind: 'post'; readonly channel: string; readonly message: unknown; readonly portIds: readonly number[] }
  | { readonly kind: 'port'; readonly portId: number; readonly data: unknown }
  | { readonly kind: 'port-close'; readonly portId: number };

/** Structured values as text; runs in Node and, by its source, in the page. */
export function encode(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner instanceof Uint8Array ? { $bytes: Array.from(inner) } : inner,
  );
}

/** The reverse of `encode`. */
export function decode(text: string): unknown {
  return JSON.parse(text, (_key, inner: { $bytes?: number[] } | null) =>
    Array.isArray(inner?.$bytes) ? new Uint8Array(inner.$bytes) : inner,
  );
}

interface PageGlobals {
  require?: unknown;
  [name: string]: unknown;
}
interface Described {
  readonly functionId?: number;
  readonly members?: Readonly<Record<string, Described>>;
  readonly value?: unknown;
}

/** Runs in the page's own world: builds what the preload exposes. Calls cross by synchronous DOM events. */
export function mainWorld(): void {
  const build = (described: Described): unknown => {
    if (described.functionId !== undefined) {
      return (...values: unknown[]) => {
        const detail = { functionId: described.functionId, values: structuredClone(values), result: undefined };
        document.dispatchEvent(new CustomEvent('double-call', { detail: JSON.stringify(detail) }));
      };
    }
    const members = described.members;
    return members === undefined
      ? described.value
      : Object.freeze(Object.fromEntries(Object.entries(members).map(([name, member]) => [name, build(member)])));
  };
  document.addEventListener('double-expose', (event) => {
    const { name, api } = JSON.parse((event as CustomEvent<string>).detail) as { name: string; api: Described };
    Object.defineProperty(globalThis, name, { value: build(api), writable: false, configurable: false });
  });
}

/** Runs before the preload, in its world: what a sandboxed preload can `require`. */
export function preloadWorld(isIsolated: boolean): void {
  const page = globalThis as unknown as PageGlobals;
  const toMain = page.doubleToMain as (text: string) => void;
  const functions: ((...values: unknown[]) => unknown)[] = [];
  const listeners = new Map<string, Set<(event: unknown, message: unknown) => void>>();
  const ports = new Map<number, MessagePort>();

  const describe = (value: unknown): Described => {
    if (typeof value === 'function') {
      return { functionId: functions.push(value as (...values: unknown[]) => unknown) - 1 };
    }
    if (typeof value === 'object' && value !== null) {
      const members = Object.entries(value).map(([name, member]) => [name, describe(member)]);
      return { members: Object.fromEntries(members) as Record<string, Described> };
    }
    return { value };
  };
  document.addEventListener('double-call', (event) => {
    const { functionId, values } = JSON.parse((event as CustomEvent<string>).detail) as {
      functionId: number;
      values: unknown[];
    };
    functions[functionId]?.(...values);
  });
  const adoptPort = (portId: number): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => toMain(encode({ kind: 'port', portId, data }));
    ports.set(portId, port1);
    return port2;
  };
  page.doubleFromMain = (text: string) => {
    const message = decode(text) as PageMessage;
    if (message.kind === 'post') {
      const event = { ports: message.portIds.map(adoptPort) };
      for (const listener of listeners.get(message.channel) ?? []) listener(event, message.message);
    } else if (message.kind === 'port') {
      ports.get(message.portId)?.postMessage(message.data);
    } else if (message.kind === 'port-close') {
      ports.get(message.portId)?.close();
    }
  };
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: unknown) => {
        if (!isIsolated) throw new Error('contextBridge API can only be used when contextIsolation is enabled');
        const detail = JSON.stringify({ name, api: describe(api) });
        document.dispatchEvent(new CustomEvent('double-expose', { detail }));
      },
    },
    ipcRenderer: {
      on: (channel: string, listener: (event: unknown, message: unknown) => void) => {
        listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
      },
      send: (channel: string, ...values: unknown[]) =>
        toMain(encode({ kind: 'send', channel, values: structuredClone(values) })),
    },
  };
  page.require = (name: string) => {
    if (name === 'electron') return electron;
    throw new Error(`module not found: ${name}`);
  };
}
