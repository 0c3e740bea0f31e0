// Presets that follow a customer's value. Pure.
import type { Preset } from './preset';

const TIER_UP: Preset = {
  id: 'tier-up',
  name: { en: 'Tier up', zh: '升级祝贺' },
  about: {
    en: 'Congratulates when a customer moves up to the most valuable ones.',
    zh: '客户升入最高价值层级时表示祝贺。',
  },
  trigger: { on: 'tier', scheme: 'value', to: ['MVC'], from: ['standard', 'MGC', 'BZ'] },
  class: 'marketing',
  content: {
    en: { subject: 'You are one of our best customers', body: '<p>Thank you. From today on you come first.</p>' },
    zh: { subject: '感谢您成为我们的重要客户', body: '<p>感谢您的支持，即日起您将享受优先服务。</p>' },
  },
  againAfterDays: 180,
};

/** In units of the brand's currency. */
const LEVEL = 1_000;
const MISSING = 120;

const LITTLE_MORE: Preset = {
  id: 'little-more',
  name: { en: 'A little more keeps the level', zh: '差一点即可保级' },
  about: {
    en: `Writes when the orders of this year come to within ${MISSING} of ${LEVEL}. Set both to your own level.`,
    zh: `今年的订单金额距 ${LEVEL} 不足 ${MISSING} 时发送。请改成您自己的等级门槛。`,
  },
  segment: {
    id: 'close-to-the-level',
    name: { en: 'Close to the level', zh: '即将达到等级门槛' },
    rule: {
      version: 1,
      when: {
        kind: 'and',
        of: [
          { kind: 'order', what: 'sum', is: 'atLeast', value: LEVEL - MISSING, within: { this: 'year' } },
          { kind: 'order', what: 'sum', is: 'below', value: LEVEL, within: { this: 'year' } },
        ],
      },
    },
  },
  trigger: { on: 'entered', segment: 'close-to-the-level' },
  class: 'marketing',
  content: {
    en: { subject: 'A little more keeps your level', body: '<p>You are almost there.</p>' },
    zh: { subject: '距离保级只差一点', body: '<p>再消费一点，即可保留您的等级。</p>' },
  },
  againAfterDays: 60,
  goal: { order: 'placed', withinDays: 30 },
};

const BELOW_ZERO: Preset = {
  id: 'below-zero',
  name: { en: 'Lower-cost service', zh: '低成本服务' },
  about: {
    en: 'Points customers who cost more than they bring to self-service.',
    zh: '引导服务成本高于贡献的客户使用自助服务。',
  },
  trigger: { on: 'tier', scheme: 'value', to: ['BZ'] },
  class: 'marketing',
  content: {
    en: { subject: 'Help at any hour', body: '<p>Orders, returns and answers: all in your account, at any hour.</p>' },
    zh: { subject: '随时自助服务', body: '<p>订单、退货与常见问题，均可随时在您的账户中办理。</p>' },
  },
  againAfterDays: 180,
};

export const VALUE_PRESETS: readonly Preset[] = [TIER_UP, LITTLE_MORE, BELOW_ZERO];
