/** Text without a leading AIM identifier (ISO/IEC 15424: `]`, a letter, a digit or letter); the identifier given by the driver wins. */
export function splitAim(text: string, aim: string | null): { readonly text: string; readonly aim: string | null } {
  const match = /^\][A-Za-z][0-9A-Za-z]/.exec(text);
  if (match === null) return { text, aim };
  return { text: text.slice(3), aim: aim ?? match[0] };
}
