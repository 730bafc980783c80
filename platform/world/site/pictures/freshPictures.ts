import { bottle, bowl, box, circle, ellipse, leaf, path, pillowBag, picture, repeat, stroke, tray, tub, turned } from './shapes.ts';

const meatTile = '#fdeaea';
const seaTile = '#e4f2fb';
const dairyTile = '#e8f1fd';
const breadTile = '#f3dfc2';
const iceTile = '#e3f3fa';

/** Meat, fish, dairy, eggs, soy, ready meals, bakery and frozen goods. */
export const freshPictures: Readonly<Record<string, string>> = {
  meat: picture(
    meatTile,
    tray(
      path('M22 52C22 40 36 38 48 42C60 38 74 40 74 52C74 64 60 66 48 62C36 66 22 64 22 52Z', '#e46a6f') +
        stroke('M28 50C38 44 58 54 68 48M30 57C42 52 56 62 68 56', '#fbdada', 4),
    ),
  ),
  steak: picture(
    meatTile,
    path('M20 48C18 28 42 18 62 24C82 30 82 54 70 66C58 78 44 70 34 76C22 80 22 60 20 48Z', '#b6323c') +
      path('M20 48C18 28 42 18 62 24C50 24 34 30 32 46C31 58 38 68 34 76C22 80 22 60 20 48Z', '#f6dcc7') +
      circle(54, 46, 8, '#f6e7d8') +
      circle(54, 46, 4, '#d98f74'),
  ),
  chicken: picture(
    '#fdf0e2',
    turned(
      -35,
      path('M48 16C66 16 74 36 66 52C60 62 54 62 52 68H44C42 62 36 62 30 52C22 36 30 16 48 16Z', '#d98a3f') +
        ellipse(40, 34, 5, 10, '#efb172', 15) +
        box(44.5, 66, 7, 16, '#f7ecd9', 3) +
        circle(43, 83, 5, '#f7ecd9') +
        circle(53, 83, 5, '#f7ecd9'),
    ),
  ),
  sausage: picture(
    meatTile,
    turned(
      -25,
      repeat(box(14, 0, 68, 15, '#c9503c', 7.5) + box(22, 3, 50, 3, '#e98a74', 1.5), [
        [0, 24],
        [0, 42],
        [0, 60],
      ]),
    ),
  ),
  fish: picture(
    seaTile,
    path('M14 48C26 26 54 24 70 46L86 32C82 42 82 54 86 64L70 50C54 72 26 70 14 48Z', '#4a90c2') +
      path('M14 48C26 60 54 62 70 48C54 72 26 70 14 48Z', '#a9d3ee') +
      circle(28, 44, 4, '#fff') +
      circle(28, 44, 2, '#1d3b52') +
      stroke('M40 36C45 44 45 52 40 60', '#2f6f9e', 3),
  ),
  shrimp: picture(
    '#fdebe4',
    stroke('M70 30C46 18 22 34 26 56C29 72 46 80 60 74', '#f2795a', 17) +
      stroke('M32 36L40 46M25 52L37 54M32 68L42 60M46 76L48 64', '#fbd1c2', 3) +
      path('M60 66L82 62L74 74L82 84L60 82Z', '#e05c3c') +
      circle(67, 27, 2.6, '#3b2320') +
      stroke('M74 26C82 20 86 14 86 10M72 34C82 32 88 28 90 24', '#e05c3c', 2.4),
  ),
  shell: picture(
    seaTile,
    path('M48 80C26 76 12 56 18 36C26 20 70 20 78 36C84 56 70 76 48 80Z', '#e8b48c') +
      stroke('M48 78V26M46 76L28 30M50 76L68 30M44 74L18 44M52 74L78 44', '#c98a5e', 3) +
      box(38, 76, 20, 9, '#c98a5e', 4),
  ),
  crab: picture(
    '#fdebe4',
    ellipse(48, 56, 26, 18, '#e2583e') +
      stroke('M24 52C14 46 12 36 18 28M72 52C82 46 84 36 78 28M26 66L14 76M34 72L26 84M70 66L82 76M62 72L70 84', '#e2583e', 6) +
      circle(19, 25, 8, '#c9432c') +
      circle(77, 25, 8, '#c9432c') +
      circle(40, 50, 3.4, '#fff') +
      circle(56, 50, 3.4, '#fff') +
      circle(40, 50, 1.6, '#222') +
      circle(56, 50, 1.6, '#222'),
  ),
  milk: picture(
    dairyTile,
    path('M30 36L38 20H58L66 36V80Q66 84 62 84H34Q30 84 30 80Z', '#fff') +
      box(38, 12, 20, 9, '#2f7dd1', 2) +
      box(30, 50, 36, 22, '#2f7dd1') +
      path('M48 52C54 60 56 63 56 66A8 8 0 0 1 40 66C40 63 42 60 48 52Z', '#fff') +
      path('M30 36L38 20H44L38 36Z', '#d7e6f7'),
  ),
  yoghurt: picture(
    '#fbe9f1',
    tub(
      '#fff',
      '#e86a9a',
      circle(48, 58, 12, '#f9c9dc') +
        path('M48 50C54 48 58 53 56 58C54 64 50 67 48 67S42 64 40 58C38 53 42 48 48 50Z', '#e3343f') +
        leaf(48, 52, '#4fa34a', 60, 9),
    ),
  ),
  cheese: picture(
    '#fff6d6',
    path('M12 60L66 24C78 26 84 38 84 52V60Z', '#f7c843') +
      path('M12 60H84V80H12Z', '#eeb22b') +
      repeat(circle(0, 0, 5, '#d99a18'), [
        [34, 68],
        [60, 72],
        [72, 48],
      ]) +
      circle(54, 50, 6, '#e0a71f'),
  ),
  butter: picture(
    '#fff6d6',
    path('M16 50L30 38H82L68 50Z', '#fbe694') +
      path('M16 50H68V74H16Z', '#f7d85a') +
      path('M68 50L82 38V62L68 74Z', '#e3bc38') +
      path('M16 50H40V74H16Z', '#6aa7dd') +
      path('M16 50L30 38H54L40 50Z', '#93c2ea'),
  ),
  eggs: picture(
    '#f8efe2',
    repeat(path('M0 -16C8 -16 12 -2 12 4A12 12 0 0 1 -12 4C-12 -2 -8 -16 0 -16Z', '#e6b083') + ellipse(-4, -2, 2.6, 5, '#f5d3b3', 18), [
      [28, 44],
      [48, 40],
      [68, 44],
    ]) +
      path('M10 50H86L80 76Q79 80 75 80H21Q17 80 16 76Z', '#8a97a5') +
      stroke('M28 56V74M48 56V74M68 56V74', '#74818f', 3),
  ),
  tofu: picture(
    '#f4f4ea',
    path('M16 44L40 32H82L62 44Z', '#fffdf4') +
      path('M16 44H62V74H16Z', '#f3efdc') +
      path('M62 44L82 32V60L62 74Z', '#dfd9bf') +
      leaf(44, 40, '#4fa34a', 60, 14) +
      leaf(42, 41, '#7cc06a', -60, 12),
  ),
  readyMeal: picture(
    '#eef4e4',
    box(12, 28, 72, 48, '#3c444d', 8) +
      box(16, 32, 38, 40, '#fbfbf6', 4) +
      box(57, 32, 23, 18, '#8cc26c', 4) +
      box(57, 54, 23, 18, '#f0a04b', 4) +
      path('M22 60C22 46 30 40 38 40S50 46 50 60Z', '#b8793f') +
      circle(35, 46, 3, '#222'),
  ),
  soup: picture(
    '#fdf0e2',
    stroke('M36 30C32 24 40 20 36 12M50 30C46 24 54 20 50 12M64 30C60 24 68 20 64 12', '#c9b8a5', 3.5) +
      bowl('#c0503a', ellipse(48, 46, 33, 9, '#f2a64b')),
  ),
  juice: picture(
    '#fff2dc',
    bottle('#f7a428', '#4fa34a', '#fff8e6', circle(48, 61, 8, '#f5912a') + stroke('M48 54V68M41 61H55', '#fff', 1.6), 16, 32),
  ),
  dumplings: picture(
    iceTile,
    repeat(
      path('M-17 8C-17 -8 -8 -14 0 -14S17 -8 17 8Q0 14 -17 8Z', '#fff6e6') +
        stroke('M-10 -6L-6 2M-3 -11L-1 -1M5 -11L4 -1M11 -6L8 2', '#e0c8a0', 2.2),
      [
        [30, 44],
        [66, 44],
        [48, 68],
      ],
    ),
  ),
  bun: picture(
    breadTile,
    path('M16 66C16 40 32 28 48 28S80 40 80 66C80 76 70 78 48 78S16 76 16 66Z', '#fff6e8') +
      stroke('M48 30C46 40 40 46 32 48M48 30C50 40 56 46 64 48M48 30V50', '#e4cba6', 3) +
      circle(48, 30, 3.4, '#e4cba6'),
  ),
  tangyuan: picture(
    '#e9eefb',
    bowl(
      '#4f7cc2',
      repeat(circle(0, 0, 11, '#fff'), [
        [30, 42],
        [48, 36],
        [66, 42],
      ]) + circle(48, 36, 4, '#3a3340'),
    ),
  ),
  iceCream: picture(
    '#fdeaf1',
    path('M32 46H64L48 88Z', '#dda15a') +
      stroke('M38 50L56 68M58 50L42 68', '#b97c36', 2) +
      circle(36, 38, 14, '#f7b6cf') +
      circle(60, 38, 14, '#fff3d1') +
      circle(48, 26, 14, '#8c5a3c') +
      circle(48, 10, 4, '#d92b45'),
  ),
  iceLolly: picture(
    iceTile,
    path('M32 62V34A16 16 0 0 1 64 34V62Q64 66 60 66H36Q32 66 32 62Z', '#6cc0a6') +
      path('M32 62V48H64V62Q64 66 60 66H36Q32 66 32 62Z', '#f5f0d8') +
      box(44, 66, 8, 22, '#d3a768', 4) +
      ellipse(40, 36, 3, 9, '#a9e0cf'),
  ),
  frozenVeg: picture(
    iceTile,
    pillowBag(
      '#3e8fb8',
      '#2b6f93',
      repeat(circle(0, 0, 6, '#7cc06a'), [
        [40, 54],
        [54, 50],
        [50, 64],
      ]) +
        circle(62, 60, 5, '#f6cd3c') +
        circle(36, 66, 5, '#f07f2a') +
        stroke('M48 28V42M42 31L54 39M54 31L42 39', '#fff', 2.4),
    ),
  ),
  pizza: picture(
    '#fdeee0',
    path('M48 86L16 30C34 16 62 16 80 30Z', '#f4c04e') +
      path('M16 30C34 16 62 16 80 30L76 37C60 26 36 26 20 37Z', '#c98238') +
      repeat(circle(0, 0, 6, '#d13b34'), [
        [38, 44],
        [58, 42],
        [48, 60],
      ]) +
      leaf(52, 54, '#4fa34a', 40, 10) +
      leaf(40, 58, '#4fa34a', -60, 9),
  ),
  bread: picture(
    breadTile,
    path('M18 44C10 30 26 22 48 22S86 30 78 44V74Q78 80 72 80H24Q18 80 18 74Z', '#c98238') +
      path('M24 46C18 34 30 28 48 28S78 34 72 46V70Q72 74 68 74H28Q24 74 24 70Z', '#f6dcae') +
      stroke('M36 44L44 52M52 44L60 52', '#e0b878', 3),
  ),
  cake: picture(
    '#fdeaf1',
    path('M14 52L62 28L82 44V52Z', '#fff3e0') +
      path('M14 52H82V78H14Z', '#f7d9a8') +
      box(14, 60, 68, 6, '#e86a9a') +
      path('M14 52H82V57C76 62 72 54 66 58S56 62 50 57S36 62 30 57S20 60 14 57Z', '#fff') +
      circle(58, 26, 7, '#e3343f'),
  ),
};
