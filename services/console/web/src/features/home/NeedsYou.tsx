// What wants a person, and the first steps until they are done.
import { CheckCircleFilled, CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { LateSkeleton } from '../../parts/Loaded';
import { Stack } from '../../parts/Stack';
import { serviceInWords } from '../../words/names';
import { setLanguage } from '../../i18n/language';
import { refusedIn, sortedLetters } from '../../words/letters';
import { useHealth, useLatestHeld, useNextChange, useOpenLetters, useRefused, useUnvalued } from '../../queries/store';
import { STEPS, type Step, tick, useSteps } from '../first-steps/steps';
import { Card } from '../../parts/Card';

interface NeedsProps {
  /** Whether sales can be rung up here. */
  sells: boolean;
  onSell: () => void;
  onData: () => void;
}

export function NeedsYou(props: NeedsProps) {
  const { t } = useTranslation();
  const done = useSteps();
  const steps = STEPS.filter((step) => step !== 'sale' || props.sells);
  const open = !done.has('closed') && steps.some((step) => !done.has(step));
  return (
    <Card title={t('home.needs')}>
      <Needs />
      {open && <FirstSteps done={done} steps={steps} {...props} />}
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
  const { conflicts, unreadable } = sortedLetters(letters?.items ?? []);
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

function FirstSteps({ done, steps, ...props }: NeedsProps & { done: ReadonlySet<string>; steps: readonly Step[] }) {
  const { t } = useTranslation();
  return (
    <div style={{ marginTop: 16 }}>
      <div style={{ display: 'flex', justifyContent: 'space-between', alignItems: 'center' }}>
        <b>{t('steps.title')}</b>
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined aria-hidden />}
          aria-label={t('steps.close')}
          onClick={() => tick('closed')}
        />
      </div>
      <ul className="feed">
        {steps.map((step) => (
          <li key={step}>
            {done.has(step) ? (
              <CheckCircleFilled style={{ color: 'var(--ant-color-primary)' }} aria-label={t('steps.done')} />
            ) : (
              <span className="todo" aria-hidden />
            )}
            <span className="what">
              <StepLink step={step} {...props} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function StepLink({ step, onSell, onData }: NeedsProps & { step: Step }) {
  const { i18n } = useTranslation();
  const { t } = useTranslation();
  const text = t(`steps.step.${step}`);
  if (step === 'sale' || step === 'data')
    return (
      <Button type="link" className="as-link" onClick={step === 'sale' ? onSell : onData}>
        {text}
      </Button>
    );
  if (step === 'why') return <HeldBackLink text={text} />;
  if (step === 'customer') return <NextLink text={text} />;
  const other = i18n.language === 'zh-CN' ? 'en' : 'zh-CN';
  const change = () => {
    setLanguage(other);
    tick('language');
  };
  return (
    <Button type="link" className="as-link" onClick={change}>
      {text}
    </Button>
  );
}

/** To the customer who changes next; to the list while nobody does. */
function NextLink({ text }: { text: string }) {
  const { data: next } = useNextChange();
  return <Link to={next ? `/customers/${next.customer.customer}` : '/customers'}>{text}</Link>;
}

/** To the latest decision that was "no". */
function HeldBackLink({ text }: { text: string }) {
  const { data: held } = useLatestHeld();
  return held ? <Link to={`/customers/${held.customer}?decision=${held.id}`}>{text}</Link> : <>{text}</>;
}
