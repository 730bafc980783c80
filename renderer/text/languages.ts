export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];
/** Where the browser keeps the chosen language. */
export const languageStorageKey = 'halfhour.language';
