// Copies the one borrowed script, the Socket.IO client, from node_modules to static/vendor (installed, never committed).
// Run by `npm run vendor`; says in one line what is missing.
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, '..', 'node_modules', 'socket.io-client', 'dist', 'socket.io.esm.min.js');
const target = join(here, 'vendor', 'socket.io.esm.min.js');

if (!existsSync(source)) {
  console.error('static/install.mjs: node_modules/socket.io-client is missing; run `npm ci` first.');
  process.exit(1);
}
mkdirSync(dirname(target), { recursive: true });
copyFileSync(source, target);
