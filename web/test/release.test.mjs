// A release says of itself what is so: one version everywhere, and the parts that are really in dist.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const text = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
const json = (path) => JSON.parse(text(path));
const cmake = text('../../CMakeLists.txt').match(/^project\(subshare VERSION (\d+\.\d+\.\d+) /m)?.[1];

test('CMake, npm and the documentation have one version', () => {
  assert.ok(cmake);
  const [major, minor] = cmake.split('.');
  assert.equal(json('../package.json').version, cmake);
  const lock = json('../package-lock.json');
  assert.deepEqual([lock.version, lock.packages[''].version], [cmake, cmake]);
  assert.equal(json('../../tools/vcpkg/subshare/vcpkg.json').version, cmake);
  assert.equal(text('../docs/guide/changelog.md').match(/^## (\d.*)$/m)?.[1], cmake, 'the newest version in the list of changes');
  assert.equal(text('../docs/guide/cpp.md').match(/find_package\(subshare (\S+) /)?.[1], `${major}.${minor}`);
  assert.match(text('../../SECURITY.md'), new RegExp(`^\\| ${major}\\.${minor} \\| yes`, 'm'));
});

test('the bill of materials has what is in dist, as it is there', () => {
  const { bomFormat, metadata, components, dependencies } = json('../dist/sbom.cdx.json');
  assert.equal(bomFormat, 'CycloneDX');
  assert.equal(metadata.component.version, cmake);
  const parts = new Map(components.map((one) => [one.group ? `${one.group}/${one.name}` : one.name, one]));
  assert.equal(parts.size, components.length);
  assert.deepEqual(dependencies[0].dependsOn, components.map((one) => one['bom-ref']));

  // Lit says in its code which version it is: another witness than the lockfile.
  const script = text('../dist/define-invite.js');
  const said = Object.fromEntries([...script.matchAll(/(litHtmlVersions|litElementVersions|reactiveElementVersions)\W.{0,12}?push\("([\d.]+)"\)/g)].map(([, of, version]) => [of, version]));
  assert.deepEqual(said, {
    litHtmlVersions: parts.get('lit-html')?.version,
    litElementVersions: parts.get('lit-element')?.version,
    reactiveElementVersions: parts.get('@lit/reactive-element')?.version,
  });

  // Whose code goes along, their licence goes along.
  const notices = text('../dist/THIRD-PARTY.txt');
  const carried = components.filter(({ type, name }) => type === 'library' && name !== 'emscripten');
  assert.deepEqual(
    [...notices.matchAll(/^(\S+) (\d\S*) \((.+)\)$/gm)].map(([, name, version, license]) => `${name} ${version} ${license}`).sort(),
    carried.map((one) => `${one.group ? `${one.group}/` : ''}${one.name} ${one.version} ${one.licenses[0].license.id}`).sort(),
  );
  for (const { name, type } of components.filter(({ hashes }) => !hashes)) assert.ok(type === 'data' || name === 'emscripten', name);
  assert.equal(parts.get('emscripten').version, text('../../emsdk-version.txt').trim());
  assert.match(text('../../core/src/phone_table.hpp'), new RegExp(`google-libphonenumber ${parts.get('google-libphonenumber').version.replaceAll('.', '\\.')}$`, 'm'));
});
