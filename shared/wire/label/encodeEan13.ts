/** Modules of the digits in set A (GS1 General Specifications 5.2.1); B is A inverted and mirrored, C is A inverted. */
const setA = ['0001101', '0011001', '0010011', '0111101', '0100011', '0110001', '0101111', '0111011', '0110111', '0001011'];
/** Which of the left digits are of set B, by the first digit. */
const parities = ['AAAAAA', 'AABABB', 'AABBAB', 'AABBBA', 'ABAABB', 'ABBAAB', 'ABBBAA', 'ABABAB', 'ABABBA', 'ABBABA'];

/** An EAN-13 of thirteen digits as 95 modules, '1' black, without quiet zones. The check digit must have been checked. */
export function encodeEan13(digits: string): string {
  const parity = parities[Number(digits.charAt(0))] ?? '';
  const left = [...digits.slice(1, 7)].map((digit, index) =>
    parity.charAt(index) === 'A' ? codeA(digit) : mirrored(inverted(codeA(digit))),
  );
  const right = [...digits.slice(7)].map((digit) => inverted(codeA(digit)));
  return `101${left.join('')}01010${right.join('')}101`;
}

function codeA(digit: string): string {
  return setA[Number(digit)] ?? '';
}

function inverted(modules: string): string {
  return [...modules].map((module) => (module === '1' ? '0' : '1')).join('');
}

function mirrored(modules: string): string {
  return [...modules].reverse().join('');
}
