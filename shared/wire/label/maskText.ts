/** How personal data of a field is shortened before it is printed. */
export type FieldMask = 'phone' | 'name' | 'address';

/**
 * Masks personal data as it may stand on a bag: the middle of a phone number, all but the first character of a name (in Latin script all but
 * the first letter of each word), house and room numbers of an address. What is masked already stays as it is.
 */
export function maskText(text: string, mask: FieldMask): string {
  if (mask === 'phone') return maskPhone(text);
  return mask === 'name' ? maskName(text) : maskAddress(text);
}

function maskPhone(text: string): string {
  const digitCount = text.replaceAll(/\D/g, '').length;
  if (text.includes('*') || digitCount === 0) return text;
  const keptBefore = digitCount >= 9 ? 3 : digitCount >= 6 ? 1 : 0;
  const keptAfter = digitCount >= 9 ? 4 : digitCount >= 6 ? 2 : 1;
  let seen = 0;
  return text.replaceAll(/\d/g, (digit) => {
    seen += 1;
    return seen <= keptBefore || seen > digitCount - keptAfter ? digit : '*';
  });
}

function maskName(text: string): string {
  const trimmed = text.trim();
  if (trimmed.includes('*') || trimmed === '') return trimmed;
  if (/^[\p{Script=Latin} .'-]+$/u.test(trimmed)) return trimmed.replaceAll(/(\p{L})[\p{L}'-]*/gu, '$1*');
  const [first = ''] = trimmed;
  return `${first}**`;
}

/** Digits that say which door: 12号楼3单元501室 becomes **号楼*单元***室; the street and the quarter stay. */
function maskAddress(text: string): string {
  return text.replaceAll(/\d(?=\d*\s*(?:号楼|栋|幢|单元|室|楼|层|户|#))/g, '*');
}
