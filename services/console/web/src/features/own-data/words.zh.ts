import type { TranslationOf } from '../../i18n/dictionary';
import type { en } from './words.en';

export const zh: TranslationOf<typeof en> = {
  data: {
    open: '使用我的数据',
    title: '使用我的数据',
    leave: '离开演示商店',
    leaveHere: '清空此商店：演示客户、客群和营销活动都会被删除。您仍保持登录。',
    leaveNow: '清空商店',
    leaveName: '请输入演示商店的名称以确认：{{name}}',
    demoName: '北光唱片',
    leaveSure_other: '将删除 {{people}} 位客户以及您模拟的全部订单。需要几秒钟，无法撤销。',
    leaving: '商店正在重新启动……',
    leavingLong: '比平常稍慢，请稍候。',
    leaveText: '您的商店使用自己的文件夹，演示商店仍留在原处。请停止服务器（Ctrl C），再这样启动：',
    leaveBack: '不带这些参数运行 npm start 即可回到演示商店；若不再需要，删除其文件夹即可（默认为 .segue）。',
    history: '导入历史订单',
    historyText: '任何含有客户、日期和金额的 CSV 文件。它们作为历史导入：不会因此向任何人发送消息。',
    fit: '按您自己的数字评估价值',
    fitText:
      '导入之后：设置您的毛利率与成本、价值分层的分界线（金额以分为单位），再从您的客户中取得消费行为分组的分界。在此之前，所有价值均按标准模型估算。',
    live: '接入今后的数据',
    liveText: '购买、访问、授权：可通过 HTTP 或任意 Segment SDK 发送。每个数据源需要一把写入密钥，它只能写入。',
    liveHere: '数据会写入您现在看到的商店。',
    sourceName: '数据源名称',
    source: '我的商店',
    make: '生成写入密钥',
    once: '此密钥只在这里显示一次，请妥善保存。',
    byHttp: '通过 HTTP',
    bySdk: '通过 Node SDK',
    copy: '复制',
  },
};
