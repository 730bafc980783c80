import type { ScaleProtocol } from '#shared/model/device/deviceSetting.ts';
import { toGrams, type ScaleFrame } from './scaleFrame.ts';

/** How a scale speaks. Bytes are latin1 characters. */
export type ScaleProtocolRow = {
  /** What asks for one weight; null where the scale sends by itself. */
  readonly askWeight: string | null;
  /** What sets the scale to zero; null where it cannot be told. */
  readonly askZero: string | null;
  /** What takes away the weight of the container; null where it cannot be told. */
  readonly askTare: string | null;
  /** Whether zero and tare are answered in words. */
  readonly repliesToCommands: boolean;
  /** Where frames begin (bytes before are noise) and end. `checkCharacters` follow the end. */
  readonly start: string | null;
  readonly end: string;
  readonly checkCharacters: number;
  /** Length of a frame behind its start where nothing ends it; 0 where `end` does. */
  readonly length: number;
  readonly maxFrameLength: number;
  /** A frame without start and end; null where it is malformed. */
  parse(frame: string): ScaleFrame | null;
};

/**
 * Protocols with a primary source: MT-SICS reference manual, Toledo 8217, Toledo continuous, CAS CI series, A&D; DIGI DS-781 and Aihua
 * ACS-P215 after captured bytes.
 */
export const scaleProtocols: Readonly<Record<Exclude<ScaleProtocol, 'pattern'>, ScaleProtocolRow>> = {
  mtSics: row({ repliesToCommands: true, askWeight: 'SI\r\n', askZero: 'Z\r\n', askTare: 'T\r\n', end: '\n', parse: parseMtSics }),
  toledo8217: row({ askWeight: 'W', askZero: 'Z', askTare: 'T', start: '\u0002', end: '\r', parse: parseToledoDemand }),
  toledoContinuous: row({ askZero: 'Z', askTare: 'T', start: '\u0002', end: '\r', checkCharacters: 1, parse: parseToledoContinuous }),
  cas: row({ askZero: 'ZE\r\n', askTare: 'TR\r\n', end: '\n', parse: parseCas }),
  and: row({ askZero: 'Z\r\n', askTare: 'T\r\n', end: '\n', parse: parseAnd }),
  digi: row({ end: '\n', parse: parseDigi }),
  aihua: row({ start: '\r', end: '', length: 6, parse: parseAihua }),
};

function row(given: Partial<ScaleProtocolRow> & Pick<ScaleProtocolRow, 'end' | 'parse'>): ScaleProtocolRow {
  return {
    askWeight: null,
    askZero: null,
    askTare: null,
    repliesToCommands: false,
    start: null,
    checkCharacters: 0,
    length: 0,
    maxFrameLength: 64,
    ...given,
  };
}

/** `S S     100.00 g`: S stable, D dynamic, I busy, + over, - under; `Z A` zero done; ES, ET, EL errors (MT-SICS level 0). */
function parseMtSics(frame: string): ScaleFrame | null {
  const text = frame.replace(/\r$/, '');
  const weight = /^S ([SD]) +(-?[\d. ]*\d\.?) *([A-Za-z]+)$/.exec(text);
  if (weight !== null) return weighed(weight[2] ?? '', weight[3] ?? '', weight[1] === 'S');
  if (text === 'S I') return { kind: 'noWeight' };
  if (text === 'S +') return { kind: 'overload' };
  if (text === 'S -') return { kind: 'underload' };
  if (/^[ZT]I? [ASD]/.test(text)) return { kind: 'reply', isDone: true };
  if (/^[ZT]I? [I+-]$/.test(text) || /^E[STL]$/.test(text)) return { kind: 'reply', isDone: false };
  return null;
}

/** `00.190` kilograms, N behind means net; or `?` and a status byte (bit 0 motion, 1 out of range, 2 under zero). */
function parseToledoDemand(frame: string): ScaleFrame | null {
  const status = /^\?(.)$/s.exec(frame);
  if (status !== null) {
    const bits = (status[1] ?? '').charCodeAt(0);
    if ((bits & 0b10) !== 0) return { kind: 'overload' };
    if ((bits & 0b100) !== 0) return { kind: 'underload' };
    return { kind: 'noWeight' };
  }
  const weight = /^\s*(\d+\.\d+)N?$/.exec(frame);
  return weight === null ? null : weighed(weight[1] ?? '', 'kg', true);
}

/**
 * Three status words, six digits of weight, six of tare. Word A bits 0-2: place of the decimal point; word B: bit 1 negative,
 * bit 2 out of range, bit 3 motion, bit 4 kilograms, bit 0 net. The last character, behind CR, makes the sum of all seven-bit bytes 0 modulo 128.
 */
function parseToledoContinuous(frame: string): ScaleFrame | null {
  const match = /^(...)([\d ]{6})([\d ]{6})\r(.?)$/s.exec(frame);
  if (match === null) return null;
  const [, words = '', digits = '', , check = ''] = match;
  const sum = [...`\u0002${frame}`].reduce((total, character) => total + (character.charCodeAt(0) & 0x7f), 0);
  if (check !== '' && sum % 128 !== 0) return null;
  const pointPlace = words.charCodeAt(0) & 0b111;
  const flags = words.charCodeAt(1);
  if ((flags & 0b100) !== 0) return (flags & 0b10) !== 0 ? { kind: 'underload' } : { kind: 'overload' };
  const shown = Number(digits.replaceAll(' ', '') || '0') * 10 ** (2 - pointPlace);
  const factor = (flags & 0b1_0000) === 0 ? 453.592_37 : 1_000;
  const sign = (flags & 0b10) !== 0 ? -1 : 1;
  return { kind: 'weight', grams: Math.round(sign * shown * factor) + 0, isStable: (flags & 0b1000) === 0 };
}

/** Short form: eight characters of kilograms. Long form, 22 bytes: `ST,GS,` (or US, OL, NT), device id, lamp byte, comma, eight characters of weight, blank, unit. */
function parseCas(frame: string): ScaleFrame | null {
  const short = /^(?=.{8}\r?$)([ \d]+\.\d{1,3})\r?$/.exec(frame);
  if (short !== null) return weighed(short[1] ?? '', 'kg', true);
  const match = /^(ST|US|OL),(GS|NT),(.{2}),([ +\-\d.]{8}) (.{2})\r?$/s.exec(frame);
  if (match === null) return null;
  if (match[1] === 'OL') return { kind: 'overload' };
  return weighed(match[4] ?? '', match[5] ?? '', match[1] === 'ST');
}

/**
 * 37 bytes, fields ended by CR: `@B`, `0` and six characters of net kilograms, `4` and tare, `U` and unit price, `T` and total. The
 * captured frame says nothing about motion: what it sends it takes for stable.
 */
function parseDigi(frame: string): ScaleFrame | null {
  const match = /^@.\r0([ \d.-]{6})\r4[ \d.-]{6}\rU[ \d.-]{6}\rT[ \d.-]{6,7}\r?$/.exec(frame);
  return match === null ? null : weighed(match[1] ?? '', 'kg', true);
}

/** `CR SP 0046`: a line feed before, then a blank or minus and grams without an end (captured bytes). */
function parseAihua(frame: string): ScaleFrame | null {
  const match = /^([ -]) ?(\d{4,5})$/.exec(frame.replace(/\n$/, ''));
  return match === null ? null : weighed(`${match[1] === '-' ? '-' : ''}${match[2] ?? ''}`, 'g', true);
}

/** 18 bytes: `ST,GS,+  1.234kg`. */
function parseAnd(frame: string): ScaleFrame | null {
  const match = /^(ST|US|OL|QT),(?:(?:GS|NT|TR),)?([ +\-\d.]{8,9}) ?([ A-Za-z]{2,3})\r?$/.exec(frame);
  if (match === null) return null;
  if (match[1] === 'OL') return { kind: 'overload' };
  return weighed(match[2] ?? '', match[3] ?? '', match[1] === 'ST');
}

function weighed(weightText: string, unit: string, isStable: boolean): ScaleFrame | null {
  const grams = toGrams(weightText, unit);
  return grams === null ? null : { kind: 'weight', grams, isStable };
}
