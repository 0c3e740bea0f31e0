import { Button, Popconfirm, Tooltip } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Segment } from '../../../api/types';
import { useLanguage } from '../../../i18n/language';
import { Fault } from '../../../parts/Fault';
import { nameIn } from '../../../words/bilingual';
import { archive } from '../queries';

/** Archives a segment after a question that says how many customers leave it. */
export function ArchiveButton({ segment, isUsed }: { segment: Segment; isUsed: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [error, setError] = useState<unknown>(null);
  const confirmed = async () => {
    setError(null);
    try {
      await archive(client, segment.id);
      await navigate('/segments?state=archived');
    } catch (refused) {
      setError(refused);
    }
  };
  if (isUsed)
    return (
      <Tooltip title={t('segments.archiveInUse')}>
        <Button disabled>{t('segments.archive')}</Button>
      </Tooltip>
    );
  return (
    <>
      <Popconfirm
        title={t('segments.archiveTitle', { name: nameIn(segment.name, language) })}
        description={t('segments.archiveHint', { count: segment.customers })}
        okText={t('segments.archive')}
        cancelText={t('segments.cancel')}
        onConfirm={confirmed}
      >
        <Button>{t('segments.archive')}</Button>
      </Popconfirm>
      {error !== null && <Fault error={error} />}
    </>
  );
}
