// What the elements are to editors and to the documentation, from the comments on their classes: dist/custom-elements.json, and of it
// dist/html-data.json for Visual Studio Code and dist/web-types.json for JetBrains.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cli } from '@custom-elements-manifest/analyzer/cli.js';

const elements = ['invite', 'invitation', 'nets', 'distribution'];
const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const oneLine = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
const described = (list = []) =>
  [...list]
    .map(({ inheritedFrom: _, ...one }) => ({ ...one, ...(one.description === undefined ? {} : { description: oneLine(one.description) }) }))
    .sort((a, b) => (a.name ?? '').localeCompare(b.name ?? '', 'en'));
/** Only what the comments tell of: the analyser finds more, by where the sources dispatch. */
const given = (list) => described(list).filter(({ description }) => description);

/** The manifest of the four elements and their events, as those who use the package see them. */
export async function manifestOf(folder) {
  const { modules } = await cli({ argv: ['analyze', '--config', 'custom-elements-manifest.config.mjs'], cwd: folder, noWrite: true });
  const classOf = (file, name) => modules.find(({ path }) => path === file)?.declarations.find((one) => (name ? one.name === name : one.tagName));
  const public_ = [];
  for (const name of elements) {
    const found = classOf(`src/elements/${name}.ts`);
    if (!found) throw new Error(`src/elements/${name}.ts has no class with @element.`);
    const base = classOf('src/elements/base.ts', 'SubshareElement');
    const attributes = given([...base.attributes.filter((one) => !found.attributes?.some((own) => own.name === one.name)), ...(found.attributes ?? []).filter((one) => one.description)]);
    const properties = [...(found.members ?? []), ...base.members].filter(
      (one, i, all) => one.kind === 'field' && !one.static && !one.readonly && (one.privacy ?? 'public') === 'public' && !/^[#_]/.test(one.name) && one.type && all.findIndex((other) => other.name === one.name) === i,
    );
    const fields = new Map(properties.map((one) => [one.name, one]));
    const known = (type) => ({ text: type.text.replace(/ \| (undefined|null)/g, '') });
    const own = attributes.filter(({ name: attribute }) => (attribute === 'decline-url' ? name === 'invitation' : true));
    const declaration = {
      kind: 'class', name: found.name, tagName: found.tagName, customElement: true,
      description: found.description.split('\n\n').map(oneLine).join('\n\n'),
      superclass: { name: 'HTMLElement' },
      attributes: own.map((one) => ({ name: one.name, type: known(one.type), fieldName: camel(one.name), description: one.description })),
      members: [
        ...own.map((one) => ({ kind: 'field', name: camel(one.name), attribute: one.name, type: fields.get(camel(one.name))?.type ?? one.type, description: one.description })),
        ...properties.filter((one) => one.description && !own.some((attribute) => camel(attribute.name) === one.name))
          .map((one) => ({ kind: 'field', name: one.name, type: one.type, description: oneLine(one.description) })),
      ].sort((a, b) => a.name.localeCompare(b.name, 'en')),
    };
    for (const what of ['slots', 'events', 'cssParts', 'cssProperties']) declaration[what] = given([...(found[what] ?? []), ...(what === 'slots' ? [] : (base[what] ?? []))]).filter((one, i, all) => all.findIndex((other) => other.name === one.name) === i);
    const path = `dist/npm/${name}.js`;
    public_.push({
      kind: 'javascript-module', path, declarations: [declaration],
      exports: [
        { kind: 'js', name: found.name, declaration: { name: found.name, module: path } },
        { kind: 'custom-element-definition', name: found.tagName, declaration: { name: found.name, module: path } },
      ],
    });
  }
  const events = modules.find(({ path }) => path === 'src/events.ts').declarations.filter(({ name }) => /^(?!Subshare).*Event$/.test(name));
  const path = 'dist/npm/events.js';
  public_.push({
    kind: 'javascript-module', path,
    declarations: events.map(({ name, description }) => ({ kind: 'class', name, description: oneLine(description), superclass: { name: 'Event' } })),
    exports: events.map(({ name }) => ({ kind: 'js', name, declaration: { name, module: path } })),
  });
  return { schemaVersion: '1.0.0', readme: '', modules: public_ };
}

const all = (manifest) => manifest.modules.flatMap(({ declarations }) => declarations.filter((one) => one.tagName));

function htmlData(manifest) {
  return {
    version: 1.1,
    tags: all(manifest).map(({ tagName, description, attributes }) => ({
      name: tagName, description,
      attributes: attributes.map(({ name, type, description: text }) => ({ name, description: text, ...(type.text === 'boolean' ? { valueSet: 'v' } : {}) })),
    })),
  };
}

function webTypes(manifest, version) {
  return {
    $schema: 'https://json.schemastore.org/web-types', name: 'subshare', version, 'description-markup': 'markdown',
    contributions: {
      html: {
        elements: all(manifest).map((one) => ({
          name: one.tagName, description: one.description,
          attributes: one.attributes.map(({ name, type, description }) => ({ name, description, value: { type: type.text, ...(type.text === 'boolean' ? { kind: 'no-value' } : {}) } })),
          slots: one.slots.map(({ name, description }) => ({ name, description })),
          js: { events: one.events.map(({ name, description }) => ({ name, description })), properties: one.members.map(({ name, type, description }) => ({ name, description, type: type.text })) },
          css: {
            parts: one.cssParts.map(({ name, description }) => ({ name, description })),
            properties: one.cssProperties.map(({ name, description, default: by }) => ({ name, description, default: by })),
          },
        })),
      },
    },
  };
}

/** `folder` has the sources, `dist` takes the three files. */
export async function writeManifest({ folder, dist, version }) {
  const manifest = await manifestOf(folder);
  for (const [name, content] of Object.entries({ 'custom-elements': manifest, 'html-data': htmlData(manifest), 'web-types': webTypes(manifest, version) })) {
    writeFileSync(join(dist, `${name}.json`), `${JSON.stringify(content, null, 2)}\n`);
  }
}
