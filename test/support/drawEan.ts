import { nextInt, type Prng } from '#shared/base/prng.ts';
import { gtinCheckDigit } from '#shared/wire/barcode/gtin.ts';
import type { GrayPicture } from '#shared/wire/picture/grayPicture.ts';

/** How a drawn code is spoilt. Lengths in points of the picture, angles as rise a point. */
export type EanLook = {
  readonly modulePoints: number;
  /** Standard deviation of the blur. */
  readonly blurPoints: number;
  /** How much wider the last module is than the first, as a share: a code seen askew. */
  readonly growth: number;
  readonly rise: number;
  /** Brightness of bar and paper. */
  readonly dark: number;
  readonly bright: number;
  /** Most a point's brightness is off. */
  readonly noise: number;
};

const setA = ['0001101', '0011001', '0010011', '0111101', '0100011', '0110001', '0101111', '0111011', '0110111', '0001011'];
const parities = ['AAAAAA', 'AABABB', 'AABBAB', 'AABBBA', 'ABAABB', 'ABBAAB', 'ABBBAA', 'ABABAB', 'ABABBA', 'ABBABA'];
const quietModules = 9;

/** A number with its check digit. */
export function drawEanText(prng: Prng): string {
  const twelve = Array.from({ length: 12 }, () => nextInt(prng, 0, 9)).join('');
  return twelve + gtinCheckDigit(twelve);
}

/** The code's 95 modules as 0 and 1 (ISO/IEC 15420). */
export function eanModules(text: string): string {
  const parity = parities[Number(text[0])] ?? '';
  const inverse = (bits: string): string => [...bits].map((bit) => (bit === '1' ? '0' : '1')).join('');
  const bitsOf = (digit: string): string => setA[Number(digit)] ?? '';
  const left = [...text.slice(1, 7)].map((digit, at) =>
    parity[at] === 'A' ? bitsOf(digit) : [...inverse(bitsOf(digit))].toReversed().join(''),
  );
  const right = [...text.slice(7)].map((digit) => inverse(bitsOf(digit)));
  return `101${left.join('')}01010${right.join('')}101`;
}

/** A picture of dark and bright modules, spoilt as told. */
export function drawModules(modules: string, look: EanLook, prng: Prng): GrayPicture {
  const all = '0'.repeat(quietModules) + modules + '0'.repeat(quietModules);
  // Middle of the growth is the module asked for.
  const edgeAt = (module: number): number =>
    look.modulePoints * (module + (look.growth * module * (module - all.length)) / (2 * all.length));
  const shareDark = (from: number, to: number): number => {
    let sum = 0;
    for (let module = 0; module < all.length; module += 1) {
      if (all[module] === '1') sum += Math.max(0, Math.min(to, edgeAt(module + 1)) - Math.max(from, edgeAt(module)));
    }
    return sum / (to - from);
  };
  const width = Math.ceil(edgeAt(all.length)) + 4;
  const height = Math.max(60, Math.round(width / 3));
  const sharp = Float32Array.from({ length: width }, (_, point) => shareDark(point - 2, point - 1));
  const soft = blur(sharp, look.blurPoints);
  const luma = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1) {
    for (let point = 0; point < width; point += 1) {
      const from = Math.min(width - 1, Math.max(0, point + Math.round(look.rise * (row - height / 2))));
      const clean = look.bright - (look.bright - look.dark) * (soft[from] ?? 0);
      luma[row * width + point] = Math.max(0, Math.min(255, Math.round(clean + (prng.next() - 0.5) * 2 * look.noise)));
    }
  }
  return { width, height, luma };
}

function blur(line: Float32Array, deviation: number): Float32Array {
  if (deviation === 0) return line;
  const reach = Math.ceil(3 * deviation);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, at) => Math.exp(-((at - reach) ** 2) / (2 * deviation ** 2)));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return line.map(
    (_, at) =>
      weights.reduce((sum, weight, index) => sum + weight * (line[Math.min(line.length - 1, Math.max(0, at + index - reach))] ?? 0), 0) /
      whole,
  );
}
