import {
  bottle,
  bowl,
  box,
  can,
  carton,
  circle,
  ellipse,
  jar,
  leaf,
  path,
  pillowBag,
  picture,
  repeat,
  standingBag,
  stroke,
  tub,
  turned,
} from './shapes.ts';

const drinkTile = '#e4f4f7';
const snackTile = '#fdf1de';
const grainTile = '#f6f0e0';
const sauceTile = '#f9e9e2';
const drop = path('M48 53C53 60 55 63 55 65.500A7 7 0 0 1 41 65.500C41 63 43 60 48 53Z', '#3aa0dd');
const wheat =
  stroke('M48 70V48', '#c9952f', 2.6) +
  leaf(48, 58, '#dba93a', -50, 11) +
  leaf(48, 58, '#dba93a', 50, 11) +
  leaf(48, 65, '#dba93a', -50, 11) +
  leaf(48, 65, '#dba93a', 50, 11) +
  leaf(48, 50, '#dba93a', 0, 11);

/** Drinks, snacks, noodles, rice, sauces and tins. */
export const pantryPictures: Readonly<Record<string, string>> = {
  water: picture(drinkTile, bottle('#a8dcf2', '#2f7dd1', '#fff', drop, 13, 28)),
  cola: picture('#fdeaea', can('#c8242f', '#fff', stroke('M34 56C42 48 54 66 62 56', '#c8242f', 4))),
  teaBottle: picture(
    '#eef5e0',
    bottle('#b7742c', '#3f8f45', '#eef7dc', leaf(46, 68, '#4fa34a', -25, 14) + leaf(50, 68, '#7cc06a', 30, 14), 14, 30),
  ),
  coffeeCup: picture(
    '#f3ebe3',
    path('M28 32H68L63 80Q62 84 58 84H38Q34 84 33 80Z', '#fff') +
      box(24, 22, 48, 11, '#6b4428', 4) +
      path('M30 46H66L64 66H32Z', '#a8703f') +
      ellipse(48, 56, 6, 8, '#f3e2d0', 25) +
      stroke('M50 49C46 54 50 58 46 63', '#a8703f', 2),
  ),
  energyCan: picture('#e9eefb', can('#27407d', '#3563c9', path('M51 44L40 60H48L44 72L57 55H49Z', '#f7d23c'), 58)),
  beer: picture(
    '#fff5dc',
    box(24, 34, 38, 48, '#f2b233', 5) +
      path('M22 36C18 26 28 20 34 24C38 16 50 16 53 24C62 20 68 30 63 38Q42 44 22 36Z', '#fffdf4') +
      stroke('M63 44H70Q76 44 76 50V62Q76 68 70 68H63', '#d9932a', 6) +
      stroke('M34 48V72M43 48V72M52 48V72', '#d9932a', 3),
  ),
  wine: picture('#f7e6ec', bottle('#5a1f36', '#c79a3b', '#f6ecd9', stroke('M40 58H56M43 64H53', '#8a2b4c', 2.6), 9, 27)),
  chips: picture(
    snackTile,
    pillowBag(
      '#f2b01e',
      '#d98c12',
      circle(48, 46, 15, '#fff3d1') +
        ellipse(44, 46, 9, 6, '#e8a93a', -20) +
        ellipse(54, 49, 8, 5, '#d18f22', 25) +
        stroke('M36 68H60', '#fff', 4),
    ),
  ),
  cookie: picture(
    snackTile,
    circle(48, 50, 31, '#d39a55') +
      circle(48, 50, 26, '#e0ad6c') +
      repeat(circle(0, 0, 4.4, '#5f3a20'), [
        [38, 40],
        [56, 36],
        [62, 54],
        [46, 58],
        [36, 62],
        [54, 68],
      ]),
  ),
  chocolate: picture(
    '#f3e9e2',
    turned(
      -14,
      box(26, 14, 44, 60, '#5b3520', 4) +
        stroke('M41 16V46M55 16V46M28 30H68', '#7c4d31', 2.6) +
        path('M22 46L34 40L46 47L58 40L74 46V82H22Z', '#d14b56') +
        box(32, 58, 32, 10, '#f7dcae', 3),
    ),
  ),
  candy: picture(
    '#fdeaf3',
    path('M30 48L12 36V60ZM66 48L84 36V60Z', '#f08ab4') +
      circle(48, 48, 21, '#e6457f') +
      stroke('M36 36C46 42 46 54 38 64M52 28C62 38 62 58 52 68', '#fbd3e2', 5),
  ),
  nuts: picture(
    snackTile,
    standingBag(
      '#8a5a34',
      '#6b4324',
      box(28, 40, 40, 30, '#f8ecd8', 4) +
        repeat(path('M0 -9C7 -6 7 5 0 9C-7 5 -7 -6 0 -9Z', '#b97a3d'), [
          [40, 55],
          [56, 55],
        ]) +
        ellipse(48, 54, 6, 8, '#d9a35f'),
    ),
  ),
  jerky: picture(
    '#f9e9e2',
    pillowBag(
      '#9c2f2a',
      '#74201d',
      repeat(box(-18, -4, 36, 8, '#5e2418', 4) + stroke('M-12 -1H10', '#a8573c', 2), [
        [48, 42],
        [50, 54],
        [46, 66],
      ]),
    ),
  ),
  seaweedPack: picture(
    '#e6f2ea',
    pillowBag(
      '#2f7d5b',
      '#20593f',
      repeat(box(-15, -5, 30, 10, '#16392a', 2) + stroke('M-10 0H8', '#3f8f6b', 1.8), [
        [48, 42],
        [50, 55],
        [46, 68],
      ]),
    ),
  ),
  jellyCup: picture(
    '#fff2dc',
    tub('#fbc04d', '#f5912a', circle(42, 56, 6, '#f7dc8a') + circle(56, 62, 7, '#f08a3c') + ellipse(38, 50, 3, 8, '#fde6b0', 10)),
  ),
  riceBag: picture(
    grainTile,
    path('M24 24C30 30 66 30 72 24L76 78Q76 84 70 84H26Q20 84 20 78Z', '#ffffff') +
      path('M30 12H66L72 26Q48 32 24 26Z', '#c0392b') +
      circle(48, 58, 16, '#c0392b') +
      repeat(ellipse(0, 0, 3, 6, '#fff', 20), [
        [42, 58],
        [50, 53],
        [54, 62],
      ]),
  ),
  noodles: picture(
    grainTile,
    box(26, 16, 44, 68, '#f2d48a', 4) +
      stroke('M32 18V82M38 18V82M44 18V82M50 18V82M56 18V82M62 18V82', '#dcb45c', 2) +
      box(22, 38, 52, 26, '#3f8f45', 4) +
      box(28, 44, 40, 14, '#fff', 3),
  ),
  instantNoodles: picture(
    '#fdeee0',
    path('M22 36H74L68 80Q67 84 62 84H34Q29 84 28 80Z', '#d6402f') +
      box(18, 28, 60, 10, '#fff', 4) +
      path('M25 48H71L69 64H27Z', '#fff3d1') +
      stroke('M32 58C35 50 39 62 43 54S51 62 55 54S61 60 64 54', '#e0a733', 3),
  ),
  beans: picture(
    grainTile,
    bowl(
      '#8a6a4c',
      repeat(ellipse(0, 0, 6, 4.4, '#b3443c', 20), [
        [26, 42],
        [40, 38],
        [54, 40],
        [68, 42],
        [34, 34],
        [48, 31],
        [61, 34],
      ]),
    ),
  ),
  flour: picture(grainTile, standingBag('#fbf6ea', '#d9b77a', circle(48, 58, 19, '#f3e3c0') + wheat)),
  sauceBottle: picture(sauceTile, bottle('#3a211a', '#c0392b', '#f7e2b8', stroke('M41 58H55M43 64H53', '#8c2f22', 3), 10, 28)),
  vinegar: picture(sauceTile, bottle('#6e3b1f', '#1f1a18', '#e9d8c0', leaf(48, 69, '#a8573c', 0, 15), 9, 30)),
  chilliJar: picture(
    sauceTile,
    jar('#c8321f', '#8c1d14', turned(20, path('M40 50C46 46 62 52 62 64C54 66 42 60 40 50Z', '#d92c1c')) + leaf(40, 52, '#3f8f45', -50, 9)),
  ),
  spiceBag: picture(
    '#f7efdc',
    standingBag(
      '#e8c46a',
      '#b98a2f',
      circle(48, 57, 16, '#fff8e6') +
        repeat(circle(0, 0, 2.6, '#8a4b24'), [
          [42, 52],
          [50, 50],
          [55, 57],
          [45, 60],
          [52, 64],
          [40, 58],
        ]),
    ),
  ),
  hotpotBag: picture('#fde6e0', standingBag('#c8281f', '#8f1713', bowlIcon())),
  oilBottle: picture(
    '#fff6d6',
    path('M40 20H56V28C56 34 70 36 70 46V78Q70 84 64 84H32Q26 84 26 78V46C26 36 40 34 40 28Z', '#f4c430') +
      box(38, 11, 20, 11, '#d93a2b', 3) +
      box(26, 52, 44, 22, '#fff8dc') +
      path('M48 54C54 62 55 64 55 66A7 7 0 0 1 41 66C41 64 42 62 48 54Z', '#e3a51a') +
      stroke('M66 40C74 42 76 50 72 58', '#d9a91e', 5),
  ),
  can: picture(
    '#eef0f2',
    box(22, 30, 52, 48, '#c2c9d1', 5) +
      box(22, 38, 52, 30, '#e2803a') +
      circle(48, 53, 11, '#fde7c4') +
      ellipse(48, 53, 6, 6, '#f5a83c') +
      ellipse(48, 30, 26, 6, '#dfe3e8') +
      ellipse(48, 30, 19, 3.6, '#aeb6bf'),
  ),
  cereal: picture(
    '#fff2dc',
    carton(
      '#f7b52c',
      '#e07b1a',
      circle(48, 58, 17, '#fff') +
        repeat(`<circle r="4" fill="none" stroke="#d98c2a" stroke-width="3"/>`, [
          [42, 54],
          [53, 53],
          [48, 64],
        ]),
    ),
  ),
  teaBox: picture(
    '#e6f2e6',
    carton('#2f6b45', '#c79a3b', circle(48, 58, 16, '#eef5dd') + leaf(47, 68, '#3f8f45', -28, 19) + leaf(50, 68, '#6dba68', 32, 19)),
  ),
  coffeeBag: picture(
    '#f3ebe3',
    standingBag(
      '#4a2e1d',
      '#2f1c11',
      circle(48, 57, 16, '#efe0cc') + ellipse(48, 57, 8, 11, '#6b4226', 25) + stroke('M51 48C45 54 51 60 45 66', '#efe0cc', 2.2),
    ),
  ),
  honeyJar: picture(
    '#fff3d1',
    jar(
      '#f0a51f',
      '#8a5a24',
      path('M48 46L57 51V61L48 66L39 61V51Z', '#e8960f') + path('M48 50L53.500 53V59L48 62L42.500 59V53Z', '#fbd56b'),
    ),
  ),
};

function bowlIcon(): string {
  return (
    path('M30 54H66C66 66 58 72 48 72S30 66 30 54Z', '#fbe6d0') +
    stroke('M40 48C38 44 42 42 40 38M48 48C46 44 50 42 48 38M56 48C54 44 58 42 56 38', '#fbe6d0', 2.6)
  );
}
