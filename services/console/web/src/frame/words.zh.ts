import type { TranslationOf } from '../i18n/dictionary';
import type { en } from './words.en';

export const zh: TranslationOf<typeof en> = {
  frame: {
    search: '搜索客户和页面',
    customers: '客户',
    pages: '页面',
    demo: '演示商店',
    demoLong: '演示商店：购买记录真实，其余为模拟',
    replaying: '正在播放历史',
    clock: '商店时钟：{{when}}',
    toDark: '切换到深色',
    toLight: '切换到浅色',
    language: '语言',
    signedInAs: '已登录：{{name}}',
    signOut: '退出登录',
    skip: '跳到正文',
    navigation: '页面导航',
    user: '用户菜单',
  },
  stop: {
    all: '停止所有活动',
    ask: '停止所有活动？',
    hint: '恢复之前不再发送任何消息，服务消息也不例外；尚未交给收件方的消息同样会暂存。请输入“{{word}}”：',
    word: '停止',
    holds: '所有活动已停止，不发送任何消息。',
    since: '{{when}} 由 {{by}} 停止。',
    resume: '全部恢复',
    resumeAsk: '恢复所有活动？',
    resumeHint: '运行中的活动将继续发送。暂存的消息若未过期也会发出。',
    cancel: '取消',
  },
  signIn: {
    title: '请打开一次性链接',
    used: '此链接已被使用，或已超过 24 小时。',
    how: '服务器每次启动都会生成一条新链接：显示在终端里“Open”之后；没有终端时，保存在数据目录的 start-link 文件中。请在本浏览器中打开它。',
    again: '重试',
  },
};
