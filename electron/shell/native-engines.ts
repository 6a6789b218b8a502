/** A package with native or WebAssembly code, and how to see that it works. */
export interface NativeEngine {
  readonly name: string;
  readonly packageName: string;
  /** JavaScript: an async function of the imported package that throws when it does not work. */
  readonly check: string;
}

/** Every engine that Holdfast relies on. Tried in processes of their own, because a broken one may end its process. */
export const nativeEngines: readonly NativeEngine[] = [
  {
    name: 'Search index (LanceDB)',
    packageName: '@lancedb/lancedb',
    check: "async ({ connect }) => { (await connect('memory://probe')).close(); }",
  },
  {
    name: 'Pictures (sharp)',
    packageName: 'sharp',
    check:
      "async ({ default: sharp }) => { await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } }).webp().toBuffer(); }",
  },
  {
    name: 'Models (llama.cpp)',
    packageName: 'node-llama-cpp',
    check:
      "async ({ getLlama }) => { await (await getLlama({ gpu: false, build: 'never', logLevel: 'disabled' })).dispose(); }",
  },
  {
    name: 'Models (ONNX Runtime)',
    packageName: 'onnxruntime-node',
    // The smallest network there is: it gives back what it takes.
    check: `async ({ InferenceSession, Tensor }) => {
      const session = await InferenceSession.create(Buffer.from('CAg6OwoQCgF4EgF5IghJZGVudGl0eRIFZ3JhcGhaDwoBeBIKCggIARIECgIIAWIPCgF5EgoKCAgBEgQKAggBQgIQEQ==', 'base64'));
      const { y } = await session.run({ x: new Tensor('float32', [3], [1]) });
      if (y.data[0] !== 3) throw new Error('It does not compute.');
    }`,
  },
  {
    name: 'Speech (whisper.cpp)',
    packageName: '@fugood/whisper.node',
    check: `async ({ default: { loadWhisperModule } }) => {
      const { WhisperContext } = await loadWhisperModule();
      if (typeof WhisperContext !== 'function') throw new Error('It lacks WhisperContext.');
    }`,
  },
  {
    name: 'Keychain (keyring)',
    packageName: '@napi-rs/keyring',
    // Whether there is a keychain behind it is found out when it is needed.
    check:
      "async ({ AsyncEntry }) => { if (typeof AsyncEntry !== 'function') throw new Error('It lacks AsyncEntry.'); }",
  },
  {
    name: 'PDF (PDFium)',
    packageName: '@hyzyla/pdfium',
    check: 'async ({ PDFiumLibrary }) => { (await PDFiumLibrary.init()).destroy(); }',
  },
  {
    name: 'OCR (Tesseract)',
    packageName: 'tesseract.js-core/tesseract-core-lstm.js',
    check: 'async ({ default: createCore }) => { await createCore(); }',
  },
];

/**
 * The arguments for Node that try an engine: exit code 0 when it works, else 1 and the reason on stderr.
 * @param specifier where the package is imported from, seen from the process's working folder
 */
export function engineProbe(engine: NativeEngine, specifier: string = engine.packageName): string[] {
  const program = `(async () => {
    try { await (${engine.check})(await import(${JSON.stringify(specifier)})); process.exit(0); }
    catch (error) { console.error(error.message); process.exit(1); }
  })()`;
  // Not `--input-type=module`: llama.cpp forks a process to try its binary, which would inherit that option.
  return ['-e', program];
}
