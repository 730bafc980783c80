import { argon2id } from 'hash-wasm';
import { asId } from '#shared/base/ids.ts';
import type { Role } from '#shared/model/operator/operator.ts';
import type { StoredCourier, StoredOperator } from './demoSiteFiles.ts';

type Person = {
  readonly name: string;
  readonly badgeCode: string;
  readonly pin: string;
  readonly roles: readonly Role[];
  readonly language: 'zh-CN' | 'en';
};

/** The newcomer's own account, shown on the sign-in page of the demo. */
export const demoHint = { operatorName: '林晓', badgeCode: '1001', pin: '1357' } as const;

const floor: readonly Role[] = ['picker', 'packer', 'storeStaff'];

/** People of the demo site. The PINs are for show; nothing real is behind them. */
const people: readonly Person[] = [
  {
    name: demoHint.operatorName,
    badgeCode: demoHint.badgeCode,
    pin: demoHint.pin,
    roles: [...floor, 'receiver', 'supervisor'],
    language: 'zh-CN',
  },
  { name: '周宁', badgeCode: '1002', pin: '2468', roles: floor, language: 'zh-CN' },
  { name: '陈一帆', badgeCode: '1003', pin: '2468', roles: floor, language: 'zh-CN' },
  { name: '赵雨桐', badgeCode: '1004', pin: '2468', roles: floor, language: 'zh-CN' },
  { name: 'Sam Porter', badgeCode: '1005', pin: '2468', roles: floor, language: 'en' },
  { name: '孙浩', badgeCode: '1006', pin: '2468', roles: floor, language: 'zh-CN' },
  { name: '何敏', badgeCode: '1007', pin: '2468', roles: floor, language: 'zh-CN' },
  { name: '吴桐', badgeCode: '1008', pin: '2468', roles: floor, language: 'zh-CN' },
  { name: 'Mia Reed', badgeCode: '1009', pin: '2468', roles: floor, language: 'en' },
  { name: '唐小满', badgeCode: '1010', pin: '1122', roles: ['packer'], language: 'zh-CN' },
  { name: '韩雪', badgeCode: '1020', pin: '8642', roles: ['supervisor', 'receiver'], language: 'zh-CN' },
  { name: '郑凯', badgeCode: '1030', pin: '9753', roles: ['admin', 'supervisor'], language: 'zh-CN' },
];

/** Badges of the people whose work virtual pickers may do. */
export const virtualPickerBadges: readonly string[] = people.slice(1, 9).map((person) => person.badgeCode);

/** Hashes the PINs (argon2id, 19 MiB, 2 passes: OWASP's first choice) with salts made of the badge, so that files are reproducible. */
export async function makeOperators(): Promise<readonly StoredOperator[]> {
  const operators: StoredOperator[] = [];
  for (const person of people) {
    const salt = new TextEncoder().encode(`halfhour-demo-${person.badgeCode}`);
    const pinHash = await argon2id({
      password: person.pin,
      salt,
      parallelism: 1,
      iterations: 2,
      memorySize: 19_456,
      hashLength: 32,
      outputType: 'encoded',
    });
    const { name, badgeCode, roles, language } = person;
    operators.push({ id: asId(`OP${badgeCode}`), name, roles: [...roles], badgeCode, pinHash, language, validForDays: 3650 });
  }
  return operators;
}

const courierNames =
  '马骁 刘一航 谢飞 罗成 梁伟 宋嘉木 邓凡 许诺 冯远 曹阳 彭程 曾毅 肖鹏 田野 董磊 袁帅 潘悦 于洋 蒋川 蔡明轩 余晖 杜衡 叶知秋 程锦 武岳 任飞扬 方舟 石磊 康宁 白帆 贺强 龙翔 万里 段成 雷鸣 顾北';

/** The couriers of the demo site. */
export function makeCouriers(): readonly StoredCourier[] {
  return courierNames.split(' ').map((name, index) => {
    const code = `R${String(index + 1).padStart(2, '0')}`;
    return { id: asId(code), code, name, capacityOrders: index % 4 === 3 ? 4 : 3 };
  });
}
