/** What a child process may know of the host's environment: where it is, its language, its graphics driver, that it is
 * to run as Node, and where Node keeps compiled code. */
const passedOn =
  /^(PATH|HOME|USER|USERPROFILE|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|WINDIR|COMSPEC|LD_LIBRARY_PATH|XDG_RUNTIME_DIR|DISPLAY|CUDA_.*|NVIDIA_.*|VK_.*|GGML_.*|HIP_.*|ROCR_.*|ELECTRON_RUN_AS_NODE|NODE_COMPILE_CACHE)$/i;

/**
 * glibc's allocator keeps heaps apart for threads, up to eight a core, each of which keeps what it was given. Native engines
 * with many threads grow by hundreds of megabytes so, and are no faster for it.
 */
const HEAPS = '2';

/** The environment of a worker: without keys, tokens and Node options that were meant for the host. */
export function workerEnvironment(): NodeJS.ProcessEnv {
  const passed = Object.entries(process.env).filter(([name]) => passedOn.test(name));
  return { ...Object.fromEntries(passed), MALLOC_ARENA_MAX: HEAPS };
}
