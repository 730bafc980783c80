/** A field a person types text into. */
export type TypingField = HTMLInputElement | HTMLTextAreaElement;

/** What a field held before something was typed. */
export type FieldState = { readonly field: TypingField; readonly text: string };

const otherInputs: ReadonlySet<string> = new Set(['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit']);

/** The field an event goes to, or null. Contents that are edited in place are told as null and left to the browser. */
export function typingFieldOf(target: EventTarget | null): TypingField | null {
  if (target instanceof HTMLTextAreaElement) return target;
  return target instanceof HTMLInputElement && !otherInputs.has(target.type) ? target : null;
}

/** Writes at the cursor as if typed; frameworks and undo hear of it. */
export function typeInto(field: TypingField, text: string): void {
  if (field.ownerDocument.activeElement !== field) field.focus();
  // Outdated by the standard, and the one way that keeps undo.
  if (typeof field.ownerDocument.execCommand === 'function' && field.ownerDocument.execCommand('insertText', false, text)) return;
  const { selectionStart, selectionEnd } = field;
  const start = selectionStart ?? field.value.length;
  writeField(field, field.value.slice(0, start) + text + field.value.slice(selectionEnd ?? start));
}

/** Takes back what an input method wrote: ends the composition and writes what was there before. */
export function restoreField({ field, text }: FieldState): void {
  const hadFocus = field.ownerDocument.activeElement === field;
  // Leaving the field ends the composition.
  field.blur();
  if (field.value !== text) writeField(field, text);
  if (hadFocus) field.focus();
}

/** Past the framework's own setter, so that it sees the change. */
function writeField(field: TypingField, text: string): void {
  const prototype = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, text);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
