import { type LayoutFinding, maxLayoutFindings } from './importedLayout.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Reads fields of foreign files as far as they can be understood, and notes what was not as it should be. */
export class LenientReader {
  readonly #findings: LayoutFinding[] = [];
  #cut = 0;

  /** Everything noted so far; a last line says how much more there was. */
  findings(): readonly LayoutFinding[] {
    if (this.#cut === 0) return this.#findings;
    return [...this.#findings, { kind: 'cut', at: '', detail: `${this.#cut} more` }];
  }

  note(kind: LayoutFinding['kind'], at: string, detail: string): void {
    if (this.#findings.length < maxLayoutFindings) this.#findings.push({ kind, at, detail });
    else this.#cut += 1;
  }

  /** The object behind a field, or nothing. */
  fields(raw: unknown, at: string): Fields | null {
    if (typeof raw === 'object' && raw !== null && !Array.isArray(raw)) return raw as Fields;
    this.note(raw === undefined ? 'missingField' : raw === null ? 'nullField' : 'wrongType', at, 'an object is wanted');
    return null;
  }

  /** A list; a field that is not there is an empty one. A single thing counts as a list of one. */
  list(of: Fields, field: string, at: string, isRequired: boolean): readonly unknown[] {
    const raw = of[field];
    if (Array.isArray(raw)) return raw;
    if (raw === undefined || raw === null || raw === '') {
      if (raw === null || isRequired) this.note(raw === null ? 'nullField' : 'missingField', `${at}.${field}`, 'counts as an empty list');
      return [];
    }
    this.note('wrongType', `${at}.${field}`, 'counts as a list of one');
    return [raw];
  }

  /** A text; numbers are taken as they read. Null where there is none. */
  text(of: Fields, field: string, at: string, isRequired: boolean): string | null {
    const raw = of[field];
    if (typeof raw === 'string' && raw !== '') return raw.slice(0, 80);
    if (typeof raw === 'number' || typeof raw === 'boolean') {
      this.note('wrongType', `${at}.${field}`, `${String(raw)} is no text`);
      return String(raw);
    }
    this.#noteAbsent(raw, `${at}.${field}`, isRequired);
    return null;
  }

  /** A number; a text that reads as one is taken. Null where there is none. */
  number(of: Fields, field: string, at: string, isRequired: boolean): number | null {
    const raw = of[field];
    if (typeof raw === 'number' && Number.isFinite(raw)) return raw;
    if (typeof raw === 'string' && raw.trim() !== '' && Number.isFinite(Number(raw))) {
      this.note('wrongType', `${at}.${field}`, `"${raw.slice(0, 20)}" is a number in quotes`);
      return Number(raw);
    }
    if (typeof raw === 'string' || typeof raw === 'number')
      this.note('wrongType', `${at}.${field}`, `${String(raw).slice(0, 20)} is no number`);
    else this.#noteAbsent(raw, `${at}.${field}`, isRequired);
    return null;
  }

  #noteAbsent(raw: unknown, at: string, isRequired: boolean): void {
    if (raw === null) this.note('nullField', at, 'counts as absent');
    else if (raw === undefined || raw === '') {
      if (isRequired) this.note('missingField', at, 'is required');
    } else this.note('wrongType', at, 'is neither text nor number');
  }
}
