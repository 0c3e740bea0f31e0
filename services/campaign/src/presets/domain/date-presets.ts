// Presets that follow a day in a trait, by the customer's own clock. Pure.
import type { Preset } from './preset';

const BIRTHDAY: Preset = {
  id: 'birthday',
  name: { en: 'Birthday', zh: '生日祝福' },
  about: {
    en: 'Congratulates on the birthday, by the trait "birthday" and the customer\'s own clock.',
    zh: '按“birthday”属性，在客户当地的生日当天送上祝福。',
  },
  segment: {
    id: 'birthday-today',
    name: { en: 'Birthday today', zh: '今天过生日' },
    rule: { version: 1, when: { kind: 'date', name: 'birthday', yearly: true, from: 0, to: 0, zone: 'customer' } },
  },
  trigger: { on: 'entered', segment: 'birthday-today' },
  class: 'marketing',
  content: {
    en: { subject: 'Happy birthday', body: '<p>We wish you a wonderful day.</p>' },
    zh: { subject: '生日快乐', body: '<p>祝您度过美好的一天。</p>' },
  },
  againAfterDays: 300,
};

/** Ends on the day before, so that it never meets the congratulation of the day itself. */
const BIRTHDAY_SOON: Preset = {
  id: 'birthday-soon',
  name: { en: 'Birthday soon', zh: '生日将至' },
  about: {
    en: "Writes at ten in the morning of the customer's own clock, once the birthday is a week away or less.",
    zh: '客户生日（“birthday”属性）进入一周之内后，于当地下一个上午十点发送。',
  },
  segment: {
    id: 'birthday-within-a-week',
    name: { en: 'Birthday within a week', zh: '一周内过生日' },
    rule: { version: 1, when: { kind: 'date', name: 'birthday', yearly: true, from: -7, to: -1, zone: 'customer' } },
  },
  trigger: { on: 'entered', segment: 'birthday-within-a-week' },
  class: 'marketing',
  content: {
    en: { subject: 'Your birthday is near', body: '<p>Choose something nice for your birthday.</p>' },
    zh: { subject: '您的生日快到了', body: '<p>为生日挑一件心仪的礼物吧。</p>' },
  },
  againAfterDays: 300,
  steps: [
    { node: 'morning', kind: 'wait', until: '10:00', next: 'write' },
    { node: 'write', kind: 'send', next: 'end' },
    { node: 'end', kind: 'exit' },
  ],
};

/** The day of joining is no anniversary: a year has to have passed. */
const ANNIVERSARY: Preset = {
  id: 'anniversary',
  name: { en: 'Anniversary', zh: '周年纪念' },
  about: {
    en: 'Thanks on each anniversary of the day of joining, by the trait "createdAt" and the customer\'s own clock.',
    zh: '按“createdAt”属性，在客户注册的每个周年日（客户当地时间）致谢。',
  },
  segment: {
    id: 'anniversary-today',
    name: { en: 'Anniversary today', zh: '今天是注册周年' },
    rule: {
      version: 1,
      when: {
        kind: 'and',
        of: [
          { kind: 'date', name: 'createdAt', yearly: true, from: 0, to: 0, zone: 'customer' },
          { kind: 'age', name: 'createdAt', is: 'atLeast', value: 1, zone: 'customer' },
        ],
      },
    },
  },
  trigger: { on: 'entered', segment: 'anniversary-today' },
  class: 'marketing',
  content: {
    en: { subject: 'Thank you for another year', body: '<p>Good to have you with us for another year.</p>' },
    zh: { subject: '感谢您又一年的陪伴', body: '<p>感谢您又一年的信任与支持。</p>' },
  },
  againAfterDays: 300,
};

export const DATE_PRESETS: readonly Preset[] = [BIRTHDAY, BIRTHDAY_SOON, ANNIVERSARY];
