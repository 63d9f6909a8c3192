// As Cloudflare's Workers run it. Settings come with the first request.
import { createFront } from 'subshare/server';
import { optionsFrom } from './options.mjs';

let front;
export default {
  fetch(request, settings) {
    front ??= createFront(optionsFrom((name) => settings[name]));
    return front(request);
  },
};
