// An esbuild plugin for the elements' templates; tests/bench builds what it compares with by the same one.
import { readFileSync } from 'node:fs';
import * as esbuild from 'esbuild';

// Indentation inside html`` and css`` would be shipped as it stands. Once a source file is minified, the only line
// breaks left in it are those inside templates.
export const templates = {
  name: 'templates',
  setup(bundle) {
    bundle.onLoad({ filter: /src[/\\]elements[/\\][^/\\]+\.ts$/ }, async ({ path }) => {
      const source = readFileSync(path, 'utf8');
      // It would be printed as a line break, and taken for indentation.
      if (/`[^`\n]*\\n/.test(source)) throw new Error(`${path}: keep \\n out of lines with a template.`);
      const { code } = await esbuild.transform(source, {
        loader: 'ts',
        minifyWhitespace: true,
        target: 'es2022',
        legalComments: 'none',
        tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
      });
      const styles = /css`([^`$]*)`/g;
      // Lit's css checks and joins what is filled in. Nothing is in ours, and unsafeCSS takes the one text that there is.
      if (/css`[^`]*\$\{/.test(code)) throw new Error(`${path}: fill nothing into a style.`);
      const contents = code
        .replace(styles, (_, text) => {
          const { code: css } = esbuild.transformSync(text, { loader: 'css', minify: true });
          return `css\`${css.trim().replaceAll('\\', '\\\\')}\``;
        })
        .replace(/import\{css\b/, 'import{unsafeCSS as css')
        .replace(/>\s*\n\s*</g, '><')
        .replace(/\s*\n\s*/g, ' ');
      return { contents, loader: 'js' };
    });
  },
};
