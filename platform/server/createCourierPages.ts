import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Hono } from 'hono';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};
/** Names the build gives; nothing else is looked for. */
const assetName = /^[A-Za-z0-9_.-]{1,120}$/;
const safety = {
  'content-security-policy':
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(self), geolocation=(self), microphone=()',
};

/** The courier's page at `/courier/` from the folder of the built pages; without a build it says what to run. */
export function createCourierPages(pagesFolder: string): Hono {
  const pages = new Hono();
  const send = async (name: string) => {
    const contentType = contentTypes[path.extname(name)];
    const bytes = contentType === undefined ? null : await readFile(path.join(pagesFolder, name)).catch(() => null);
    return bytes === null ? null : { bytes: new Uint8Array(bytes), headers: { ...safety, 'content-type': contentType! } };
  };
  pages.get('/courier', (c) => c.redirect(`/courier/${new URL(c.req.url).search}`));
  pages.get('/courier/', async (c) => {
    const page = await send('courier.html');
    if (page === null) return c.text('The pages are not built: run "npm run build:renderer".\n', 404);
    return c.body(page.bytes, 200, page.headers);
  });
  pages.get('/courier/:asset', async (c, next) => {
    const name = c.req.param('asset');
    const file = assetName.test(name) ? await send(name) : null;
    return file === null ? next() : c.body(file.bytes, 200, file.headers);
  });
  pages.get('/courier/assets/:asset', async (c, next) => {
    const name = c.req.param('asset');
    const file = assetName.test(name) ? await send(path.join('assets', name)) : null;
    return file === null ? next() : c.body(file.bytes, 200, { ...file.headers, 'cache-control': 'public, max-age=31536000, immutable' });
  });
  return pages;
}
