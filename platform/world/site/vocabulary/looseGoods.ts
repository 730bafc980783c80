import type { TemperatureClass } from '#shared/model/common.ts';
import type { LooseGoods } from './family.ts';

const fruit = `红富士苹果|Fuji apple|apple|13.8; 嘎啦苹果|Gala apple|apple|12.8; 青苹果|Granny Smith apple|pear|19.8; 冰糖心苹果|Aksu apple|apple|16.8; 国产香蕉|Local banana|banana|7.9;
进口香蕉|Imported banana|banana|11.9; 小米蕉|Baby banana|banana|13.8; 砂糖桔|Sugar mandarin|orange|12.9; 脐橙|Navel orange|orange|11.8; 血橙|Blood orange|orange|18.8; 沃柑|Orah mandarin|orange|14.9;
丑橘|Dekopon|orange|17.8; 金桔|Kumquat|orange|19.9; 西柚|Grapefruit|orange|16.8; 红心柚|Red pomelo|orange|9.9; 柠檬|Lemon|lemon|16.9; 青柠|Lime|lemon|22.9; 雪梨|Snow pear|pear|8.9; 香梨|Fragrant pear|pear|13.8;
皇冠梨|Crown pear|pear|9.9; 秋月梨|Akizuki pear|pear|18.9; 水蜜桃|Honey peach|peach|21.8; 油桃|Nectarine|peach|16.8; 黄桃|Yellow peach|peach|18.8; 蟠桃|Flat peach|peach|23.8; 巨峰葡萄|Kyoho grape|grape|19.8;
阳光玫瑰葡萄|Shine Muscat grape|grape|49.8; 无籽红提|Seedless red grape|grape|32.8; 夏黑葡萄|Summer Black grape|grape|25.8; 麒麟西瓜|Kylin watermelon|watermelon|7.8; 黑美人西瓜|Black Beauty watermelon|watermelon|6.8;
哈密瓜|Hami melon|watermelon|11.8; 羊角蜜瓜|Horn melon|watermelon|12.8; 芒果|Mango|mango|22.8; 小台农芒|Tainong mango|mango|18.8; 火龙果红心|Red dragon fruit|dragonFruit|19.8; 火龙果白心|White dragon fruit|dragonFruit|13.8;
奇异果|Kiwifruit|pear|24.8; 车厘子|Cherry|cherry|89.0; 樱桃|Local cherry|cherry|49.8; 蓝莓散装|Loose blueberry|grape|69.0; 草莓散装|Loose strawberry|strawberry|45.8; 荔枝|Lychee|cherry|29.8; 龙眼|Longan|cherry|19.8; 菠萝|Pineapple|mango|9.8; 木瓜|Papaya|mango|11.8`;

const vegetable = `上海青|Shanghai greens|leafyGreens|6.9; 菠菜|Spinach|leafyGreens|9.9; 生菜|Lettuce|leafyGreens|8.9; 油麦菜|Romaine leaf|leafyGreens|8.9; 空心菜|Water spinach|leafyGreens|8.5; 娃娃菜|Baby cabbage|cabbage|7.9;
大白菜|Napa cabbage|cabbage|3.9; 包心菜|Round cabbage|cabbage|4.9; 紫甘蓝|Red cabbage|cabbage|8.8; 西兰花|Broccoli|broccoli|12.8; 花菜|Cauliflower|broccoli|9.8; 芹菜|Celery|leafyGreens|7.8; 韭菜|Chinese chive|leafyGreens|8.8;
茼蒿|Crown daisy|leafyGreens|11.8; 苋菜|Amaranth|leafyGreens|9.8; 番茄|Tomato|tomato|9.9; 樱桃番茄|Cherry tomato|tomato|15.8; 黄瓜|Cucumber|cucumber|7.9; 水果黄瓜|Mini cucumber|cucumber|12.8; 丝瓜|Luffa|cucumber|9.8;
苦瓜|Bitter melon|cucumber|9.8; 冬瓜|Winter melon|cucumber|3.8; 南瓜|Pumpkin|pumpkin|4.8; 贝贝南瓜|Baby pumpkin|pumpkin|9.8; 茄子|Eggplant|eggplant|7.9; 圆茄|Round eggplant|eggplant|7.5; 青椒|Green pepper|pepper|8.9;
红椒|Red pepper|pepper|12.8; 小米辣|Bird's eye chilli|pepper|29.8; 线椒|Thin chilli|pepper|11.8; 土豆|Potato|potato|4.9; 红薯|Sweet potato|potato|6.9; 紫薯|Purple sweet potato|potato|8.9; 山药|Chinese yam|potato|14.8; 芋头|Taro|potato|10.8;
胡萝卜|Carrot|carrot|5.8; 白萝卜|White radish|carrot|3.8; 莲藕|Lotus root|potato|11.8; 洋葱|Onion|onion|4.8; 大蒜|Garlic|onion|13.8; 生姜|Ginger|potato|17.8; 小葱|Spring onion|leafyGreens|14.8; 四季豆|Green bean|leafyGreens|12.8;
荷兰豆|Snow pea|leafyGreens|22.8; 甜玉米|Sweet corn|corn|7.8; 香菇|Shiitake|mushroom|19.8; 平菇|Oyster mushroom|mushroom|11.8; 杏鲍菇|King oyster mushroom|mushroom|13.8`;

const meat = `五花肉|Pork belly|meat|45.8; 猪里脊|Pork loin|meat|39.8; 猪排骨|Pork ribs|meat|59.8; 猪前腿肉|Pork shoulder|meat|33.8; 牛腱子|Beef shank|steak|89.8; 牛腩|Beef brisket|steak|79.8; 牛里脊|Beef tenderloin|steak|109.0; 羊腿肉|Lamb leg|meat|86.8;
鸡腿|Chicken leg|chicken|25.8; 鸡翅中|Chicken mid wing|chicken|49.8; 鸡胸肉|Chicken breast|chicken|24.8; 三黄鸡|Sanhuang chicken|chicken|32.8; 鸭腿|Duck leg|chicken|23.8`;

const seafood = `鲈鱼|Sea bass|fish|45.8; 草鱼块|Grass carp pieces|fish|25.8; 鲫鱼|Crucian carp|fish|27.8; 带鱼段|Hairtail pieces|fish|39.8; 黄花鱼|Yellow croaker|fish|42.8; 三文鱼中段|Salmon fillet|fish|168.0; 基围虾|Whiteleg shrimp|shrimp|79.8;
青虾|River shrimp|shrimp|98.0; 花蛤|Clam|shell|19.8; 蛏子|Razor clam|shell|38.8; 扇贝|Scallop|shell|36.8; 梭子蟹|Swimming crab|crab|88.0; 鱿鱼|Squid|shrimp|46.8`;

function rows(text: string, category: string, temperature: TemperatureClass, shelfLifeDays: number): readonly LooseGoods[] {
  return text.split(';').map((row) => {
    const [zh = '', en = '', picture = '', yuan = '0'] = row.trim().split('|');
    return { category, picture, name: [zh, en], priceFen: Math.round(Number(yuan) * 100), temperature, shelfLifeDays };
  });
}

/** Produce, meat and fish weighed at picking: 120 kinds. */
export const looseGoods: readonly LooseGoods[] = [
  ...rows(fruit, 'fruit', 'ambient', 9),
  ...rows(vegetable, 'vegetable', 'chilled', 5),
  ...rows(meat, 'meat', 'chilled', 4),
  ...rows(seafood, 'seafood', 'chilled', 3),
];
