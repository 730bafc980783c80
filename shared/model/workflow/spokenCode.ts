/** A code in both languages as it is to be heard, for a sentence: `binZh`, `binEn`. */
type SpokenPair<Name extends string> = { readonly [K in `${Name}Zh` | `${Name}En`]: string };

/** Digits of codes in Chinese: 1 is 幺, which nobody hears as 7. */
const digitsZh = ['零', '幺', '二', '三', '四', '五', '六', '七', '八', '九'] as const;

/** A code for the ear, sign by sign, a pause at every dash: a voice left to itself reads A03-2-15 as a sum. */
export function spokenCode<Name extends string>(name: Name, code: string): SpokenPair<Name> {
  const groups = code.split(/[^\p{L}\p{N}]+/u).filter((group) => group !== '');
  const spell = (say: (sign: string) => string) => groups.map((group) => [...group].map(say).join(' ')).join(', ');
  return {
    [`${name}Zh`]: spell((sign) => (/\d/.test(sign) ? digitsZh[Number(sign)]! : sign)),
    [`${name}En`]: spell((sign) => sign),
  } as SpokenPair<Name>;
}
