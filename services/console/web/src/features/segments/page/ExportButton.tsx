// Writes the members of a segment to a file, page by page, with progress; it can be stopped.
import { DownloadOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Segment } from '../../../api/types';
import { useFormat } from '../../../i18n/use-format';
import { Stack } from '../../../parts/Stack';
import { calledOf } from '../../../words/called';
import { tierInWords } from '../../../words/names';
import { digitsOf } from '../../../words/format';
import { csvOf } from '../csv';
import { EXPORT_PAGE, type Member, membersOf } from '../queries';
import { saveFile } from '../save-file';

/** Maximum number of customers in a file. */
const MOST = 50_000;

export function ExportButton({ segment, total }: { segment: Segment; total: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const [done, setDone] = useState<number | null>(null);
  const [isFailed, setFailed] = useState(false);
  const wanted = useRef(false);
  useEffect(() => () => void (wanted.current = false), []);
  const run = async () => {
    wanted.current = true;
    setFailed(false);
    setDone(0);
    const members: Member[] = [];
    try {
      for (let cursor: string | null = null; wanted.current && members.length < MOST;) {
        const page = await membersOf(client, segment.id, 'tier', EXPORT_PAGE, cursor);
        members.push(...page.items);
        setDone(members.length);
        cursor = page.next;
        if (cursor === null) break;
      }
      if (wanted.current) saveFile(`${segment.id}.csv`, csvOf(rowsOf(members)));
    } catch {
      setFailed(true);
    }
    setDone(null);
  };
  const bound = Math.min(total, MOST);
  return (
    <Stack row>
      {isFailed && <span role="alert">{t('segments.exportFailed')}</span>}
      {total > MOST && <span className="muted">{t('segments.exportBound', { most: format.number(MOST) })}</span>}
      {done === null ? (
        <Button size="small" icon={<DownloadOutlined aria-hidden />} onClick={() => void run()}>
          {t('segments.export')}
        </Button>
      ) : (
        <>
          <span className="number">
            {t('segments.exporting', { done: format.number(done), total: format.number(bound) })}
          </span>
          <Button size="small" onClick={() => void (wanted.current = false)}>
            {t('segments.exportStop')}
          </Button>
        </>
      )}
    </Stack>
  );

  function rowsOf(members: readonly Member[]): (string | number | null)[][] {
    const head = [
      ...[t('segments.csv.id'), t('segments.member'), t('segments.csv.email'), t('segments.tier')],
      ...[t('segments.expected'), t('segments.csv.currency'), t('segments.until')],
    ];
    return [head, ...members.map(rowOf)];
  }

  function rowOf(one: Member): (string | number | null)[] {
    const { customer, traits, standing, money } = one;
    const tier = standing?.tiers.find(({ scheme }) => scheme === 'value')?.tier ?? null;
    const email: unknown = (traits as Record<string, unknown>).email;
    const until = standing?.segments.find(({ id }) => id === segment.id)?.until ?? null;
    const expected = standing?.prediction?.expectedRevenue;
    return [
      ...[customer, calledOf(one, t), typeof email === 'string' ? email : null, tierInWords(tier, t)],
      ...[expected === undefined ? null : expected / 10 ** digitsOf(money.currency), money.currency, until],
    ];
  }
}
