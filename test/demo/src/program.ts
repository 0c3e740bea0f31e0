// What the demo store runs: segments, cut-offs and the first two campaigns. To the outbox only.

export const SEGMENTS = [
  {
    id: 'active',
    name: 'Active: bought within 90 days',
    rule: {
      version: 1,
      when: { kind: 'event', name: 'Order Completed', times: { atLeast: 1 }, within: { amount: 90, unit: 'days' } },
    },
  },
  {
    id: 'silent-valued',
    name: 'Valued and silent for 60 days',
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
    name: 'More likely gone than not',
    rule: { version: 1, when: { kind: 'number', name: 'pAlive', is: 'below', value: 0.5 } },
  },
  {
    id: 'repeat-buyers',
    name: 'Bought on three days or more',
    rule: { version: 1, when: { kind: 'number', name: 'purchaseDays', is: 'atLeast', value: 3 } },
  },
] as const;

/** Constants taken once from the file's percentiles: about one customer in twelve is most valuable, one in nine most growable. Minor units. */
export const CUT_OFFS = { a: 4000, b: 2500 };

export const ECONOMICS = { marginRate: 0.3, costPerOrder: 150, costPerReturn: 300, costPerContact: 0 };

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
      content: {
        subject: '{{ customer.name }}, we kept a place on the shelf for you',
        body: '<p>Dear {{ customer.name }},</p><p>It has been a while since your last record. Something new has come in that fits your shelf.</p><p>Northlight Records 北光唱片</p>',
      },
      againAfterDays: 90,
    },
  },
  {
    id: 'thank-you',
    draft: {
      ...common,
      name: 'Thank you, MVC / 感谢',
      trigger: { on: 'tier', scheme: 'value', to: ['MVC'] },
      content: {
        subject: 'Thank you, {{ customer.name }}',
        body: '<p>Dear {{ customer.name }},</p><p>You are now among the customers we value most. From today, first listen to new arrivals is yours.</p><p>Northlight Records 北光唱片</p>',
      },
      againAfterDays: 180,
    },
  },
] as const;
