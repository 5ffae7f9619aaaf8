import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressedFiles } from './build/compressed_files.ts';
import { latePatterns } from './build/late_patterns.ts';
import { lightContract } from './build/light_contract.ts';
import { pagesAhead } from './build/pages_ahead.ts';
import { sharedWorkers } from './build/shared_workers.ts';
import { stylesFirst } from './build/styles_first.ts';

/** Where `vite dev` finds the server. */
const server = process.env.MILLRACE_DEV_SERVER ?? 'http://127.0.0.1:3000';

/** Parts that no first page draws. */
const laterPart =
  /packages[\\/]web[\\/]src[\\/](api[\\/](live|use_live)|components[\\/](workflow_picker|ui[\\/](checkbox|combobox|duration|point_menu|tabs|textarea|toast_list)))\.tsx?$/;
const part = /packages[\\/]web[\\/]src[\\/](api[\\/]|components[\\/](ui[\\/]|[a-z_]+\.tsx?$))/;

export default defineConfig({
  plugins: [
    sharedWorkers(),
    latePatterns(),
    lightContract(),
    react(),
    tailwindcss(),
    stylesFirst(),
    pagesAhead(),
    compressedFiles(),
  ],
  build: {
    outDir: 'dist',
    // Files, never data: URLs: the content security policy allows only our own origin.
    assetsInlineLimit: 0,
    // The compressed size of the first load is what matters; the editor and the charts are chunks of their own.
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Of many small files one: a browser fetches six at a time. What workers need too stays apart from what draws pages.
          groups: [
            {
              name: 'core',
              test: /packages[\\/]core[\\/]src|node_modules[\\/]zod|packages[\\/]web[\\/]src[\\/]no_eval/,
              priority: 4,
              entriesAware: true,
            },
            {
              name: 'words',
              test: /packages[\\/]web[\\/]src[\\/](strings[\\/]|components[\\/]format\.ts$)/,
              priority: 3,
              entriesAware: true,
            },
            { name: 'icons', test: /node_modules[\\/]lucide-react/, priority: 2 },
            { name: 'parts', test: (id) => part.test(id) && !laterPart.test(id), priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: server, ws: true },
      '/hooks': { target: server },
      '/resume': { target: server },
      '/approve': { target: server },
    },
  },
});
