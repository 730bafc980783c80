import type { zhCN } from './zh-CN.ts';

type Widened<T> = { readonly [K in keyof T]: T[K] extends string ? string : Widened<T[K]> };
type Leaves<T, Prefix extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Prefix}${K}` : Leaves<T[K], `${Prefix}${K}.`>;
}[keyof T & string];

/** Shape of a language: the same keys in each. */
export type TextTable = Widened<typeof zhCN>;
/** Every key of a sentence, for example `queue.getWork`. */
export type TextKey = Leaves<typeof zhCN>;
