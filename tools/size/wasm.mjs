// The functions of a wasm file with their sizes and names, from its code section and its name section
// (WebAssembly core specification, 5.5 and 7.4.1).

const sections = { custom: 0, import: 2, code: 10 };
const functionNames = 1; // subsection of the name section

class Reader {
  constructor(bytes, at = 0, end = bytes.length) {
    Object.assign(this, { bytes, at, end });
  }
  byte() {
    return this.bytes[this.at++];
  }
  // Unsigned LEB128.
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }
  text() {
    const length = this.number();
    this.at += length;
    return new TextDecoder().decode(this.bytes.subarray(this.at - length, this.at));
  }
  part() {
    const length = this.number();
    const part = new Reader(this.bytes, this.at, this.at + length);
    this.at += length;
    return part;
  }
  get done() {
    return this.at >= this.end;
  }
}

function countImportedFunctions(section) {
  let functions = 0;
  const limits = () => {
    const flags = section.byte();
    section.number();
    if (flags & 1) section.number();
  };
  for (let left = section.number(); left > 0; --left) {
    section.text();
    section.text();
    switch (section.byte()) {
      case 0: // function
        section.number();
        ++functions;
        break;
      case 1: // table
        section.byte();
        limits();
        break;
      case 2: // memory
        limits();
        break;
      default: // global
        section.at += 2;
    }
  }
  return functions;
}

function readNames(section, names) {
  while (!section.done) {
    const kind = section.byte();
    const part = section.part();
    if (kind !== functionNames) continue;
    for (let left = part.number(); left > 0; --left) names.set(part.number(), part.text());
  }
}

// The standard library's spellings of what everybody calls by a shorter name.
function shorten(name) {
  return name
    .replaceAll('std::__2::', 'std::')
    .replaceAll(/\[abi:\w+\]/g, '')
    .replaceAll('std::basic_string<char, std::char_traits<char>, std::allocator<char>>', 'std::string')
    .replaceAll('std::basic_string_view<char, std::char_traits<char>>', 'std::string_view')
    .replaceAll(/, std::allocator<[^<>]*(<[^<>]*>)?>/g, '')
    .replaceAll('(anonymous namespace)::', '')
    .slice(0, 140);
}

// Whose code it is: by the first namespace in the name that is not only an argument's.
function groupOf(name) {
  const head = name.replace(/\(.*$/, '');
  if (/emscripten::internal|^embind_/.test(head)) return 'embind';
  if (/^(\w+ )*(std::|decltype\(auto\) std|operator)/.test(head) || /^\S* ?std::/.test(head)) return 'C++ standard library';
  if (head.includes('subshare::json')) return 'core: JSON';
  if (head.includes('subshare::module')) return 'wasm';
  if (head.includes('subshare::')) return 'core';
  if (head.includes('emscripten::')) return 'embind';
  return 'C library and memory';
}

export function wasmFunctions(bytes) {
  const file = new Reader(bytes, 8); // behind magic and version
  const names = new Map();
  let imported = 0;
  let lengths = [];
  while (!file.done) {
    const kind = file.byte();
    const section = file.part();
    if (kind === sections.import) {
      imported = countImportedFunctions(section);
    } else if (kind === sections.code) {
      lengths = Array.from({ length: section.number() }, () => {
        const body = section.part();
        return body.end - body.at;
      });
    } else if (kind === sections.custom && section.text() === 'name') {
      readNames(section, names);
    }
  }
  return lengths
    .map((length, i) => {
      const name = shorten(names.get(imported + i) ?? '(no name)');
      return { name, group: groupOf(name), bytes: length };
    })
    .sort((a, b) => b.bytes - a.bytes);
}
