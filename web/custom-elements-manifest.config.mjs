// What the analyser looks at, for manifest.mjs. Left to itself it writes into package.json where the manifest is.
export default { globs: ['src/elements/*.ts', 'src/events.ts'], litelement: true, packagejson: false, quiet: true };
