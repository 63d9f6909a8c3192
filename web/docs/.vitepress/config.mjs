// The site. It is built from a folder that make.mjs puts together: what stands in web/docs, and the pages that are made from the sources.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitepress';

const repo = process.env.SUBSHARE_REPO;
const made = JSON.parse(readFileSync(process.env.SUBSHARE_MADE, 'utf8'));
const pages = (...all) => all.map(([text, link]) => ({ text, link }));

/** Tables of three columns and more: on a phone a row is a card, in which each cell says what it is. */
function stacks({ tokens }) {
  let rows = [];
  let heads = [];
  let column = 0;
  tokens.forEach((token, i) => {
    if (token.type === 'table_open') [rows, heads] = [[], []];
    else if (token.type === 'th_open') heads.push(tokens[i + 1].content);
    else if (token.type === 'tr_open') [column] = [0, rows.push(token)];
    else if (token.type === 'td_open') token.attrSet('data-label', heads[column++] ?? '');
    // The table's own tag is written by VitePress, without a class.
    else if (token.type === 'table_close' && heads.length > 2) rows.forEach((row) => row.attrJoin('class', 'stacks'));
  });
}

export default defineConfig({
  title: 'Subshare',
  description: 'Readers share their subscription, on your own pages.',
  lang: 'en',
  outDir: join(repo, 'build/docs/site'),
  cacheDir: join(repo, 'build/docs/cache'),
  // A guide's own newspaper is there, for whoever follows it.
  ignoreDeadLinks: [/^http:\/\/localhost:8080\//],
  head: [
    ['link', { rel: 'icon', href: 'data:,' }],
    ['meta', { name: 'referrer', content: 'same-origin' }],
  ],
  markdown: { theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' }, config: (md) => md.core.ruler.push('stacks', stacks) },
  // The first page and the one for what is not there have no main of their own; the theme sees to it afterwards.
  transformHtml: (html) => (html.includes('<main') ? undefined : html.replace('id="VPContent"', 'id="VPContent" role="main"')),
  // Elements in the text are those that are shown; none is a component of Vue's.
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('subshare-') } } },
  vite: {
    logLevel: 'warn',
    resolve: { alias: [{ find: /^@subshare\/(.*)$/, replacement: join(repo, 'web/dist/npm/$1') }, { find: /^@themes\/(.*)$/, replacement: join(repo, 'web/demo/gallery/themes/$1') }] },
    build: { chunkSizeWarningLimit: 2000 },
  },
  themeConfig: {
    search: { provider: 'local', options: { detailedView: false } },
    notFound: { title: 'There is no such page', quote: 'It may have another name now: look for it above, or begin anew.', linkText: 'To the first page', linkLabel: 'To the first page' },
    outline: { level: [2, 3], label: 'On this page' },
    docFooter: { prev: 'Before this', next: 'Next' },
    nav: pages(['Start', '/guide/embed'], ['Elements', '/reference/invite'], ['JavaScript', made.js[0].link], ['Errors', '/guide/errors']),
    sidebar: [
      {
        text: 'Begin',
        items: pages(
          ['Embed in ten minutes', '/guide/embed'], ['With a bundler', '/guide/bundler'], ['React', '/guide/react'], ['Next.js', '/guide/next'], ['Vue', '/guide/vue'],
          ['Svelte', '/guide/svelte'], ['Angular', '/guide/angular'], ['Astro', '/guide/astro'],
        ),
      },
      {
        text: 'On your server',
        items: pages(
          ['The front', '/guide/front'], ['WordPress and plain PHP', '/guide/php'], ['nginx', '/guide/nginx'], ['Without a front', '/guide/without-front'],
          ['Rate limits and campaigns', '/guide/campaigns'],
        ),
      },
      {
        text: 'Make it yours',
        items: pages(
          ['Theming', '/guide/theming'], ['Languages and own words', '/guide/languages'], ['Consents', '/guide/consents'], ['Companies', '/guide/companies'],
          ['In your page', '/guide/page'], ['Browsers', '/guide/browsers'], ['Sooner', '/guide/sooner'],
        ),
      },
      {
        text: 'Run it',
        items: pages(
          ['Policies and integrity', '/guide/csp'], ['Security', '/guide/security'], ['Errors and what they mean', '/guide/errors'], ['Events and analytics', '/guide/events'],
          ['Upgrading', '/guide/upgrading'], ['Changes', '/guide/changelog'], ['Performance', '/guide/performance'],
        ),
      },
      {
        text: 'Develop',
        items: pages(['Against the sandbox', '/guide/sandbox'], ['Tests of your page', '/guide/testing'], ['Without elements', '/guide/client'], ['Subshare for C++', '/guide/cpp']),
      },
      { text: 'Elements', items: made.elements.map(({ tag, link }) => ({ text: tag, link })) },
      { text: 'Reference', items: [...made.js, { text: 'What it was tried in', link: '/reference/matrix' }] },
    ],
  },
});
