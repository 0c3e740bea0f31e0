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
