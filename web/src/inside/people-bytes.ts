import bytes from '../subshare-people.wasm';

export default bytes;
