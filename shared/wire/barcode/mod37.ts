const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * Check character of ISO 7064 MOD 37,36 (hybrid, one alphanumeric character) over the letters and digits of `text`;
 * lower case counts as upper case, everything else is passed over.
 */
export function mod37CheckCharacter(text: string): string {
  let product = 36;
  for (const character of text.toUpperCase()) {
    const position = alphabet.indexOf(character);
    if (position < 0) continue;
    const sum = (product + position) % 36 || 36;
    product = (sum * 2) % 37;
  }
  return alphabet.charAt((37 - product) % 36);
}
