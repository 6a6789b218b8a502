// npm run dev: the renderer from Vite with hot reload, the host from its sources, started again when they change.
import { bootstrap } from './bootstrap.mjs';

await bootstrap({ build: false });
const { runDev } = await import('./dev-server.ts');
await runDev();
