import { courierZh } from './zh/courierZh.ts';
import { deviceZh } from './zh/deviceZh.ts';
import { dispatchZh } from './zh/dispatchZh.ts';
import { handoverZh } from './zh/handoverZh.ts';
import { labelZh } from './zh/labelZh.ts';
import { robotsZh } from './zh/robotsZh.ts';
import { labourZh } from './zh/labourZh.ts';
import { labelPickZh } from './zh/labelPickZh.ts';
import { linkZh } from './zh/linkZh.ts';
import { packingZh } from './zh/packingZh.ts';
import { pickingZh } from './zh/pickingZh.ts';
import { policiesZh } from './zh/policiesZh.ts';
import { printZh } from './zh/printZh.ts';
import { queueZh } from './zh/queueZh.ts';
import { rideZh } from './zh/rideZh.ts';
import { ruleReasonsZh } from './zh/ruleReasonsZh.ts';
import { scanningZh } from './zh/scanningZh.ts';
import { signInZh } from './zh/signInZh.ts';
import { sorterZh } from './zh/sorterZh.ts';
import { syncZh } from './zh/syncZh.ts';
import { tradeZh } from './zh/tradeZh.ts';
import { trainingZh } from './zh/trainingZh.ts';
import { voiceZh } from './zh/voiceZh.ts';
/** Every sentence a user reads, in Chinese. The English table must have the same keys. */
export const zhCN = {
  ...courierZh,
  ...deviceZh,
  ...dispatchZh,
  ...handoverZh,
  ...labelZh,
  ...robotsZh,
  ...labourZh,
  ...labelPickZh,
  ...linkZh,
  ...packingZh,
  ...pickingZh,
  ...policiesZh,
  ...printZh,
  ...queueZh,
  ...rideZh,
  ...ruleReasonsZh,
  ...signInZh,
  ...sorterZh,
  ...syncZh,
  ...tradeZh,
  ...trainingZh,
  ...voiceZh,
  app: {
    name: '半点达',
    language: '切换到英文',
    languageShort: 'EN',
    toDark: '切换到深色',
    toLight: '切换到浅色',
    opening: '正在打开工位…',
    openingHint: '正在连接本机服务。通常不到三秒。',
    hostAway: '本机服务没有应答',
    hostAwayHint: '请检查工位主机是否开机。页面会自动重连，扫过的都在。',
    notPaired: '这个浏览器还没有配对',
    notPairedHint: '请用启动工位时显示的完整地址打开，地址里带有配对码。',
    versionMismatch: '工位程序已更新',
    versionMismatchHint: '请重新加载页面。已完成的工作都已保存。',
    reload: '重新加载',
    loading: '正在取得本店数据 {{percent}}%',
    loadingHint: '商品、库位和订单存到本机后，断网也能干活。',
    otherWindow: '工位正在另一个窗口里使用',
    otherWindowHint: '一台工位同时只能有一个窗口干活。在这里继续，那个窗口会停下，手上的单不会丢。',
    takeOver: '在这里继续',
    storeFailed: '本机数据库打不开',
    retry: '再试一次',
  },
  bug: {
    title: '这个页面出错了',
    hint: '已响过提示音的扫描都已保存，没有丢失。按“继续”回到刚才的地方。',
    proceed: '继续',
    detail: '给技术人员：{{detail}}',
  },
  key: { space: '空格', enter: '回车', escape: 'Esc' },
  scanning: scanningZh,
  nav: {
    queue: '任务',
    picking: '拣货',
    packing: '打包',
    handover: '交接',
    board: '看板',
    devices: '设备',
    sync: '同步',
    labels: '标签',
    dispatch: '派单',
    robots: '小车',
    sorter: '分拣',
    main: '主导航',
  },
  age: { seconds: '{{n}} 秒', minutes: '{{n}} 分', hours: '{{n}} 小时', days: '{{n}} 天' },
  time: {
    left: '剩余',
    soon: '快超时',
    late: '已超时',
    willBeLate: '预计超时',
    promise: '承诺 {{clock}}',
    budgetLeft: '本环节剩余',
  },
  stop: {
    title: '停',
    scanned: '扫到的是',
    expected: '应该是',
    lead: '扫“确认”码，或按',
    tail: '解除。回车无效。',
    touch: '点此解除',
    held: '停止期间又扫了 {{count}} 次，没有计入，请解除后重扫。',
  },
  scan: {
    notUsedHere: '这里不需要扫码。',
    empty: '扫到空码，请重扫。',
    unknownCode: '不认识的条码：{{scanned}}。',
    badCheckCharacter: '条码不完整，请重扫或换一张标签。',
    badCheckDigit: '商品条码校验不对，请重扫。',
    badValueVerifier: '价签上的金额校验不对，请重新打价签。',
    conflictingElements: '条码里的信息互相矛盾，请拿给主管。',
    impossibleDate: '条码里的日期不可能，请拿给主管。',
    malformedElement: '条码内容不完整，请重扫。',
    missingElement: '条码缺少必须的内容，请交给主管。',
    notSiteCode: '这不是本店的码。',
    unknownAi: '条码里有不认识的内容，请拿给主管。',
    unknownBadge: '没有这个工牌。',
    unknownBin: '没有这个库位。',
    unknownCommand: '不认识的指令码。',
    unknownCourier: '没有这个骑手。',
    unknownGoods: '本店没有这个商品条码。',
    unknownOrder: '没有这个订单，可能还没同步过来。',
    unknownPallet: '托盘码在这里没有用。',
    unknownParcel: '没有这个包裹。',
    unknownPlu: '没有这个称重编码。',
    unknownShelf: '没有这个货架位。',
    isDevice: '这是打印机测试标签上的码。要对调打印机，请到「设备」。',
  },
  common: {
    accepted: '对，继续。',
    helpCalled: '已通知主管，马上来人。',
    nothingToUndo: '没有可以撤销的。',
    signedIn: '{{name}} 已登录。',
    unknownMessage: '请找主管（{{key}}）。',
  },
  /** The reason of a fault in the strip's few letters; the sentence is in `device` and `spool`. */
} as const;
