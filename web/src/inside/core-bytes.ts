import bytes from '../subshare-core.wasm';

export default bytes;
