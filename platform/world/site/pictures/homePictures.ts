import { bottle, box, can, circle, ellipse, leaf, path, picture, pumpBottle, repeat, standingBag, stroke, turned } from './shapes.ts';

const homeTile = '#e8f0fa';
const careTile = '#f4ecf8';
const babyTile = '#fdf0f4';
const petTile = '#f3efe4';
const paw =
  circle(48, 62, 7, '#6b4a2f') +
  circle(38, 54, 3.8, '#6b4a2f') +
  circle(45, 49, 3.8, '#6b4a2f') +
  circle(52, 49, 3.8, '#6b4a2f') +
  circle(58, 54, 3.8, '#6b4a2f');

/** Household, personal care, baby and pets. */
export const homePictures: Readonly<Record<string, string>> = {
  tissue: picture(
    homeTile,
    path('M36 44C34 30 44 30 42 18C50 26 60 22 56 34L60 44Z', '#fff') +
      box(14, 42, 68, 38, '#6aa7dd', 6) +
      ellipse(48, 46, 16, 4, '#3f7fb8') +
      path('M14 62C30 54 44 72 60 62S78 60 82 64V74Q82 80 76 80H20Q14 80 14 74Z', '#93c2ea'),
  ),
  laundry: picture(
    homeTile,
    path('M28 30H50L54 22H66L68 30Q74 34 74 42V78Q74 84 68 84H28Q22 84 22 78V38Q22 30 28 30Z', '#3b7fd1') +
      box(32, 14, 18, 17, '#f08a3c', 3) +
      path('M56 34H66V48H56Z', homeTile) +
      circle(44, 62, 14, '#fff') +
      circle(40, 60, 5, '#9fd0f2') +
      circle(49, 65, 4, '#6cb5e8'),
  ),
  dishSoap: picture(
    '#eef7dc',
    bottle(
      '#9ccc3c',
      '#4f8f1f',
      '#fff',
      circle(44, 61, 5, '#bfe3f7') + circle(53, 58, 3.6, '#9fd0f2') + circle(52, 66, 3, '#bfe3f7'),
      11,
      32,
    ),
  ),
  trashBag: picture(
    '#eef0f2',
    path('M34 28C26 40 18 58 22 74Q24 84 48 84T74 74C78 58 70 40 62 28Z', '#4a5560') +
      path('M34 28L28 14L42 20L48 12L54 20L68 14L62 28Z', '#5f6b77') +
      box(34, 26, 28, 5, '#e05a4e', 2) +
      stroke('M36 44C30 56 30 66 34 74', '#76828e', 3),
  ),
  battery: picture(
    '#eef0f2',
    repeat(
      box(-9, -24, 18, 52, '#2f3a45', 4) +
        box(-9, -24, 18, 16, '#e0a52a', 4) +
        box(-4, -30, 8, 7, '#aeb6bf', 2) +
        stroke('M0 2V12M-5 7H5', '#fff', 2.6),
      [
        [34, 48],
        [62, 48],
      ],
    ),
  ),
  shampoo: picture(careTile, pumpBottle('#7b5fc0', '#4b3a7d', stroke('M38 58C42 53 46 63 50 58S56 55 58 58', '#7b5fc0', 3))),
  bodyWash: picture('#e4f5f0', pumpBottle('#3fae93', '#237a65', leaf(48, 68, '#3fae93', 0, 16))),
  toothpaste: picture(
    '#e4f2fb',
    turned(
      -30,
      path('M14 38L66 34V62L14 58Z', '#fff') +
        box(66, 38, 14, 20, '#2f7dd1', 3) +
        box(10, 34, 6, 28, '#2f7dd1', 2) +
        stroke('M26 48C34 42 42 54 56 46', '#2fb3a3', 5),
    ),
  ),
  toothbrush: picture(
    '#e4f5f0',
    turned(
      45,
      box(8, 52, 80, 8, '#2fa5a0', 4) + box(62, 38, 22, 14, '#fff', 2) + stroke('M66 40V50M71 40V50M76 40V50M81 40V50', '#6cb5e8', 2.4),
    ),
  ),
  sanitary: picture(
    careTile,
    box(32, 14, 32, 68, '#fff', 16) +
      box(39, 24, 18, 48, '#f7c9dc', 9) +
      path('M32 40C22 38 18 46 20 54C24 60 30 58 32 56Z', '#fff') +
      path('M64 40C74 38 78 46 76 54C72 60 66 58 64 56Z', '#fff') +
      leaf(48, 56, '#fff', 0, 15),
  ),
  soap: picture(
    '#fdf0f4',
    box(16, 44, 64, 32, '#f2a5bb', 14) +
      box(24, 50, 48, 18, '#f7c3d2', 8) +
      circle(30, 32, 8, '#cfe8fa') +
      circle(46, 26, 6, '#dff1fd') +
      circle(60, 34, 9, '#cfe8fa') +
      circle(72, 24, 4, '#dff1fd'),
  ),
  lotion: picture(
    '#fdf3e4',
    path('M34 26H62L66 78Q66 84 60 84H36Q30 84 30 78Z', '#fbe0c2') +
      box(36, 12, 24, 14, '#d99a6c', 3) +
      circle(48, 54, 10, '#fff') +
      leaf(48, 61, '#d99a6c', 0, 14),
  ),
  diaper: picture(
    babyTile,
    path('M14 28H82V44C82 66 62 80 48 80S14 66 14 44Z', '#fff') +
      path('M14 28H82V38H14Z', '#8fc7ee') +
      path('M14 44C28 46 36 58 38 78C24 74 14 60 14 44Z', '#dcebf7') +
      path('M82 44C68 46 60 58 58 78C72 74 82 60 82 44Z', '#dcebf7') +
      circle(48, 50, 6, '#f7c843'),
  ),
  babyFood: picture(
    babyTile,
    box(32, 18, 32, 11, '#8fc7ee', 3) +
      box(28, 29, 40, 54, '#f9d9a0', 9) +
      circle(48, 58, 13, '#fff') +
      circle(43, 56, 2, '#444') +
      circle(53, 56, 2, '#444') +
      stroke('M43 62Q48 67 53 62', '#e3745a', 2.4),
  ),
  wipes: picture(
    babyTile,
    box(12, 34, 72, 42, '#a5d8c6', 9) +
      box(30, 42, 36, 20, '#fff', 8) +
      path('M40 50C42 40 52 42 50 30C58 36 60 44 58 50Z', '#fff') +
      stroke('M20 68H42', '#fff', 3),
  ),
  petFood: picture(petTile, standingBag('#e39a3c', '#b3701f', circle(48, 58, 19, '#fff') + paw)),
  petCan: picture(petTile, can('#6a9a4c', '#fff', path('M36 56C40 48 52 48 56 56L63 51V62L56 57C52 64 40 64 36 56Z', '#e2803a'), 46)),
  catLitter: picture(
    petTile,
    standingBag(
      '#7f8fa3',
      '#5b6a7d',
      circle(48, 58, 18, '#fff') +
        path('M36 68V48L43 54H53L60 48V68Q48 76 36 68Z', '#4a5560') +
        circle(43, 61, 2.2, '#f7d23c') +
        circle(53, 61, 2.2, '#f7d23c'),
    ),
  ),
};
