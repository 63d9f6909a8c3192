// What most bundlers make of an import of a wasm file: its address, for `wasm-url`.
declare const url: string;
export default url;
