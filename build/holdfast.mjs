#!/usr/bin/env node
// The CLI in a checkout: npm run -s holdfast -- <command>.
import { bootstrap } from './bootstrap.mjs';

await bootstrap();
// Paths that the person gives are seen from where they are; npm runs scripts in the project's folder.
if (process.env.npm_lifecycle_event === 'holdfast' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
await import('../out/main/cli.js');
