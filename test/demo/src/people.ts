// Invented people for the customers of the CDNOW file, half Chinese and half English. Addresses are
// of example.com, US numbers of the unassigned 555-01xx block, Chinese numbers flagged so that no
// real channel accepts them. Pure.
import { chance, pick } from './chance';

export interface Person {
  name: string;
  email: string;
  phone: string;
  locale: 'en-US' | 'zh-CN';
  timeZone: string;
  city: string;
}

const SURNAMES = [...'王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧'];
const GIVEN = [
  '伟',
  '芳',
  '娜',
  '敏',
  '静',
  '丽',
  '强',
  '磊',
  '洋',
  '艳',
  '勇',
  '军',
  '杰',
  '娟',
  '涛',
  '超',
  '霞',
  '平',
  '婷',
  '雪',
  '晨',
  '宇轩',
  '子涵',
  '欣怡',
  '梓萱',
  '浩然',
  '诗涵',
  '佳怡',
  '思远',
  '雨桐',
];
const FIRST = [
  'Ada',
  'Ben',
  'Cora',
  'Dan',
  'Ella',
  'Finn',
  'Grace',
  'Hugo',
  'Iris',
  'Jack',
  'Kate',
  'Liam',
  'Maya',
  'Noah',
  'Olive',
  'Paul',
  'Quinn',
  'Rosa',
  'Sam',
  'Tess',
  'Uma',
  'Vera',
  'Will',
  'Zoe',
];
const LAST = [
  'Adams',
  'Baker',
  'Clark',
  'Diaz',
  'Evans',
  'Foster',
  'Green',
  'Hayes',
  'Irwin',
  'Jones',
  'Keller',
  'Lopez',
  'Moore',
  'Nolan',
  'Owens',
  'Price',
  'Reed',
  'Stone',
  'Turner',
  'Vance',
  'Walsh',
  'Young',
];
const CITIES = {
  'zh-CN': [
    ['上海', 'Asia/Shanghai'],
    ['杭州', 'Asia/Shanghai'],
    ['成都', 'Asia/Shanghai'],
  ],
  'en-US': [
    ['New York', 'America/New_York'],
    ['Chicago', 'America/Chicago'],
    ['Portland', 'America/Los_Angeles'],
  ],
} as const;

/** Returns the person. @param id id in the CDNOW sample, e.g. 0001. */
export function personOf(id: string): Person {
  const locale = chance('locale', id) < 0.5 ? 'zh-CN' : 'en-US';
  const [city, timeZone] = pick<readonly [string, string]>(CITIES[locale], 'city', id);
  const email = `customer${id}@example.com`;
  const last = `${100 + Math.floor(chance('phone', id) * 100)}`;
  return locale === 'zh-CN'
    ? {
        name: pick(SURNAMES, 'surname', id) + pick(GIVEN, 'given', id),
        email,
        phone: `demo-138000${id}`,
        locale,
        timeZone,
        city,
      }
    : {
        name: `${pick(FIRST, 'first', id)} ${pick(LAST, 'last', id)}`,
        email,
        phone: `+1 555-0${last}`,
        locale,
        timeZone,
        city,
      };
}
