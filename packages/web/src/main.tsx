import './no_eval.ts';
import './components/somebody.ts';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './styles/app.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { forgetEarlySession } from './api/early_session.ts';
import { queryClient } from './api/query_client.ts';
import { watchForLostSession } from './api/session.ts';
import { Toaster } from './components/ui/toast.tsx';
import { TooltipProvider } from './components/ui/tooltip.tsx';
import { createAppRouter } from './router.tsx';

const router = createAppRouter(queryClient);

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
  interface HistoryState {
    /** Cursors of the pages before this one, of a list that is read page by page. */
    cursors?: string[];
  }
}

watchForLostSession();
fetchCodeOfPage();

// What the document shows stays until the page that takes its place is there.
void router
  .load()
  .catch(() => undefined)
  .then(() => {
    forgetEarlySession();
    draw();
  });

/** In a transition: drawn in small pieces, so that a slow phone hears who touches it meanwhile. */
function draw(): void {
  const page = createRoot(document.getElementById('root')!);
  startTransition(() => {
    page.render(
      <StrictMode>
        <QueryClientProvider client={queryClient}>
          <TooltipProvider delayDuration={400} skipDelayDuration={200}>
            <RouterProvider router={router} />
            <Toaster />
          </TooltipProvider>
        </QueryClientProvider>
      </StrictMode>,
    );
  });
}

/** The code of the page that is asked for comes while it is found out who is asking, not after. */
function fetchCodeOfPage(): void {
  for (const { routeId } of router.matchRoutes(router.latestLocation))
    void router
      .loadRouteChunk(router.routesById[routeId as keyof typeof router.routesById])
      ?.catch(() => undefined);
}
