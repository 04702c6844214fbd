import { defineConfig } from 'vite';

/** Where the server is while the interface is being worked on. */
const server = process.env['LEDGERBERRY_SERVER'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Nothing may be inlined: the policy of our pages knows no data: fonts and no inline styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rolldownOptions: {
      input: ['index.html', 'link.html'].map((page) => `${import.meta.dirname}/${page}`),
    },
  },
  server: { proxy: { '/api/': { target: server, ws: true } } },
});
