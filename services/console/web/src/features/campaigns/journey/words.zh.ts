import type { TranslationOf } from '../../../i18n/dictionary';
import type * as en from './words.en';

export const presets: TranslationOf<typeof en.presets> = {
  title: '模板',
  from: '从模板新建',
  hint: '每个模板生成一份可修改的草稿。在您放行之前，消息只写入发件箱。',
  use: '生成草稿',
  useNamed: '生成草稿：{{name}}',
  makesSegment: '同时新建客群“{{segment}}”。',
  usesSegment: '使用已有客群“{{segment}}”。',
};

export const journeys: TranslationOf<typeof en.journeys> = {
  title: '旅程',
  allVersions: '数字为所有版本合计。',
  inSteps: '此活动有多个步骤，消息在步骤之中。步骤本身保持不变。',
  messageOf_other: '第 {{steps}} 步的消息',
  length: {
    days_other: '{{count}} 天',
    hours_other: '{{count}} 小时',
    minutes_other: '{{count}} 分钟',
    seconds_other: '{{count}} 秒',
  },
  kind: {
    send: '发送消息',
    wait: '等待',
    branch: '条件分支',
    split: '随机分流',
    goal: '结束：目标已达成',
    exit: '结束',
  },
  send: '发送“{{subject}}”',
  sendAnyway: '发送“{{subject}}”，触发条件不再成立时也发送',
  wait: {
    for: '等待 {{length}}',
    until: '等到 {{time}}',
    weekday: '等到{{days}} {{time}}',
    event: '等待“{{event}}”，至多 {{length}}',
  },
  weekday: { 1: '周一', 2: '周二', 3: '周三', 4: '周四', 5: '周五', 6: '周六', 7: '周日' },
  way: {
    then: '然后到第 {{number}} 步',
    event: '事件发生：到第 {{number}} 步',
    timeout: '到期未发生：到第 {{number}} 步',
    otherwise: '其他情况：到第 {{number}} 步',
    share: '{{share}} 的客户：到第 {{number}} 步',
  },
  segment: {
    is: '在“{{segment}}”中：到第 {{number}} 步',
    isNot: '不在“{{segment}}”中：到第 {{number}} 步',
  },
  tier: {
    is: '{{scheme}}为{{tier}}：到第 {{number}} 步',
    isNot: '{{scheme}}不是{{tier}}：到第 {{number}} 步',
  },
  consent: {
    is: '已授权{{channel}}{{purpose}}：到第 {{number}} 步',
    isNot: '未授权{{channel}}{{purpose}}：到第 {{number}} 步',
  },
  trait: {
    is: '{{trait}} 为“{{value}}”：到第 {{number}} 步',
    isNot: '{{trait}} 不是“{{value}}”：到第 {{number}} 步',
  },
  goal: {
    order_other: '目标：{{count}} 天内下单',
    event_other: '目标：{{count}} 天内发生“{{event}}”',
    basket_other: '目标：{{count}} 天内同一购物车发生“{{event}}”',
  },
  entered: '{{shown}} 人进入',
  waiting: '{{shown}} 人等待中',
  leftBy: '{{way}}：{{shown}}',
  left: {
    sent: '已发送',
    held: '未发送',
    time: '到时离开',
    event: '事件发生',
    timeout: '到期未发生',
  },
  savedWaiting: '已保存。旅程中的客户按开始时的版本走完。',
  waitingAt_other: '{{shown}} 位客户在第 {{number}} 步等待',
  waitingAtGone_other: '{{shown}} 位客户在 {{node}} 等待，新版本没有这一步',
  moveHint: '也可以让他们改按新版本继续，前提是新版本保留其所在步骤。当前的等待按原样结束。',
  finish: '按原版本走完',
  move: '改按新版本',
  gone: '早前版本的步骤',
  enrolments: '旅程人次',
  begun: '已开始',
  underWay: '进行中',
  end: {
    met: '目标已达成',
    otherwise: '购买了其他商品',
    unmet: '到期未达成目标',
    exit: '走完全程',
    stopped: '已停止',
    'too-many-waiting': '同一客户等待过多',
    lost: '无法继续',
  },
};
