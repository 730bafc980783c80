/** Sentences of training, in Chinese. */
export const trainingZh = {
  training: {
    title: '培训模式',
    hint: '这里做的都不算数，也不会发出去',
    leave: '结束培训',
    enter: '进入培训',
    right: '下一步扫这个',
    wrong: '试试扫错',
    scanIt: '代扫',
    print: '打印练习码',
    sheet: '练习码',
    opening: '正在准备练习仓…',
    openingHint: '真实的任务都在，结束培训就回来。',
    traineeName: '学员',
  },
};
