import { nextTick, onMounted } from 'vue';
import DefaultTheme from 'vitepress/theme';
import ThemeGallery from './ThemeGallery.vue';
import './site.css';

/** The first page and the one for what is not there have no main of their own: their content is it. */
async function mark() {
  await nextTick();
  const content = globalThis.document?.getElementById('VPContent');
  if (content?.querySelector('main')) content.removeAttribute('role');
  else content?.setAttribute('role', 'main');
}

export default {
  extends: DefaultTheme,
  setup: () => onMounted(mark),
  enhanceApp({ app, router }) {
    app.component('ThemeGallery', ThemeGallery);
    router.onAfterRouteChanged = mark;
  },
};
