import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type EnvironmentOptions } from 'vite';
import { pdfjsAssets } from './build/pdfjs-assets.ts';

const inProject = (path: string) => resolve(import.meta.dirname, path);

/**
 * Packages of many small files that every start loads: within our own few files they are loaded several times as fast. They
 * have no native code, and find nothing by where they lie.
 */
const loadedAtStart = [
  '@ai-sdk/anthropic',
  '@ai-sdk/azure',
  '@ai-sdk/google',
  '@ai-sdk/mistral',
  '@ai-sdk/openai',
  '@ai-sdk/openai-compatible',
  '@ai-sdk/deepseek',
  '@ai-sdk/gateway',
  '@ai-sdk/provider',
  '@ai-sdk/provider-utils',
  'ai',
  'eventsource-parser',
  '@borewit/text-codec',
  '@fastify/busboy',
  '@orpc/client',
  '@orpc/contract',
  '@orpc/server',
  '@orpc/shared',
  '@orpc/interop',
  '@orpc/standard-server',
  '@orpc/standard-server-fetch',
  '@orpc/standard-server-peer',
  '@tokenizer/inflate',
  '@xmldom/xmldom',
  'commander',
  'file-type',
  'papaparse',
  'radash',
  'snowball-stemmers',
  'strtok3',
  'token-types',
  'uint8array-extras',
  'undici',
  'ws',
  'zod',
];

/** Code that runs in Node or Electron: other packages stay outside, so that native modules load from node_modules. */
function hostEnvironment(entries: string[], outDir: string, format: 'es' | 'cjs'): EnvironmentOptions {
  const extension = format === 'cjs' ? 'cjs' : 'js';
  return {
    consumer: 'server',
    // A sandboxed preload has no module loader: all but `electron` goes into its one file.
    resolve: {
      external: format === 'cjs' ? ['electron'] : true,
      noExternal: format === 'cjs' || loadedAtStart,
      builtins: [/^node:/],
    },
    define: { 'process.env.NODE_ENV': JSON.stringify('production') },
    build: {
      ssr: true,
      outDir: inProject(outDir),
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: Object.fromEntries(
          entries.map((entry) => [entry.replace(/.*\//, ''), inProject(`electron/${entry}.ts`)]),
        ),
        external: [/^electron(\/|$)/],
        // All in one folder: `import.meta.dirname` is then the same in every file.
        output: { format, entryFileNames: `[name].${extension}`, chunkFileNames: `[name]-[hash].${extension}` },
      },
    },
  };
}

const environments: Record<string, EnvironmentOptions> = {
  client: {
    build: { outDir: inProject('out/renderer'), emptyOutDir: true, target: 'chrome140', chunkSizeWarningLimit: 2000 },
  },
  main: hostEnvironment(
    [
      'main',
      'serve',
      'cli',
      'workers/index-worker',
      'workers/media-worker',
      'workers/model-worker',
      'workers/onnx-worker',
      'workers/whisper-worker',
    ],
    'out/main',
    'es',
  ),
  preload: hostEnvironment(['preload'], 'out/preload', 'cjs'),
};

export default defineConfig({
  root: inProject('renderer'),
  base: './',
  cacheDir: inProject('node_modules/.vite'),
  plugins: [react(), pdfjsAssets()],
  environments,
  builder: {
    async buildApp(builder) {
      for (const environment of Object.values(builder.environments)) {
        if (environment.name in environments) await builder.build(environment);
      }
    },
  },
});
