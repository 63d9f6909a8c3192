// What build.mjs makes of an import of a wasm file: its bytes.
declare module '*.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

declare module '*.wasm.base64' {
  const coded: string;
  export default coded;
}
