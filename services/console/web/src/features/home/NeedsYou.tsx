// Faults that need a person, and the first steps until they are done.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Card } from '../../parts/Card';
import { LateSkeleton } from '../../parts/Loaded';
import { Stack } from '../../parts/Stack';
import { useHealth, useOpenLetters, useRefused } from '../../queries/operations';
import { refusedIn, lettersByKind } from '../../words/letters';
import { serviceInWords } from '../../words/names';
import { FirstSteps, type FirstStepsProps } from '../first-steps/FirstSteps';
import { useUnvalued } from './queries';

export function NeedsYou(props: FirstStepsProps) {
  const { t } = useTranslation();
  return (
    <Card title={t('home.needs')}>
      <Needs />
      <FirstSteps {...props} />
    </Card>
  );
}

function Needs() {
  const { t } = useTranslation();
  const { data: health, error: unasked } = useHealth();
  const { data: letters, error: unread } = useOpenLetters();
  const { data: refused } = useRefused();
  const { data: unvalued } = useUnvalued();
  if (health === undefined && letters === undefined) {
    return unasked === null && unread === null ? (
      <LateSkeleton rows={1} />
    ) : (
      <Link to="/operate">{t('home.needsUnknown')}</Link>
    );
  }
  const down = health?.services.filter(({ status }) => status?.ready !== true) ?? [];
  const { conflicts, unreadable } = lettersByKind(letters?.items ?? []);
  const turnedAway = refusedIn(refused?.items ?? [], refused?.next ?? null);
  const abroad = unvalued?.customers ?? 0;
  if (down.length + conflicts + unreadable + turnedAway.count + abroad === 0)
    return <span className="muted">{t('home.needsNothing')}</span>;
  return (
    <Stack>
      {down.map(({ service }) => (
        <Link key={service} to="/operate">
          {t('home.needsService', { service: serviceInWords(service, t) })}
        </Link>
      ))}
      {unreadable > 0 && <Link to="/operate#letters">{t('setAside.unreadable', { count: unreadable })}</Link>}
      {conflicts > 0 && <Link to="/operate#letters">{t('setAside.conflicts', { count: conflicts })}</Link>}
      {turnedAway.count > 0 && (
        <Link to="/operate#refused">
          {t(turnedAway.isMore ? 'home.needsRefusedMany' : 'home.needsRefused', { count: turnedAway.count })}
        </Link>
      )}
      {abroad > 0 && <span>{t(unvalued?.isMore ? 'home.needsRatesMany' : 'home.needsRates', { count: abroad })}</span>}
    </Stack>
  );
}
