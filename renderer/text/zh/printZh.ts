/** Sentences of printing and weighing, in Chinese. */
export const printZh = {
  printStatus: { queued: '排队中', sending: '发送中', sent: '已发送', confirmed: '已打印', unknown: '不确定', failed: '失败' },
  spool: {
    full: '太多扫码还没有处理，请先处理屏幕上的工作。',
    diskFault: '磁盘写不进去，请找技术人员。',
  },
  print: {
    interrupted: '打印时工位停过，请看看有没有这张面单。',
    cancelled: '已取消打印。',
    noPrinter: '没有能打这种面单的打印机，请在设备里添加。',
    noProof: '打印队列只说发完了，请看看有没有这张面单。',
    notCounted: '打印机说没有打出这张，请看看，没有就重打。',
    badFields: '面单内容不完整，打不出来。',
    unknownTemplate: '没有这种面单。',
    noSuchPrinter: '没有这台打印机。',
    queueFull: '等待打印的太多了，请先处理打印机。',
    unknownJob: '没有这个打印任务。',
    notUnknown: '这个打印任务不用确认。',
  },
  scale: {
    unstable: '重量还没稳定，请稍等。',
    empty: '秤上没有东西。',
    negative: '重量是负的，请清空秤盘并归零。',
    overload: '超重了，请分开称。',
    tooOld: '电子秤没有新的读数，请检查。',
    notEmptied: '请先把秤盘清空，再称下一件。',
    patternBroken: '表达式写错了。',
    patternNoWeight: '表达式里没有 (?<weight>…)，不知道哪里是重量。',
    recordNothing: '没有收到电子秤的数据，请检查连线和波特率。',
    recordTwoWeights: '请用两个不同的已知重量各录一次。',
    recordNoWeight: '录到的数据里找不到这个重量，请核对重量后重录。',
  },
};
