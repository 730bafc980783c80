const drawn = import.meta.glob<string>('#resources/demoSite/pictures/*.svg', { eager: true, query: '?url', import: 'default' });
const urlByName = new Map(Object.entries(drawn).map(([path, url]) => [path.replace(/^.*\/|\.svg$/g, ''), url]));

/** Address of a SKU's picture, or null where there is none. */
export function pictureUrlOf(picture: string | undefined): string | null {
  return picture === undefined ? null : (urlByName.get(picture) ?? null);
}
