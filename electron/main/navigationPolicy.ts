/** Origin of the page in the desktop application, and its address. */
export const pageOrigin = 'app://halfhour';
export const pageUrl = `${pageOrigin}/index.html`;

/** Whether a window may go to an address: only within the page. */
export function isOwnPage(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === 'app:' && host === 'halfhour' && username === '' && password === '';
}

/** What becomes of an address that wants a new window: only https goes to the person's browser, everything else nowhere. */
export function openWindowPlan(url: string): 'browser' | 'nowhere' {
  if (!URL.canParse(url)) return 'nowhere';
  const { protocol, username, password } = new URL(url);
  return protocol === 'https:' && username === '' && password === '' ? 'browser' : 'nowhere';
}
