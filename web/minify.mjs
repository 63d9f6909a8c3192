// An esbuild plugin: what esbuild has put together and minified goes through terser once more, which drops what is never
// called and takes names and functions further. It is most of a tenth of the glue. tests/bench builds what it compares
// with by the same plugin. The build must not write by itself (`write: false`).
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { minify as terser } from 'terser';

// Statements stay apart: brotli makes less of commas.
const options = { module: true, ecma: 2022, compress: { passes: 3, sequences: false }, format: { comments: /^ subshare / } };

export const minify = {
  name: 'minify',
  setup(bundle) {
    bundle.onEnd(async ({ outputFiles = [] }) => {
      for (const { path, text } of outputFiles) {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, (await terser(text, options)).code);
      }
    });
  },
};
