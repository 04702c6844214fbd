import { join } from 'node:path';
import { build } from 'vite';

/**
 * Bundles a program of the server with everything it imports into `<name>.mjs`: no node_modules
 * where it runs, half the memory, a quicker start. What it imports only when first needed lies
 * beside it, and costs nothing until then.
 */
export async function bundleServer(
  root: string,
  outDir: string,
  name: string,
  entry: string,
): Promise<void> {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input: { [name]: join(root, entry) },
        // Native extras that these packages use where somebody has installed them.
        external: ['pg-native', 'bufferutil', 'utf-8-validate'],
        output: { entryFileNames: '[name].mjs', chunkFileNames: `${name}-[name].mjs` },
      },
    },
  });
}
