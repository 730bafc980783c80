import type { Phrase } from './family.ts';
import { phrases } from './family.ts';

/** Invented brand names by trade. Any likeness to a real one is chance. */
export const brands: Readonly<Record<string, readonly Phrase[]>> = {
  farm: phrases('田间序|Fieldnote; 拾光农圃|Lumen Plot; 云上青|Cloudgreen; 三畦|Threebeds'),
  meat: phrases('北坡牧|Northslope; 良豚坊|Goodhog; 稻鸡坊|Paddyfowl; 赤炉|Redhearth'),
  sea: phrases('潮信|Tidemark; 蓝湾渔|Bluecove; 鸥港|Gullport'),
  dairy: phrases('晨牧谷|Dawnvale; 白鹿溪|Whitedeer; 牧云间|Cloudherd; 草甸里|Meadowlane'),
  egg: phrases('山鸣|Hillcall; 竹林鸡舍|Bamboo Coop; 晓笼|Dawnnest'),
  tofu: phrases('豆磨坊|Beanmill; 石磨弄|Stonemill Lane; 豆知己|Beanfriend'),
  deli: phrases('灶间|Stoveroom; 一汤记|Onesoup; 轻野食|Lightfield'),
  bakery: phrases('麦语者|Wheatword; 橡木炉|Oakoven; 早安铺|Morning Shop; 酥里|Flakelane'),
  frozen: phrases('雪厨|Snowkitchen; 小满灶|Xiaoman Stove; 冰匠|Icewright; 北窗|Northwindow'),
  ice: phrases('雪屿|Snowisle; 奶冻森林|Creamwood; 冰果局|Icefruit Club'),
  drink: phrases('泠泉|Lingspring; 果屿|Fruitisle; 茶闻|Teatale; 泡泡局|Popclub; 山涧|Gully'),
  alcohol: phrases('麦潮|Malttide; 南窖|Southcellar; 云麓庄|Cloudfoot; 槐序|Huaixu'),
  snack: phrases('咔滋屋|Crunchhouse; 橡果邮局|Acorn Post; 糖纸鸢|Candykite; 慢半拍|Halfbeat; 海苔人|Norifolk'),
  grain: phrases('谷里|Grainlane; 面鼓楼|Noodletower; 稻川|Riceriver; 五禾|Fiveears'),
  sauce: phrases('老坛弄|Oldjar Lane; 酱园巷|Saucery; 椒客|Pepperguest; 鲜时|Umamihour'),
  oil: phrases('榨坊|Pressworks; 金粒|Goldgrain; 橄榄岭|Oliveridge'),
  tea: phrases('一叶渡|Leafferry; 焙山|Roasthill; 清晨杯|Morningcup; 麦圈圈|Oatloop'),
  clean: phrases('净小屋|Cleanhut; 棉云|Cottoncloud; 洁纹|Pureline; 柠泡|Lemonfoam'),
  care: phrases('沐森|Bathwood; 齿光|Toothlight; 净禾|Clearear; 柔岚|Softmist'),
  baby: phrases('小芽儿|Tinysprout; 软棉棉|Softcotton; 米嘟|Midoo'),
  pet: phrases('毛球星|Furball Star; 爪印|Pawprint; 汪喵社|Woofmeow'),
};
