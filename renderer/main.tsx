// First, because each table refines it by rules of the same weight.
import './ui/table.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { openSession } from './api/open-session.ts';
import { browserClock } from './api/page-clock.ts';
import { reportErrors } from './api/report-errors.ts';
import { configureValidation } from './api/validation.ts';
import { App } from './app/App.tsx';
import { createBerthApp } from './app/model/berth-app.ts';
import { BerthContext } from './app/use-berth.ts';
import { systemOfBrowser } from './features/keys/system-of-browser.ts';
import { ErrorBoundary } from './ui/ErrorBoundary.tsx';
import { colorSchemeManager, cssVariables, theme } from './ui/theme.ts';
import './ui/mantine.css';
import './ui/tokens.css';
import './ui/base.css';
import './ui/controls.css';
import './ui/marks.css';

configureValidation();

const session = openSession();
const report = reportErrors(session, window);
const app = createBerthApp({
  session,
  clock: browserClock,
  storage: window.localStorage,
  makeTabId: () => `tab-${crypto.randomUUID()}`,
  isVisible: () => document.visibilityState === 'visible',
  isLookedAt: () => document.hasFocus(),
  system: systemOfBrowser(window.navigator),
  isSafe: new URLSearchParams(window.location.search).has('safe'),
  notification: 'Notification' in window ? window.Notification : undefined,
  onVisible(listener) {
    document.addEventListener('visibilitychange', listener);
    return () => document.removeEventListener('visibilitychange', listener);
  },
});

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root');
// What a boundary caught is a bug all the same.
const onCaughtError = (error: unknown) => report('drawing', error);
createRoot(root, { onCaughtError }).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
    >
      <ErrorBoundary name="Berth">
        <BerthContext value={app}>
          <App />
        </BerthContext>
      </ErrorBoundary>
    </MantineProvider>
  </StrictMode>,
);
