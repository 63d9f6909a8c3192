// dist/sbom.cdx.json: what is inside the files of dist, as CycloneDX says it (https://cyclonedx.org, 1.5), for those who
// have to know it. It is made of what was built: packages are those that the bundler took in, with the hashes that npm's
// lockfile has. The same build makes the same file.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const json = (...path) => JSON.parse(readFileSync(join(here, ...path), 'utf8'));

const licenses = (license) => (/ (AND|OR|WITH) /.test(license) ? [{ expression: license }] : [{ license: { id: license } }]);

/** `sha512-…` as npm writes it, in the digits of CycloneDX. */
function hashes(integrity) {
  const [name, base64] = integrity.split(/-(.*)/s);
  return [{ alg: name.replace('sha', 'SHA-'), content: Buffer.from(base64, 'base64').toString('hex') }];
}

function npmPackage(name, lock) {
  const { version, license, integrity } = lock.packages[`node_modules/${name}`];
  const [scope, base] = name.startsWith('@') ? name.split('/') : [undefined, name];
  const purl = `pkg:npm/${scope ? `${encodeURIComponent(scope)}/` : ''}${base}@${version}`;
  return { type: 'library', 'bom-ref': purl, ...(scope && { group: scope }), name: base, version, licenses: licenses(license), purl, hashes: hashes(integrity) };
}

/** `packages`: names of the npm packages in the files of dist. */
export function sbom({ packages }) {
  const lock = json('package-lock.json');
  const { name, version, description, license } = json('package.json');
  const own = `pkg:npm/${name}@${version}`;
  const emscripten = readFileSync(join(here, '../emsdk-version.txt'), 'utf8').trim();
  const [[metadata, metadataVersion]] = Object.entries(json('../tools/phones/package.json').dependencies);
  const metadataPurl = `pkg:npm/${metadata}@${metadataVersion}`;
  const runtimePurl = `pkg:github/emscripten-core/emscripten@${emscripten}`;
  const components = [
    ...[...packages].map((one) => npmPackage(one, lock)),
    {
      type: 'library', 'bom-ref': runtimePurl, name: 'emscripten', version: emscripten, licenses: licenses('MIT OR NCSA'), purl: runtimePurl,
      description: 'The glue and the system libraries of the WebAssembly modules (musl, libc++ and libc++abi, compiler-rt, emmalloc)',
    },
    { type: 'data', 'bom-ref': metadataPurl, name: metadata, version: metadataVersion, licenses: licenses('Apache-2.0'), purl: metadataPurl, description: 'What the table of telephone numbers was made of' },
  ].sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'library', 'bom-ref': own, name, version, description, licenses: licenses(license), purl: own } },
    components,
    dependencies: [{ ref: own, dependsOn: components.map((one) => one['bom-ref']) }],
  };
}
