import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { useCallback, useEffect, useRef, useState } from 'react';
import { create } from 'zustand';
import type { HostClient } from '../shared/contract/index.ts';
import { oneAtATime } from './one-at-a-time.ts';

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 8000;

interface Connection {
  state: 'connecting' | 'connected' | 'lost';
  /** Grows with each connection, so that streams begin again on a new one. */
  generation: number;
}

/** Whether the host can be reached. */
export const useConnection = create<Connection>()(() => ({ state: 'connecting', generation: 0 }));

let client: HostClient | undefined;

function connected(next: HostClient): void {
  client = next;
  useConnection.setState(({ generation }) => ({ state: 'connected', generation: generation + 1 }));
}

/** Connects to the host: by a port that Electron's preload hands over, else by the loopback WebSocket. */
export function connect(): void {
  if ('holdfastShell' in window) {
    const { port1, port2 } = new MessageChannel();
    window.postMessage('holdfast:connect', '*', [port2]);
    port1.start();
    connected(createORPCClient(new PortLink({ port: port1 })));
  } else {
    openSocket(FIRST_RETRY_MS);
  }
}

function openSocket(retryMs: number): void {
  const next = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`);
  let opened = false;
  next.addEventListener('open', () => {
    opened = true;
    connected(createORPCClient(new SocketLink({ websocket: next })));
  });
  next.addEventListener('close', () => {
    useConnection.setState({ state: 'lost' });
    setTimeout(() => openSocket(opened ? FIRST_RETRY_MS : Math.min(LONGEST_RETRY_MS, retryMs * 2)), retryMs);
  });
}

/** The host. A call before the connection stands, or after it was lost, waits for it. */
export const host: HostClient = pathProxy([]) as HostClient;

type Callable = (...parameters: unknown[]) => unknown;

function pathProxy(path: readonly string[]): unknown {
  return new Proxy(() => undefined, {
    get: (_, name) => (typeof name === 'string' ? pathProxy([...path, name]) : undefined),
    apply: async (_, __, parameters: unknown[]) => {
      await whenConnected();
      let target: unknown = client;
      for (const name of path) target = (target as Record<string, unknown>)[name];
      return (target as Callable)(...parameters);
    },
  });
}

function whenConnected(): Promise<void> {
  if (useConnection.getState().state === 'connected') return Promise.resolve();
  return new Promise((resolve) => {
    const stop = useConnection.subscribe(({ state }) => {
      if (state !== 'connected') return;
      stop();
      resolve();
    });
  });
}

interface Query<T> {
  data: T | undefined;
  error: Error | undefined;
  loading: boolean;
  reload: () => void;
}

/**
 * Loads something from the host when `key` changes, on `reload`, on a new connection, and when `version` changes: which
 * is for what is the same thing as before and may have become another. While it loads again the last data of the same
 * key stay; one load at a time, so that what changes all the time is shown all the time.
 */
export function useQuery<T>(key: readonly unknown[], load: () => Promise<T>, version = 0): Query<T> {
  const keyText = JSON.stringify(key);
  const generation = useConnection((connection) => connection.generation);
  const [loaded, setLoaded] = useState<{ keyText: string; data: T | undefined; error: Error | undefined }>();
  const latest = useRef(load);
  latest.current = load;
  const again = useRef(() => {});
  const seen = useRef(version);

  // biome-ignore lint/correctness/useExhaustiveDependencies: these are the reasons to begin anew.
  useEffect(() => {
    let current = true;
    again.current = oneAtATime(async () => {
      if (!current) return;
      await latest.current().then(
        (data) => current && setLoaded({ keyText, data, error: undefined }),
        (error: Error) =>
          current &&
          setLoaded((before) => ({ keyText, data: before?.keyText === keyText ? before.data : undefined, error })),
      );
    });
    seen.current = version;
    again.current();
    return () => {
      current = false;
    };
  }, [keyText, generation]);

  useEffect(() => {
    if (seen.current === version) return;
    seen.current = version;
    again.current();
  }, [version]);

  const reload = useCallback(() => again.current(), []);
  const fresh = loaded?.keyText === keyText ? loaded : undefined;
  return { data: fresh?.data, error: fresh?.error, loading: fresh === undefined, reload };
}

/**
 * Listens to a stream of the host while the component is there and `open` is not null; begins again on a new
 * connection. Ending it ends the host's work for it.
 */
export function useStream<T>(open: (() => Promise<AsyncIterable<T>>) | null, onValue: (value: T) => void): void {
  const generation = useConnection((connection) => connection.generation);
  const latest = useRef({ open, onValue });
  latest.current = { open, onValue };
  const active = open !== null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection is a reason to listen anew.
  useEffect(() => {
    if (!active) return;
    let ended = false;
    let iterator: AsyncIterator<T> | undefined;
    const listen = async () => {
      const stream = await latest.current.open?.();
      if (!stream) return;
      iterator = stream[Symbol.asyncIterator]();
      while (!ended) {
        const { done, value } = await iterator.next();
        if (done || ended) break;
        latest.current.onValue(value);
      }
      if (ended) await iterator.return?.();
    };
    // A stream that breaks does so with its connection, and begins again with the next.
    listen().catch(() => undefined);
    return () => {
      ended = true;
      void iterator?.return?.();
    };
  }, [active, generation]);
}
