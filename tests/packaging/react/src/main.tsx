import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { pages } from './pages';

const Page = pages[new URLSearchParams(location.search).get('page') ?? 'share']!;

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
