// npm test: installs and builds where needed, then checks everything. `npm test -- unit e2e` runs those stages only.
import { bootstrap } from './bootstrap.mjs';

await bootstrap();
const { runTests } = await import('./test-run.ts');
process.exit(await runTests(process.argv.slice(2)));
