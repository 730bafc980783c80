import type { GrayPicture } from './grayPicture.ts';

/** The picture turned clockwise by a quarter. */
export function rotateQuarter({ width, height, luma }: GrayPicture): GrayPicture {
  const turned = new Uint8Array(luma.length);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) turned[column * height + (height - 1 - row)] = luma[row * width + column] ?? 0;
  }
  return { width: height, height: width, luma: turned };
}

/** The picture in another size; each new point is weighed from the four around it, and from all it covers where it shrinks. */
export function scalePicture({ width, height, luma }: GrayPicture, factor: number): GrayPicture {
  const newWidth = Math.max(1, Math.round(width * factor));
  const newHeight = Math.max(1, Math.round(height * factor));
  const columns = scaleRows(luma, width, height, newWidth);
  const turned = scaleRows(transpose(columns, newWidth, height), height, newWidth, newHeight);
  return { width: newWidth, height: newHeight, luma: transpose(turned, newHeight, newWidth) };
}

/** Every row in a new width: area weights where it shrinks, straight lines between points where it grows. */
function scaleRows(luma: Uint8Array, width: number, height: number, newWidth: number): Uint8Array<ArrayBuffer> {
  const scaled = new Uint8Array(newWidth * height);
  const step = width / newWidth;
  const reach = Math.max(1, step);
  for (let column = 0; column < newWidth; column += 1) {
    const centre = (column + 0.5) * step - 0.5;
    const first = Math.ceil(centre - reach);
    const weights: number[] = [];
    for (let from = first; from < centre + reach; from += 1) weights.push(1 - Math.abs(from - centre) / reach);
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    for (let row = 0; row < height; row += 1) {
      let sum = 0;
      for (let index = 0; index < weights.length; index += 1) {
        const from = Math.min(width - 1, Math.max(0, first + index));
        sum += (luma[row * width + from] ?? 0) * (weights[index] ?? 0);
      }
      scaled[row * newWidth + column] = Math.round(sum / whole);
    }
  }
  return scaled;
}

function transpose(luma: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  const turned = new Uint8Array(luma.length);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) turned[column * height + row] = luma[row * width + column] ?? 0;
  }
  return turned;
}
