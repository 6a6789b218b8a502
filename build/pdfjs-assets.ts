import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/** What pdfjs fetches at run time, by folder; without its scripting engine, which Holdfast never runs. */
const folders: Record<string, RegExp> = {
  cmaps: /\.bcmap$/,
  standard_fonts: /\.(pfb|ttf)$/,
  wasm: /^(jbig2|openjpeg|qcms_bg)\.wasm$/,
  iccs: /\.icc$/,
};

const packageFolder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

/** Puts pdfjs's character maps, fonts and decoders beside the page, under `pdfjs/`: nothing comes from a CDN. */
export function pdfjsAssets(): Plugin {
  return {
    name: 'holdfast:pdfjs-assets',
    async generateBundle() {
      if (this.environment.name !== 'client') return;
      for (const [folder, wanted] of Object.entries(folders)) {
        for (const name of await readdir(join(packageFolder, folder))) {
          if (!wanted.test(name)) continue;
          this.emitFile({
            type: 'asset',
            fileName: `pdfjs/${folder}/${name}`,
            source: await readFile(join(packageFolder, folder, name)),
          });
        }
      }
    },
    configureServer(server) {
      server.middlewares.use('/pdfjs/', (request, response, next) => {
        const [folder = '', name = ''] = (request.url ?? '').split(/[?#]/)[0]?.split('/').slice(1) ?? [];
        if (!folders[folder]?.test(name)) return next();
        response.setHeader('content-type', name.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream');
        createReadStream(join(packageFolder, folder, name))
          .on('error', next)
          .pipe(response);
      });
    },
  };
}
