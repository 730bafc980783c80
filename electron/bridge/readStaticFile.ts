import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

/** A file of the built page, ready to be sent. */
export type StaticFile = { readonly bytes: Buffer; readonly contentType: string; readonly cacheControl: string };

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * Reads the file a URL path names below `folder`; paths without a file ending are the page itself (its router reads the path).
 * Null where there is none, or where the path would leave the folder.
 */
export async function readStaticFile(folder: string, urlPath: string): Promise<StaticFile | null> {
  const name = fileNameOf(urlPath);
  if (name === null) return null;
  const isPage = extname(name) === '';
  const path = join(folder, isPage ? 'index.html' : name);
  if (!path.startsWith(normalize(folder + sep))) return null;
  const contentType = contentTypes[extname(path).toLowerCase()];
  if (contentType === undefined) return null;
  try {
    return { bytes: await readFile(path), contentType, cacheControl: cacheControlOf(name) };
  } catch {
    return null;
  }
}

function fileNameOf(urlPath: string): string | null {
  try {
    const name = normalize(decodeURIComponent(urlPath));
    return name.includes('\0') || name.split(/[\\/]/).includes('..') ? null : name;
  } catch {
    return null;
  }
}

/** Names with a content hash never change; everything else is asked for again each time. */
function cacheControlOf(name: string): string {
  return /[-.][A-Za-z0-9_-]{8,}\.[a-z0-9]+$/.test(name) && name.includes('assets') ? 'public, max-age=31536000, immutable' : 'no-cache';
}
