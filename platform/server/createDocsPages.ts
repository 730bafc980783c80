import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Hono } from 'hono';
import { createOpenApiDocument } from './createOpenApiDocument.ts';

const assets: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Halfhour platform</title><link rel="stylesheet" href="/docs/swagger-ui.css"><link rel="icon" href="/docs/favicon-32x32.png"></head>
<body><div id="ui"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body>
</html>
`;
const startScript = `window.ui = SwaggerUIBundle({ url: '/openapi.json', dom_id: '#ui', deepLinking: true });\n`;

/** `/openapi.json` and a page to browse it at `/docs`; nothing is loaded from elsewhere. */
export function createDocsPages(version: string): Hono {
  const folder = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  let made: Promise<unknown> | null = null;
  const pages = new Hono();
  pages.get('/openapi.json', async (c) => c.json((await (made ??= createOpenApiDocument(version))) as object));
  pages.get('/docs', (c) => c.html(page));
  pages.get('/docs/start.js', (c) => c.body(startScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }));
  pages.get('/docs/:asset', async (c, next) => {
    const contentType = assets[c.req.param('asset')];
    if (contentType === undefined) return next();
    const bytes = await readFile(path.join(folder, c.req.param('asset')));
    return c.body(new Uint8Array(bytes), 200, { 'content-type': contentType, 'cache-control': 'public, max-age=86400' });
  });
  return pages;
}
