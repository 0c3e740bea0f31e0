// Segments, cut-offs and the first two campaigns of the demo store, which send to the outbox only.
// Names are in both languages, and messages in that of the customer.

export const SEGMENTS = [
  {
    id: 'active',
    name: 'Active: bought within 90 days / 活跃：90 天内购买过',
    rule: {
      version: 1,
      when: { kind: 'event', name: 'Order Completed', times: { atLeast: 1 }, within: { amount: 90, unit: 'days' } },
    },
  },
  {
    id: 'silent-valued',
    name: 'Valued and silent for 60 days / 高价值且 60 天未购买',
    rule: {
      version: 1,
      when: {
        kind: 'and',
        of: [
          { kind: 'tier', scheme: 'value', in: ['MVC', 'MGC'] },
          { kind: 'recency', is: 'atLeast', days: 60 },
        ],
      },
    },
  },
  {
    id: 'likely-lost',
    name: 'More likely gone than not / 多半已流失',
    rule: { version: 1, when: { kind: 'number', name: 'pAlive', is: 'below', value: 0.5 } },
  },
  {
    id: 'repeat-buyers',
    name: 'Bought on three days or more / 三天及以上有购买',
    rule: { version: 1, when: { kind: 'number', name: 'purchaseDays', is: 'atLeast', value: 3 } },
  },
] as const;

/**
 * Cut-offs in minor units, from percentiles of the file: about one customer in twelve is most
 * valuable, one in nine most growable.
 */
export const CUT_OFFS = { a: 4000, b: 2500 };

export const ECONOMICS = { marginRate: 0.3, costPerOrder: 150, costPerReturn: 300, costPerContact: 0 };

interface Content {
  subject: string;
  body: string;
}

/** Returns one template with both languages. */
export const inBoth = (english: Content, chinese: Content): Content => ({
  subject: byLocale(english.subject, chinese.subject),
  body: byLocale(english.body, chinese.body),
});

const byLocale = (english: string, chinese: string) =>
  `{% if customer.locale == 'zh-CN' %}${chinese}{% else %}${english}{% endif %}`;

const common = {
  class: 'marketing',
  channel: 'email',
  delivery: 'outbox',
  control: 0.1,
  accepts: ['live', 'replay'],
} as const;

export const CAMPAIGNS = [
  {
    id: 'win-back',
    draft: {
      ...common,
      name: 'Win back / 唤回',
      trigger: { on: 'entered', segment: 'silent-valued' },
      content: inBoth(
        {
          subject: '{{ customer.name }}, we kept a place on the shelf for you',
          body: '<p>Dear {{ customer.name }},</p><p>It has been a while since your last record. Something new has come in that fits your shelf.</p><p>Northlight Records</p>',
        },
        {
          subject: '{{ customer.name }}，唱片架上为您留了位置',
          body: '<p>{{ customer.name }}，您好：</p><p>距您上次选购唱片已有一段时间。店里新到了一批您可能喜欢的唱片，欢迎回来看看。</p><p>北光唱片</p>',
        },
      ),
      againAfterDays: 90,
    },
  },
  {
    id: 'thank-you',
    draft: {
      ...common,
      name: 'Thank you, MVC / 感谢',
      trigger: { on: 'tier', scheme: 'value', to: ['MVC'] },
      content: inBoth(
        {
          subject: 'Thank you, {{ customer.name }}',
          body: '<p>Dear {{ customer.name }},</p><p>You are now among the customers we value most. From today, first listen to new arrivals is yours.</p><p>Northlight Records</p>',
        },
        {
          subject: '{{ customer.name }}，感谢您的支持',
          body: '<p>{{ customer.name }}，您好：</p><p>您已成为本店最看重的客户之一。从今天起，新到唱片您可以优先试听。</p><p>北光唱片</p>',
        },
      ),
      againAfterDays: 180,
    },
  },
] as const;
