/** Widths of bars and spaces of the symbols 0 to 106, a digit each (ISO/IEC 15417, table 1). */
const patterns = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221 223211 ' +
  '221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 ' +
  '132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 ' +
  '312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 ' +
  '221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 ' +
  '114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112'
).split(' ');
const toSetB = 100;
const fnc1 = 102;
const startB = 104;
const startC = 105;
const stop = 106;
const separator = '\u001d';
/** Fewest leading digits for which starting in set C is worth it. */
const minLeadingDigits = 4;

/**
 * A Code 128 as the steps a printer language can say: pairs of digits in set C first, where the text starts with some, the rest in set B.
 * Nothing switches back to C: fewer printers and no emulator agree on that, and the bars are the same on every printer this way.
 */
export type Code128 = {
  /** Pairs of digits (and FNC1 as GS) in set C, before everything else; empty where the code starts in set B. */
  readonly pairs: string;
  /** Characters (and FNC1 as GS) in set B. */
  readonly letters: string;
  /** Black and white modules as '1' and '0', from the first bar to the last, without quiet zones. */
  readonly modules: string;
};

/** Encodes printable ASCII and GS (for FNC1). Throws nothing; other characters must have been refused before. */
export function encodeCode128(content: string): Code128 {
  const pairs = leadingPairs(content);
  const letters = content.slice(pairs.length);
  const symbols = [pairs === '' ? startB : startC, ...pairSymbols(pairs)];
  if (pairs !== '' && letters !== '') symbols.push(toSetB);
  for (const letter of letters) symbols.push(letter === separator ? fnc1 : letter.charCodeAt(0) - 32);
  const sum = symbols.reduce((total, symbol, index) => total + symbol * Math.max(1, index), 0);
  return { pairs, letters, modules: [...symbols, sum % 103, stop].map(toModules).join('') };
}

function leadingPairs(content: string): string {
  const taken = /^(?:\u001d|\d\d)*/.exec(content)?.[0] ?? '';
  return taken.replaceAll(separator, '').length >= minLeadingDigits ? taken : '';
}

function pairSymbols(pairs: string): number[] {
  return [...pairs.matchAll(/\u001d|\d\d/g)].map(([pair]) => (pair === separator ? fnc1 : Number(pair)));
}

function toModules(symbol: number): string {
  return [...(patterns[symbol] ?? '')].map((width, index) => (index % 2 === 0 ? '1' : '0').repeat(Number(width))).join('');
}
