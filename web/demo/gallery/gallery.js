// Puts the tiles up, brings each into its state as a person would, and lets the bar change how all of them look.
import '/subshare/dist/define-invite.js';
import '/subshare/dist/define-invitation.js';
import '/subshare/dist/define-nets.js';
import '/subshare/dist/define-distribution.js';
import { addLocale } from '/subshare/dist/index.js';
import { groups } from './tiles.js';

const bar = document.getElementById('bar');
const main = document.getElementById('main');
const { api } = document.body.dataset;
const never = () => new Promise(() => {});

// All tiles are on one page, and some show the same product: with a storage, one would take up what was typed in another.
Object.defineProperty(window, 'sessionStorage', { get: () => { throw new DOMException('Not in the gallery.', 'SecurityError'); } });
// A request that is lost is taken for a lost connection. Only the tile that shows just this loses one.
Object.defineProperty(navigator, 'onLine', { get: () => false });
// A language whose file does not come.
addLocale('art', never);

function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

// --- Into its state.

/** What `find` finds in the tree, as soon as it does. */
function until(root, find) {
  return new Promise((resolve) => {
    const look = () => {
      const found = find();
      if (!found) return;
      observer.disconnect();
      resolve(found);
    };
    const observer = new MutationObserver(look);
    observer.observe(root, { subtree: true, childList: true, attributes: true });
    look();
  });
}

async function stage(element, { steps = [], reached }) {
  const root = element.shadowRoot;
  const find = (selector) => until(root, () => root.querySelector(selector));
  for (const { press, type, file, into } of steps) {
    if (file) {
      const field = await find(into);
      const given = new DataTransfer();
      // As all files of spreadsheets begin.
      given.items.add(new File(['PK\u0003\u0004'], file));
      field.files = given.files;
      field.dispatchEvent(new Event('change'));
      continue;
    }
    if (press) (await find(`${press}:not([aria-disabled=true])`)).click();
    else {
      const field = await find(into);
      field.value = type;
      field.dispatchEvent(new Event('input'));
      field.dispatchEvent(new Event('change'));
    }
    // As far as a person gets before the next step: it has been drawn.
    await element.updateComplete;
  }
  await find(reached);
}

// --- On the wall.

function elementOf(group, tile) {
  const element = make(group.element, {
    'base-url': `${api}/rehearsal${tile.way ? `/${tile.way}` : ''}`,
    // Elements with one token URL share one list: the tiles do not, or what is done in one would show in all.
    'user-token-url': `/rehearsal/token/${tile.as ?? group.as}?tile=${tile.id}`,
    'login-url': '/login?return={returnUrl}',
    lang: tile.hold === 'language' ? 'art' : bar.elements.lang.value,
    ...group.attributes,
    ...tile.attributes,
  });
  if (tile.hold === 'token') element.tokens = { user: never };
  if (tile.picture) {
    element.append(
      make('img', { src: '/fjord.svg', alt: '', width: 1200, height: 560 }),
      make('p', { class: 'offer' }, 'Every morning at six, with the crossword and the weekend magazine.'),
    );
  }
  if (tile.consents) {
    element.consents = () => [
      { id: 'terms', required: true, text: 'I agree to the terms of Fjordposten Kultur.', url: '/article.en.html' },
      { id: 'offers', text: 'May Fjordposten send you news about offers by e-mail?' },
    ];
  }
  return element;
}

function hang(group, tile) {
  const element = elementOf(group, tile);
  const article = make(
    'article',
    { class: tile.wide ? 'tile wide' : 'tile', id: tile.id, 'aria-labelledby': `${tile.id}-title` },
    make('h3', { id: `${tile.id}-title` }, make('a', { href: `#${tile.id}` }, tile.title)),
    ...(tile.note ? [make('p', { class: 'note' }, tile.note)] : []),
    make('div', { class: 'stage', dir: tile.dir }, element),
  );
  // Until it is in its state nobody can come in between, nor can it take the focus from where the person is.
  element.inert = true;
  // "Copy link" would put the link on the clipboard of whoever looks at the gallery.
  if (tile.steps?.some(({ press }) => press?.includes('data-do=link'))) withoutClipboard(element);
  const loginNeeded = (event) => event.preventDefault();
  element.addEventListener('subshare-login-needed', loginNeeded);
  element.addEventListener('subshare-opened', () => {
    void stage(element, tile).then(() => {
      element.removeEventListener('subshare-login-needed', loginNeeded);
      element.inert = false;
      article.dataset.reached = '';
    });
  });
  return article;
}

function withoutClipboard(element) {
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined });
  void until(element.shadowRoot ?? element, () => element.shadowRoot?.querySelector('.panel')).then(() => delete navigator.clipboard);
}

for (const group of groups) {
  main.append(
    make(
      'section',
      { id: group.id, 'aria-labelledby': `${group.id}-title` },
      make('h2', { id: `${group.id}-title` }, group.title),
      make('p', { class: 'tag' }, make('code', {}, `<${group.element}>`)),
      make('div', { class: 'wall' }, ...group.tiles.map((tile) => hang(group, tile))),
    ),
  );
}

// --- The bar. What is chosen stands in the address, so that it can be passed on.

function apply() {
  const { theme, lang, scheme, dir } = Object.fromEntries(new FormData(bar));
  for (const link of document.querySelectorAll('link[data-theme]')) link.media = link.dataset.theme === theme ? 'all' : 'not all';
  document.documentElement.dataset.scheme = scheme;
  main.dir = dir;
  for (const { element } of groups) {
    for (const one of main.querySelectorAll(`${element}:not([lang=art])`)) one.lang = lang;
  }
}

for (const [name, value] of new URLSearchParams(location.search)) {
  const control = bar.elements[name];
  if (control && [...control.options].some((option) => option.value === value)) control.value = value;
}
apply();
bar.addEventListener('change', () => {
  apply();
  const chosen = new URLSearchParams(new FormData(bar));
  history.replaceState(null, '', `?${chosen}${location.hash}`);
});
// The tiles were not there yet when the browser looked for the anchor.
if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
