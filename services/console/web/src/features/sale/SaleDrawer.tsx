// "Ring up a sale": a form, then the four stages as they are reached.
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Drawer, Form, InputNumber, Space, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Stage } from '../../api/live';
import { eventsOf } from '../../api/stream';
import type { Customer, Suggestion } from '../../api/types';
import { Fault } from '../../parts/Fault';
import { customerAt } from '../../queries/customers';
import { refresh } from '../../queries/refresh';
import { calledOf } from '../../words/called';
import { minorOf } from '../../words/format';
import { tick } from '../first-steps/steps';
import { CustomerPicker } from './CustomerPicker';
import { SaleStages } from './SaleStages';
import { Suggested, useSuggestions } from './Suggested';

interface SaleForm {
  customer: Customer;
  amount: number;
}

export function SaleDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer open={open} onClose={onClose} title={t('sale.title')} size={440} destroyOnHidden>
      <Sale onClose={onClose} />
    </Drawer>
  );
}

function Sale({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [sold, setSold] = useState<SaleForm | null>(null);
  const [stages, setStages] = useState<readonly Stage[]>([]);
  const [fault, setFault] = useState<unknown>(null);
  const [ringing, setRinging] = useState(false);
  const ring = async (form: SaleForm) => {
    setSold(form);
    setStages([]);
    setFault(null);
    setRinging(true);
    try {
      const body = { customer: form.customer.customer, amount: minorOf(form.amount, form.customer.money.currency) };
      for await (const stage of eventsOf<Stage>('/api/sales', { method: 'POST', body })) {
        setStages((known) => [...known, stage]);
      }
      tick('sale');
      void refresh(queries, '/api/demo/suggestions');
    } catch (error) {
      setFault(error);
    }
    setRinging(false);
  };
  return (
    <Space orientation="vertical" size={16} style={{ width: '100%' }}>
      <Typography.Text type="secondary">{t('sale.intro')}</Typography.Text>
      <SaleFields ringing={ringing} again={sold !== null} onRing={(form) => void ring(form)} />
      {fault !== null && <Fault error={fault} />}
      {sold !== null && fault === null && <SaleStages stages={stages} currency={sold.customer.money.currency} />}
      {stages.some(({ stage }) => stage === 'late') && <Alert type="warning" showIcon title={t('sale.late')} />}
      {stages.some(({ stage }) => stage === 'failed') && <Alert type="error" showIcon title={t('sale.failed')} />}
      {sold !== null && !ringing && fault === null && (
        <Link to={`/customers/${sold.customer.customer}`} onClick={onClose}>
          {t('sale.toCustomer', { name: calledOf(sold.customer, t) })}
        </Link>
      )}
    </Space>
  );
}

interface FieldsProps {
  ringing: boolean;
  again: boolean;
  onRing: (form: SaleForm) => void;
}

function SaleFields({ ringing, again, onRing }: FieldsProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [form] = Form.useForm<SaleForm>();
  const currency = Form.useWatch('customer', form)?.money.currency;
  const brand = useSuggestions().data?.[0]?.currency;
  const [fault, setFault] = useState<unknown>(null);
  const take = ({ customer, amount, currency: of }: Suggestion) => {
    setFault(null);
    queries
      .fetchQuery(customerAt(customer))
      .then((whole) => form.setFieldsValue({ customer: whole, amount: amount / minorOf(1, of) }))
      .catch(setFault);
  };
  return (
    <Form form={form} layout="vertical" onFinish={onRing} requiredMark={false} initialValues={{ amount: 60 }}>
      <Suggested onTake={take} />
      {fault !== null && <Fault error={fault} />}
      <Form.Item
        name="customer"
        label={t('sale.customer')}
        rules={[{ required: true, message: t('sale.customerMissing') }]}
      >
        <CustomerPicker />
      </Form.Item>
      <Form.Item name="amount" label={t('sale.amount')} rules={[{ required: true, message: t('sale.amountMissing') }]}>
        <InputNumber min={0.01} max={1_000_000} precision={2} style={{ width: '100%' }} suffix={currency ?? brand} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={ringing} block>
        {t(again ? 'sale.again' : 'sale.ring')}
      </Button>
    </Form>
  );
}
