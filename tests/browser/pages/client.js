// A publisher's own script with a client: `window.client`. `useClient` makes another, with other options; `clientToken` is one for
// declining without the publisher's route.
import { createClient } from '/subshare/dist/index.js';

const { api } = document.body.dataset;

window.useClient = ({ clientToken, ...options } = {}) => {
  const user = async () => (await (await fetch('/subshare/token')).json()).access_token;
  window.client?.close();
  window.client = createClient({
    baseUrl: api,
    tokens: clientToken ? { user, client: () => clientToken } : '/subshare/token',
    ...(clientToken ? {} : { declineUrl: '/subshare/decline' }),
    ...options,
  });
};
window.useClient();
