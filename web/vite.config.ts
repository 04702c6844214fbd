import { defineConfig } from 'vite';

/**
 * What almost every page uses travels in one file beside the shell, so that a first visit asks for
 * few files: the libraries, the state and the parts of the overview. The rest comes with its page.
 */
const core = new RegExp(
  [
    'node_modules/(@lit|lit|lit-html|lit-element|@tanstack)/',
    'web/(api|as-other|keys)\\.ts',
    'web/state/(address|client|links|overview|session|shortcuts|theme|view-as)\\.ts',
    'web/charts/lb-bars\\.ts',
    'web/ui/(base|berry|compare|control-styles|decimal|focused|format|ink)\\.ts',
    'web/ui/(link|sharing)-words\\.ts',
    'web/ui/lb-(amount|bank-accounts|bank-badge|button|category-mark|empty)\\.ts',
    'web/ui/lb-(fresh|icon|latest|month|notice|skeleton|toast)\\.ts',
    'rolldown/runtime|vite/preload-helper',
  ].join('|'),
);

const charts = new RegExp(
  [
    'node_modules/(d3-[a-z]+|internmap)/',
    'web/charts/',
    'web/pages/insights-',
    'web/state/(reports|selection|sums)\\.ts',
    'web/ui/report-words\\.ts',
  ].join('|'),
);

const small = new RegExp(
  [
    'web/state/(accounts|categories|category-choice|transaction-filter)\\.ts',
    'web/ui/(lb-chip|account-words)\\.ts',
    'lucide/dist/esm/icons/(arrow-left|rotate-cw|x)\\.',
  ].join('|'),
);

/** Where the server is while the interface is being worked on. */
const server = process.env['LEDGERBERRY_SERVER'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // Nothing may be inlined: the policy of our pages knows no data: fonts and no inline styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rolldownOptions: {
      input: ['index.html', 'link.html'].map((page) => `${import.meta.dirname}/${page}`),
      output: {
        codeSplitting: {
          groups: [
            { name: 'core', test: core, priority: 2 },
            // The overview asks for it where two members have connected one account.
            { name: 'joint', test: /web\/pages\/joint-notices\.ts/, priority: 2 },
            // The drawing of charts, and what stands around them on the pages that have some.
            { name: 'charts', test: charts, minShareCount: 2, priority: 2 },
            // The little that those pages need of what follows, lest they load all of it.
            { name: 'small', test: small, minShareCount: 2, priority: 2 },
            // What several of the other pages share, as one file instead of a dozen crumbs.
            { name: 'parts', test: /\/(web|lucide)\//, minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api/': { target: server, ws: true } } },
});
