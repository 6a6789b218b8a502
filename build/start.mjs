// npm start: installs, builds and opens the app, each only where needed.
import { bootstrap } from './bootstrap.mjs';

await bootstrap();
const { startApp } = await import('./start-app.ts');
process.exit(await startApp(process.argv.slice(2)));
