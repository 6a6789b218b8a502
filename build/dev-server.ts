import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ClientRequest } from 'node:http';
import { type AddressInfo, createServer as createNetServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createServer, type ViteDevServer } from 'vite';
import { projectRoot } from './bootstrap.mjs';

const restartDelayMs = 200;

/** Serves the renderer with hot reload and passes what it asks of the host on to a browser shell that runs from source. */
export async function runDev(): Promise<void> {
  const host = new DevHost(await freePort());
  const proxy = { target: host.origin, changeOrigin: true };
  const server = await createServer({
    configFile: join(projectRoot, 'vite.config.ts'),
    server: {
      host: '127.0.0.1',
      proxy: {
        '/content': {
          ...proxy,
          configure: (requests) => requests.on('proxyReq', (request) => host.authorise(request)),
        },
        '/rpc': {
          ...proxy,
          ws: true,
          configure: (requests) =>
            requests.on('proxyReqWs', (request) => {
              host.authorise(request);
              // Pages of other sites keep their own origin, and are refused by the host.
              if (request.getHeader('origin') === originOf(server)) request.setHeader('origin', host.origin);
            }),
        },
      },
    },
  });
  await server.listen();
  restartOnChange(server, host);
  await host.start();
  console.log(`Holdfast for development is at ${originOf(server)}`);
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => void host.stop().then(() => process.exit(0)));
  }
}

function originOf(server: ViteDevServer): string {
  return new URL(server.resolvedUrls?.local[0] ?? 'http://127.0.0.1').origin;
}

/** A port that nobody uses now; the host keeps it over its restarts. */
async function freePort(): Promise<number> {
  const probe = createNetServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}

function restartOnChange(server: ViteDevServer, host: DevHost): void {
  const folders = ['electron', 'shared'].map((folder) => join(projectRoot, folder));
  let timer: NodeJS.Timeout | undefined;
  server.watcher.add(folders);
  server.watcher.on('all', (_, path) => {
    if (!folders.some((folder) => path.startsWith(folder)) || path.endsWith('.test.ts')) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      console.log('The host’s sources changed: starting it again.');
      void host.restart().then(() => server.ws.send({ type: 'full-reload' }));
    }, restartDelayMs);
  });
}

/** A browser shell that runs from source. Its cookie stays here: the development window needs none. */
class DevHost {
  readonly origin: string;
  #child: ChildProcess | null = null;
  #cookie = '';
  #queue: Promise<void> = Promise.resolve();

  constructor(port: number) {
    this.origin = `http://127.0.0.1:${port}`;
  }

  start(): Promise<void> {
    this.#queue = this.#queue.then(() => this.#start());
    return this.#queue;
  }

  stop(): Promise<void> {
    this.#queue = this.#queue.then(() => this.#stop());
    return this.#queue;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  authorise(request: ClientRequest): void {
    request.setHeader('cookie', this.#cookie);
  }

  async #start(): Promise<void> {
    const { port } = new URL(this.origin);
    const child = spawn(process.execPath, [join(projectRoot, 'electron/serve.ts'), '--port', port], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    for await (const line of createInterface({ input: child.stdout })) {
      const link = /http:\S+/.exec(line)?.[0];
      if (!link) continue;
      this.#cookie = (await fetch(link)).headers.get('set-cookie')?.split(';')[0] ?? '';
      return;
    }
    console.error('The host did not start. It is tried again when its sources change.');
  }

  async #stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGINT');
    await once(child, 'exit');
  }
}
