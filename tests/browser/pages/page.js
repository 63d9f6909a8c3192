// Makes the page's element. Every parameter of the page that begins with `set-` is an attribute: `?set-product-code=FAM`. What happens is
// written down in `window.happened`, as a publisher's own script would hear it.
const { api, element: name } = document.body.dataset;
const parameters = new URLSearchParams(location.search);
const attributes = {
  'base-url': api,
  'user-token-url': '/subshare/token',
  'login-url': '/login?return={returnUrl}',
  'decline-url': '/subshare/decline',
  'landing-url': `${location.origin}/invitation.html?code={shareCode}`,
  'product-code': 'NAT',
};
for (const [parameter, value] of parameters) {
  if (parameter.startsWith('set-')) attributes[parameter.slice(4)] = value;
  if (parameter === 'lang') document.documentElement.lang = value;
}
window.happened = [];
for (const what of ['opened', 'ready', 'invited', 'accepted', 'declined', 'ended', 'full', 'nets-changed', 'distribution-changed', 'failed', 'login-needed']) {
  document.addEventListener(`subshare-${what}`, (event) => window.happened.push({ type: event.type, ...event, isTrusted: undefined }));
}
for (let i = 0; i < Number(parameters.get('times') ?? 1); ++i) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  document.querySelector('main').append(element);
}
