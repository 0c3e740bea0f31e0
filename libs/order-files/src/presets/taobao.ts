// Orders of Taobao and Tmall: one line per order, in yuan and in the time of China.
import type { Preset } from './preset';

export const taobao: Preset = {
  system: 'Taobao/Tmall',
  header: ['订单编号', '买家会员名', '买家实际支付金额', '订单创建时间'],
  order: ['订单编号'],
  customers: [
    { column: '买家会员名', kind: 'userId' },
    { column: '联系手机', kind: 'phone' },
  ],
  date: ['订单创建时间'],
  zoneName: 'Asia/Shanghai',
  amount: ['买家实际支付金额'],
  isOfOrder: true,
  currencyCode: 'CNY',
  state: ['订单状态'],
  refunded: ['退款金额'],
  quantity: ['宝贝总数量'],
  productName: ['宝贝标题'],
  hasFormulas: true,
};
