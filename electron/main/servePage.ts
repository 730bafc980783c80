import { net, protocol, session } from 'electron';
import { contentSecurityPolicy } from '#electron/bridge/contentSecurityPolicy.ts';
import { readStaticFile } from '#electron/bridge/readStaticFile.ts';
import { isOwnPage } from './navigationPolicy.ts';
import { isPermissionGranted } from './permissionPolicy.ts';

/** Must be called before the application is ready: makes `app:` a real origin (IndexedDB, workers, fetch). */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** Serves the built page at `app://halfhour`, or passes on to the development server at `devUrl`. */
export function servePage(rendererFolder: string, devUrl: string | null): void {
  protocol.handle('app', async (request) => {
    if (!isOwnPage(request.url)) return new Response('Not found.', { status: 404 });
    const path = new URL(request.url).pathname;
    if (devUrl !== null) return net.fetch(new URL(path, devUrl).href);
    const file = await readStaticFile(rendererFolder, path);
    if (!file) return new Response('Not found.', { status: 404 });
    return new Response(new Uint8Array(file.bytes), {
      headers: {
        'content-type': file.contentType,
        'content-security-policy': contentSecurityPolicy(),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      },
    });
  });
}

/** Gives the page the camera and little else; every other request of any page is refused. */
export function guardPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const mediaTypes = 'mediaTypes' in details ? details.mediaTypes : undefined;
    answer(isPermissionGranted(permission, details.requestingUrl, mediaTypes));
  });
  session.defaultSession.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    isPermissionGranted(permission, requestingOrigin, details.mediaType ? [details.mediaType] : []),
  );
  session.defaultSession.setDevicePermissionHandler(() => false);
}
