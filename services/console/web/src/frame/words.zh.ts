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
  signIn: {
    title: '请打开一次性链接',
    used: '此链接已被使用，或已超过 24 小时。',
    how: '服务器每次启动都会生成一条新链接：显示在终端里“Open”之后；没有终端时，保存在数据目录的 start-link 文件中。请在本浏览器中打开它。',
    again: '重试',
  },
};
