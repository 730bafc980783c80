import { isOwnPage } from './navigationPolicy.ts';

/** What the page may ask of the computer: the camera for scanning, full screen, keeping the screen on, copying. */
const granted = new Set(['fullscreen', 'clipboard-sanitized-write', 'screen-wake-lock', 'persistent-storage']);

/** Whether the page at `url` gets a permission. `mediaTypes`: what a `media` request wants; only the camera is given, never the microphone. */
export function isPermissionGranted(permission: string, url: string, mediaTypes: readonly string[] = []): boolean {
  if (!isOwnPage(url)) return false;
  if (permission === 'media') return mediaTypes.length > 0 && mediaTypes.every((type) => type === 'video');
  return granted.has(permission);
}
