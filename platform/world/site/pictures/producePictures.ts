import { box, circle, ellipse, leaf, path, picture, repeat, stroke, turned } from './shapes.ts';

const green = '#4fa34a';
const deepGreen = '#2f7d3b';
const fruitTile = '#fdeee6';
const greenTile = '#e9f6e4';
const stem = stroke('M48 30C48 24 51 19 55 16', '#7a5230', 4);

function round(colour: string, shade: string, tile = fruitTile): string {
  return picture(tile, circle(48, 56, 27, colour) + ellipse(38, 47, 6, 10, shade, 25) + stem + leaf(51, 26, green, 62));
}

/** Fruit and vegetables. */
export const producePictures: Readonly<Record<string, string>> = {
  apple: picture(
    fruitTile,
    path('M48 34C40 27 20 29 20 52C20 70 32 84 41 84C45 84 46 82 48 82S51 84 55 84C64 84 76 70 76 52C76 29 56 27 48 34Z', '#e0433c') +
      ellipse(32, 48, 5, 10, '#f58c80', 18) +
      stroke('M48 34C48 27 50 21 54 16', '#7a5230', 4) +
      leaf(51, 28, green, 60, 22),
  ),
  pear: picture(
    '#f3f7dc',
    path('M48 26C58 26 58 40 64 48C72 58 70 84 48 84S24 58 32 48C38 40 38 26 48 26Z', '#b9cf4a') +
      ellipse(38, 62, 5, 10, '#d9e78c', 12) +
      stroke('M48 27C48 21 50 17 53 14', '#7a5230', 4) +
      leaf(50, 23, green, 62),
  ),
  banana: picture(
    '#fff7d9',
    path('M24 20C22 52 42 78 78 74C80 70 80 67 78 65C56 64 40 46 35 18C32 15 27 16 24 20Z', '#f7cf3d') +
      path('M34 30C38 52 54 68 78 68C56 72 36 56 31 28Z', '#e6b422') +
      path('M24 20L26 12L33 12L35 18Z', '#7a5230'),
  ),
  orange: round('#f5912a', '#fbbd74'),
  lemon: picture(
    '#fff9d6',
    turned(
      -28,
      ellipse(48, 50, 31, 22, '#f6d834') + circle(18, 50, 6, '#f6d834') + circle(78, 50, 6, '#e9c51f') + ellipse(40, 42, 12, 5, '#fdf0a0'),
    ) + leaf(66, 30, green, 50, 20),
  ),
  peach: picture(
    '#ffe9e6',
    circle(48, 55, 27, '#f9a38c') +
      path('M48 28C36 40 36 72 48 82C30 84 20 68 21 54C22 40 34 28 48 28Z', '#f47c74') +
      leaf(48, 30, green, 55, 22) +
      leaf(48, 30, deepGreen, -60, 18),
  ),
  grape: picture(
    '#f1eafa',
    repeat(circle(0, 0, 9, '#7b4fb3') + circle(-3, -3, 2.6, '#b897dd'), [
      [30, 44],
      [48, 42],
      [66, 44],
      [39, 57],
      [57, 57],
      [48, 71],
    ]) +
      stroke('M48 34V18', '#7a5230', 4) +
      leaf(49, 28, green, 70, 24),
  ),
  watermelon: picture(
    '#e9f6e4',
    path('M14 42A34 34 0 0 0 82 42Z', '#2f7d3b') +
      path('M19 42A29 29 0 0 0 77 42Z', '#f2f7e6') +
      path('M23 42A25 25 0 0 0 73 42Z', '#ee4d55') +
      repeat(ellipse(0, 0, 2, 3.4, '#3a2a25'), [
        [36, 50],
        [48, 56],
        [60, 50],
        [42, 62],
        [54, 62],
      ]),
  ),
  mango: picture(
    '#fff3d6',
    path('M30 36C44 18 76 26 78 50C80 72 60 84 42 80C22 76 16 54 30 36Z', '#f7a928') +
      path('M30 36C24 50 28 70 42 80C22 76 16 54 30 36Z', '#e5573f') +
      leaf(38, 32, green, 20, 18),
  ),
  dragonFruit: picture(
    '#fdeaf3',
    ellipse(48, 54, 25, 28, '#e0367d') +
      ellipse(48, 54, 18, 21, '#fbf3f6') +
      repeat(circle(0, 0, 1.6, '#38303a'), [
        [42, 44],
        [50, 42],
        [56, 50],
        [44, 54],
        [52, 58],
        [42, 64],
        [54, 66],
        [48, 50],
        [38, 56],
      ]) +
      leaf(30, 36, '#8cc152', -40) +
      leaf(66, 36, '#8cc152', 40) +
      leaf(48, 28, '#8cc152', 0),
  ),
  cherry: picture(
    '#fdeaea',
    stroke('M34 58C38 38 48 26 64 16C62 34 64 48 64 60', green, 4) +
      circle(32, 66, 15, '#c81f3a') +
      circle(65, 68, 15, '#e0304a') +
      circle(27, 61, 4, '#f08a98') +
      circle(60, 63, 4, '#f6a0ac') +
      leaf(62, 18, green, -70, 22),
  ),
  strawberry: picture(
    '#fdeaea',
    path('M48 30C66 26 78 36 72 54C66 72 54 84 48 84S30 72 24 54C18 36 30 26 48 30Z', '#e3343f') +
      repeat(ellipse(0, 0, 1.6, 2.6, '#ffd98a'), [
        [36, 46],
        [48, 44],
        [60, 46],
        [42, 58],
        [54, 58],
        [48, 70],
        [32, 56],
        [64, 56],
      ]) +
      leaf(48, 34, green, -70, 22) +
      leaf(48, 34, green, 70, 22) +
      leaf(48, 36, deepGreen, 0, 20),
  ),
  leafyGreens: picture(
    greenTile,
    leaf(46, 78, deepGreen, -34, 54) +
      leaf(50, 78, deepGreen, 34, 54) +
      leaf(48, 80, green, 0, 64) +
      leaf(44, 80, '#7cc06a', -18, 50) +
      leaf(52, 80, '#7cc06a', 18, 50) +
      path('M38 66H58L55 86H41Z', '#eef5dd'),
  ),
  cabbage: picture(
    greenTile,
    circle(48, 52, 31, '#9fd08a') +
      path('M48 22C34 34 32 66 44 82C24 78 16 62 18 48C21 32 34 22 48 22Z', '#7dbb69') +
      path('M48 22C62 34 64 66 52 82C72 78 80 62 78 48C75 32 62 22 48 22Z', '#b7e0a4') +
      stroke('M48 26V78M48 46L36 38M48 58L60 48', '#f2fae9', 3),
  ),
  broccoli: picture(
    greenTile,
    path('M40 50H56L60 82Q48 88 36 82Z', '#a7cf7d') +
      repeat(circle(0, 0, 13, '#3f8f45'), [
        [32, 42],
        [48, 34],
        [64, 42],
        [40, 52],
        [57, 52],
      ]) +
      repeat(circle(0, 0, 4, '#5fb062'), [
        [28, 38],
        [46, 29],
        [62, 38],
        [40, 46],
        [56, 46],
      ]),
  ),
  tomato: picture(
    '#fdeae6',
    ellipse(48, 55, 30, 26, '#e8452f') +
      ellipse(36, 46, 6, 9, '#f79a82', 30) +
      leaf(48, 34, deepGreen, -75, 16) +
      leaf(48, 34, deepGreen, 75, 16) +
      leaf(48, 34, deepGreen, -30, 16) +
      leaf(48, 34, deepGreen, 30, 16),
  ),
  cucumber: picture(
    greenTile,
    turned(
      -35,
      box(12, 38, 72, 22, '#3f8f45', 11) +
        box(18, 42, 60, 5, '#6dba68', 2.5) +
        repeat(circle(0, 0, 1.6, '#cfe9b8'), [
          [28, 54],
          [40, 52],
          [52, 55],
          [64, 52],
        ]),
    ),
  ),
  pumpkin: picture(
    '#fff0dd',
    ellipse(48, 56, 32, 24, '#ee8a24') +
      ellipse(48, 56, 20, 24, '#f7a544') +
      ellipse(48, 56, 8, 24, '#ee8a24') +
      path('M44 34L42 20L52 18L53 34Z', deepGreen),
  ),
  eggplant: picture(
    '#f1eafa',
    turned(
      35,
      path('M48 26C66 26 70 56 66 70C62 84 34 84 30 70C26 56 30 26 48 26Z', '#5d3a8e') +
        ellipse(38, 56, 4, 14, '#8d6bc0') +
        path('M34 34C38 22 58 22 62 34C56 32 54 38 48 34C42 38 40 32 34 34Z', deepGreen) +
        box(45, 12, 6, 14, deepGreen, 2),
    ),
  ),
  pepper: picture(
    '#fdeae6',
    path('M30 34C18 38 20 84 38 82C44 81 46 78 48 78S52 81 58 82C76 84 78 38 66 34C58 30 52 36 48 36S38 30 30 34Z', '#db3a34') +
      ellipse(32, 52, 4, 12, '#f48d80') +
      stroke('M48 36C48 28 46 22 40 16', deepGreen, 6),
  ),
  potato: picture(
    '#f7eedd',
    turned(-20, ellipse(48, 52, 33, 23, '#c99a5b')) +
      repeat(ellipse(0, 0, 2.6, 1.6, '#9b6f38'), [
        [34, 46],
        [50, 58],
        [62, 44],
        [42, 64],
        [66, 58],
      ]),
  ),
  carrot: picture(
    '#fff0dd',
    turned(
      40,
      path('M36 34C36 26 60 26 60 34C60 56 54 78 48 88C42 78 36 56 36 34Z', '#f07f2a') +
        stroke('M38 46H46M50 58H57M41 68H48', '#d0641a', 2.5) +
        leaf(48, 30, green, -25, 24) +
        leaf(48, 30, deepGreen, 0, 26) +
        leaf(48, 30, green, 25, 24),
    ),
  ),
  onion: picture(
    '#f7eaf0',
    path('M48 22C50 34 76 38 76 58C76 74 62 82 48 82S20 74 20 58C20 38 46 34 48 22Z', '#b3527a') +
      stroke('M48 34C38 44 36 70 46 80M50 34C60 44 62 70 52 80', '#d78bab', 3) +
      stroke('M42 84L44 88M48 84V90M54 84L52 88', '#8a6a4c', 2),
  ),
  corn: picture(
    '#fff7d9',
    path('M48 14C60 22 64 50 58 78H38C32 50 36 22 48 14Z', '#f6cd3c') +
      repeat(circle(0, 0, 2.4, '#e0ac20'), [
        [44, 28],
        [52, 28],
        [40, 38],
        [48, 38],
        [56, 38],
        [40, 48],
        [48, 48],
        [56, 48],
        [42, 58],
        [52, 58],
      ]) +
      path('M30 44C28 64 34 80 46 86C40 72 36 58 30 44Z', green) +
      path('M66 44C68 64 62 80 50 86C56 72 60 58 66 44Z', deepGreen),
  ),
  mushroom: picture(
    '#f6efe7',
    path('M40 52H56L60 80Q48 86 36 80Z', '#f5e6cf') +
      path('M14 54C14 30 32 20 48 20S82 30 82 54Q48 62 14 54Z', '#a8673f') +
      repeat(circle(0, 0, 4, '#d9a679'), [
        [34, 40],
        [52, 32],
        [64, 44],
      ]),
  ),
};
