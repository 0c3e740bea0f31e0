// The form that gives a value tier by hand.
import { useQueryClient } from '@tanstack/react-query';
import { Input, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client';
import type { Standing } from '../../../api/types';
import { useFormat } from '../../../i18n/use-format';
import { Fault } from '../../../parts/Fault';
import { Stack } from '../../../parts/Stack';
import { useStoreNow } from '../../../queries/clock';
import { TIERS } from '../../../theme/tiers';
import { tierInWords } from '../../../words/names';

const DAY_MS = 86_400_000;
const SPANS = [30, 90, 180, 365] as const;

export function ByHandForm({ standing, onClose }: { standing: Standing; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const now = useStoreNow(60_000);
  const present = standing.tiers.find(({ scheme }) => scheme === 'value')?.tier;
  const [tier, setTier] = useState(TIERS.find((one) => one === present) ?? 'standard');
  const [reason, setReason] = useState(standing.byHand?.reason ?? '');
  const [days, setDays] = useState<(typeof SPANS)[number]>(90);
  const [error, setError] = useState<unknown>(null);
  const [isSaving, setSaving] = useState(false);
  const until = new Date(now + days * DAY_MS).toISOString();
  const save = async () => {
    setError(null);
    setSaving(true);
    try {
      const params = { path: { reference: standing.customer } };
      await api.PUT('/api/standings/{reference}/tier', { params, body: { tier, reason: reason.trim(), until } });
      await client.invalidateQueries();
      onClose();
    } catch (refused) {
      setError(refused);
    }
    setSaving(false);
  };
  return (
    <Modal
      open
      title={t('customer.byHand.title')}
      okText={t('customer.byHand.save')}
      cancelText={t('customer.byHand.cancel')}
      okButtonProps={{ disabled: reason.trim() === '', loading: isSaving }}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <Stack gap={16}>
        <span className="muted">{t('customer.byHand.hint')}</span>
        <Segmented
          className="scroll-x"
          aria-label={t('customers.tier')}
          value={tier}
          onChange={setTier}
          options={TIERS.map((value) => ({ value, label: tierInWords(value, t) }))}
        />
        <label>
          {t('customer.byHand.reason')}
          <Input value={reason} maxLength={300} onChange={({ target }) => setReason(target.value)} />
        </label>
        <Segmented
          className="scroll-x"
          aria-label={t('customer.byHand.span')}
          value={days}
          onChange={setDays}
          options={SPANS.map((value) => ({ value, label: t('customer.byHand.days', { count: value }) }))}
        />
        <span className="muted">{t('customer.byHand.until', { when: format.date(until) })}</span>
        {error !== null && <Fault error={error} />}
      </Stack>
    </Modal>
  );
}
