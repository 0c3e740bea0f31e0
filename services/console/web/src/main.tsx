import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { ApiFault, SignedOut } from './api/session';
import { App } from './App';
import { FEATURES } from './features/features';
import { frameWords } from './frame/dictionary';
import { startLanguages } from './i18n/start';
import { AppearanceProvider } from './theme/appearance';
import { sharedWords } from './words/dictionary';
import './features/features.css';
import './frame/frame.css';
import './parts/parts.css';
import './theme/base.css';
import './theme/phone.css';

const isFinal = (error: unknown) =>
  error instanceof SignedOut || (error instanceof ApiFault && error.status >= 400 && error.status < 500);

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      retry: (failures, error) => !isFinal(error) && failures < 2,
      refetchOnWindowFocus: true,
    },
  },
});

for (const { start } of FEATURES) start?.(queries);

const started = startLanguages([sharedWords, frameWords, ...FEATURES.map(({ words }) => words)]);

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
// Without the words of the language the page appears in English.
void started
  .catch(() => undefined)
  .then(() =>
    createRoot(root).render(
      <StrictMode>
        <QueryClientProvider client={queries}>
          <AppearanceProvider>
            <BrowserRouter>
              <App />
            </BrowserRouter>
          </AppearanceProvider>
        </QueryClientProvider>
      </StrictMode>,
    ),
  );
