import { Alert } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Health } from '../../api/operations';
import type { Format } from '../../words/format';
import { useFormat } from '../../i18n/use-format';
import { useOpenLetters } from '../../queries/store';
import { en } from './words.en';
import { sortedLetters } from '../../words/letters';
import { known } from '../../words/known';
import { serviceInWords } from '../../words/names';

/** More than this many unread messages are worth a word. */
const MANY = 1_000;

/** "Healthy", or the fault in one line. */
export function HealthLine({ health }: { health: Health }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { type, title, text } = stateOf(health, t, format);
  const { conflicts, unreadable } = sortedLetters(useOpenLetters().data?.items ?? []);
  return (
    <Alert
      type={type === 'success' && conflicts + unreadable > 0 ? 'warning' : type}
      showIcon
      title={<b style={{ fontSize: 16 }}>{title}</b>}
      description={
        <>
          {text}
          {unreadable > 0 && <div>{t('setAside.unreadable', { count: unreadable })}</div>}
          {conflicts > 0 && <div>{t('setAside.conflicts', { count: conflicts })}</div>}
        </>
      }
    />
  );
}

interface State {
  type: 'success' | 'warning' | 'error';
  title: string;
  text: string;
}

function stateOf({ services }: Health, t: TFunction, format: Format): State {
  const named = (some: Health['services']) =>
    some.map(({ service }) => serviceInWords(service, t)).join(t('states.listGap'));
  const down = services.filter((one) => one.down);
  if (down.length > 0)
    return { type: 'error', title: t('operate.unreachable'), text: t('operate.down', { services: named(down) }) };
  const unready = services.filter(({ status }) => status?.ready !== true);
  if (unready.length > 0) {
    const failed = unready.flatMap(
      ({ status }) => status?.checks.filter(({ ok }) => !ok).map(({ name }) => checkInWords(name, t)) ?? [],
    );
    const checks = [...new Set(failed)].join(t('states.listGap'));
    return {
      type: 'error',
      title: t('operate.unready'),
      text: t('operate.notReady', { services: named(unready), checks }),
    };
  }
  const unread = services.reduce(
    (sum, { status }) => sum + (status?.lag.reduce((all, one) => all + one.unread, 0) ?? 0),
    0,
  );
  if (unread > MANY)
    return {
      type: 'warning',
      title: t('operate.healthy'),
      text: t('operate.behind', { unread: format.number(unread) }),
    };
  const text = t('operate.healthyLong', { count: services.length, unread: format.number(unread) });
  return { type: 'success', title: t('operate.healthy'), text };
}

const checkInWords = (name: string, t: TFunction) => known(en.operate.check, 'operate.check', name, t);
