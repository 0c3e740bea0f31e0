import type { TranslationOf } from '../../i18n/dictionary';
import type { en } from './words.en';

export const zh: TranslationOf<typeof en> = {
  steps: {
    title: '新手引导',
    done: '已完成',
    close: '关闭新手引导',
    step: {
      sale: '模拟一笔订单，看它如何流转',
      customer: '打开下一位将发生变化的客户',
      why: '看看一条消息为何未发送',
      language: '切换为 English',
      data: '使用我的数据',
    },
  },
};
