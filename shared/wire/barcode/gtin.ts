/** Check digit of a GS1 key over the digits before it (weights 3,1,... from the right; GS1 General Specifications 7.9.1). */
export function gtinCheckDigit(digitsBeforeCheck: string): string {
  let sum = 0;
  for (let index = 0; index < digitsBeforeCheck.length; index += 1) {
    const weight = (digitsBeforeCheck.length - index) % 2 === 1 ? 3 : 1;
    sum += Number(digitsBeforeCheck.charAt(index)) * weight;
  }
  return String((10 - (sum % 10)) % 10);
}

/** Whether the last digit is the check digit of the others; any length, digits only. */
export function hasGtinCheckDigit(digits: string): boolean {
  return /^\d{2,}$/.test(digits) && gtinCheckDigit(digits.slice(0, -1)) === digits.slice(-1);
}

/** GTIN-8, -12 or -13 as GTIN-14. */
export function toGtin14(digits: string): string {
  return digits.padStart(14, '0');
}

/**
 * A UPC-E as 12 digits of UPC-A; takes 8 digits (number system, six, check) or 6 (number system 0, check made).
 * Null where the number system is not 0 or 1 or the check digit does not fit (GS1 General Specifications 5.2.2.4.3).
 */
export function upcEToUpcA(digits: string): string | null {
  if (!/^(\d{6}|[01]\d{7})$/.test(digits)) return null;
  const system = digits.length === 8 ? digits.charAt(0) : '0';
  const body = digits.length === 8 ? digits.slice(1, 7) : digits;
  const eleven = system + expandUpcE(body);
  const check = gtinCheckDigit(eleven);
  return digits.length === 8 && digits.charAt(7) !== check ? null : eleven + check;
}

/** Ten digits (company and item number) out of the six of a UPC-E. */
function expandUpcE(six: string): string {
  const last = six.charAt(5);
  if (last <= '2') return `${six.slice(0, 2)}${last}0000${six.slice(2, 5)}`;
  if (last === '3') return `${six.slice(0, 3)}00000${six.slice(3, 5)}`;
  if (last === '4') return `${six.slice(0, 4)}00000${six.charAt(4)}`;
  return `${six.slice(0, 5)}0000${last}`;
}
