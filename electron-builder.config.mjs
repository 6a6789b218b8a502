import { readFileSync } from 'node:fs';

const { version: electronVersion } = JSON.parse(readFileSync(new URL('node_modules/electron/package.json', import.meta.url), 'utf8'));

/** Binaries that npm brings for building and testing only, or for graphics cards that have a package of their own. */
const leftOut = [
  'node_modules/node-{linux,win}-*/**',
  'node_modules/@node-llama-cpp/*-cuda*/**',
  'node_modules/@node-llama-cpp/!(*-${arch}*)/**',
  'node_modules/node-llama-cpp/llama/{addon,cmake,patches,profiles,toolchains,xpack}/**',
  'node_modules/node-llama-cpp/llama/{CMakeLists.txt,gitRelease.bundle}',
  'node_modules/node-llama-cpp/templates/**',
  'node_modules/onnxruntime-node/bin/*/!(${platform})/**',
  'node_modules/onnxruntime-node/bin/*/*/!(${arch})/**',
  'node_modules/onnxruntime-node/script/**',
  'node_modules/@huggingface/transformers/{src,types}/**',
  'node_modules/@huggingface/transformers/dist/!(transformers.node.mjs)',
  'node_modules/@fugood/whisper.node/{src,whisper.cpp,scripts}/**',
  'node_modules/@fugood/node-whisper-!(*-${arch})/**',
  'node_modules/mediabunny/{src,dist/bundles}/**',
  'node_modules/pdfjs-dist/**',
  'node_modules/empty-npm-package/**',
  '**/*.map',
  '**/*.{d.ts,d.mts,d.cts}',
];

/**
 * Packages for Linux, macOS and Windows. Native code and what starts processes lies outside the archive,
 * because the system's loader cannot look into it.
 * @type {import('electron-builder').Configuration}
 */
export default {
  appId: 'invalid.example.holdfast',
  productName: 'Holdfast',
  electronVersion,
  // The closure check packs with a stand-in for the runtime.
  ...(process.env.HOLDFAST_ELECTRON_DIST && { electronDist: process.env.HOLDFAST_ELECTRON_DIST }),
  npmRebuild: false,
  directories: { output: 'dist', buildResources: 'build/package' },
  electronLanguages: ['en-US', 'de', 'fr'],
  files: ['out/**', 'package.json', ...leftOut.map((pattern) => `!${pattern}`)],
  asar: true,
  asarUnpack: [
    '**/*.node',
    '**/*.{so,so.*,dylib,dll}',
    'node_modules/node-llama-cpp/**',
    'node_modules/@node-llama-cpp/**',
    'node_modules/@img/**',
    'node_modules/tesseract.js/**',
    'node_modules/tesseract.js-core/**',
    'node_modules/@tesseract.js-data/**',
    'node_modules/@hyzyla/pdfium/**',
  ],
  extraResources: [{ from: 'resources', to: '.' }],
  linux: {
    target: [
      { target: 'AppImage', arch: ['x64', 'arm64'] },
      { target: 'deb', arch: ['x64', 'arm64'] },
    ],
    category: 'Office',
    executableName: 'holdfast',
    synopsis: 'A library for media and documents with models of your own',
  },
  mac: { target: [{ target: 'dmg', arch: ['x64', 'arm64'] }], category: 'public.app-category.productivity' },
  win: { target: [{ target: 'nsis', arch: ['x64', 'arm64'] }], executableName: 'holdfast' },
  nsis: { oneClick: false, allowToChangeInstallationDirectory: true },
};
