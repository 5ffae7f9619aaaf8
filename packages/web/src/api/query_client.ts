import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './errors.ts';

/** One cache of answers for the whole page. */
export const queryClient = new QueryClient({
  defaultOptions: {
    // The server may stand on this machine or in this house: a browser that thinks it is offline asks it all the same,
    // and who presses Save is told when nobody answers.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      staleTime: 5_000,
      // A refusal stays a refusal; only what nobody answered, or what the server failed at, is worth a second try.
      retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status < 500),
    },
  },
});
