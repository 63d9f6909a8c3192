// The same on the edge runtime.
export { default } from '../page';

export const runtime = 'edge';
