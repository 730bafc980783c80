const storageKey = 'halfhour.pair';
const hashPrefix = '#pair=';

/**
 * The pairing token of this browser: from the address it was opened with (`#pair=TOKEN`, kept from then on
 * and taken out of the address), else the one kept. Null where there is none.
 */
export function readPairToken(page: Pick<Window, 'location' | 'history' | 'localStorage'>): string | null {
  const { hash, pathname, search } = page.location;
  if (!hash.startsWith(hashPrefix)) return page.localStorage.getItem(storageKey);
  const token = decodeURIComponent(hash.slice(hashPrefix.length));
  page.localStorage.setItem(storageKey, token);
  page.history.replaceState(null, '', `${pathname}${search}#/`);
  return token;
}
