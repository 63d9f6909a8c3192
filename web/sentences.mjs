// An esbuild plugin: of each language, a script carries the sentences that its elements say, and not those of the other
// elements. Which those are is read off the elements' sources, where every key stands as a literal; test/locales.test.mjs
// holds what was built to that. tests/bench builds what it compares with by the same plugin.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));

/** No element names these: they are looked up by the reason that the core gives for waiting. */
export const byReason = ['backoff', 'offline'];

/** Errors of contacts, rules, seats and names, which only sending an invitation asks the core about. */
const ofInviting = /^(contact|email|phone|rule|seats|first_name|last_name)_/;

const filter = (object, keep) => Object.fromEntries(Object.entries(object).filter(([key]) => keep(key)));

/** For the script of these sources, given from src. */
export async function sentences(...entries) {
  // Whatever the elements import of elements, at once or later.
  const { metafile } = await esbuild.build({
    absWorkingDir: here,
    entryPoints: entries.map((entry) => join('src', entry)),
    outdir: 'unused',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    packages: 'external',
    external: ['*/subshare-core.mjs', '*/subshare-people.mjs', '*/subshare-lists.wasm.base64'],
  });
  const text = Object.keys(metafile.inputs)
    .filter((path) => path.startsWith('src/elements/'))
    .map((path) => readFileSync(join(here, path), 'utf8'))
    .join('\n');
  const says = (key) => text.includes(`'${key}'`);

  const choose = ({ ui, states, statuses, errors, ...rest }) => ({
    ...rest,
    ui: filter(ui, (key) => says(key) || byReason.includes(key)),
    states: text.includes('messages.states') ? states : {},
    statuses: filter(statuses, (operation) => operation === 'any' || says(operation)),
    errors: filter(
      errors,
      (code) => !ofInviting.test(code) || says('sendInvitation') || text.includes(`messages.errors.${code}`),
    ),
  });

  return {
    name: 'sentences',
    setup(bundle) {
      bundle.onLoad({ filter: /src[/\\]locales[/\\][^/\\]+\.ts$/ }, async ({ path }) => {
        const { code } = await esbuild.transform(readFileSync(path, 'utf8'), { loader: 'ts', format: 'esm' });
        const { default: messages } = await import('data:text/javascript,' + encodeURIComponent(code));
        return { contents: `export default ${JSON.stringify(choose(messages))}`, loader: 'js' };
      });
    },
  };
}
