// What wants a person, and the first steps until they are done.
import { CheckCircleFilled, CloseOutlined } from '@ant-design/icons';
import { Button, Card, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { LateSkeleton } from '../parts/Loaded';
import { serviceInWords } from '../words/names';
import { useHealth, useLatestHeld, useOpenLetters } from './queries';
import { STEPS, type Step, tick, useSteps } from './steps';

interface NeedsProps {
  onSell: () => void;
  onData: () => void;
}

export function NeedsYou({ onSell, onData }: NeedsProps) {
  const { t } = useTranslation();
  const done = useSteps();
  const open = !done.has('closed') && STEPS.some((step) => !done.has(step));
  return (
    <Card title={t('home.needs')}>
      <Needs />
      {open && <FirstSteps done={done} onSell={onSell} onData={onData} />}
    </Card>
  );
}

function Needs() {
  const { t } = useTranslation();
  const { data: health, error: unasked } = useHealth();
  const { data: letters, error: unread } = useOpenLetters();
  if (health === undefined && letters === undefined) {
    return unasked === null && unread === null ? (
      <LateSkeleton rows={1} />
    ) : (
      <Link to="/operate">{t('home.needsUnknown')}</Link>
    );
  }
  const down = health?.services.filter(({ status }) => status?.ready !== true) ?? [];
  const count = letters?.items.length ?? 0;
  if (down.length === 0 && count === 0) return <span className="muted">{t('home.needsNothing')}</span>;
  return (
    <Space orientation="vertical">
      {down.map(({ service }) => (
        <Link key={service} to="/operate">
          {t('home.needsService', { service: serviceInWords(service, t) })}
        </Link>
      ))}
      {count > 0 && <Link to="/operate">{t('home.needsLetters', { count })}</Link>}
    </Space>
  );
}

function FirstSteps({ done, onSell, onData }: NeedsProps & { done: ReadonlySet<string> }) {
  const { t } = useTranslation();
  return (
    <div style={{ marginTop: 16 }}>
      <div style={{ display: 'flex', justifyContent: 'space-between', alignItems: 'center' }}>
        <b>{t('home.steps')}</b>
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined />}
          aria-label={t('home.stepsClose')}
          onClick={() => tick('closed')}
        />
      </div>
      <ul className="feed">
        {STEPS.map((step) => (
          <li key={step}>
            {done.has(step) ? (
              <CheckCircleFilled style={{ color: 'var(--ant-color-primary)' }} aria-label={t('home.stepsDone')} />
            ) : (
              <span className="todo" aria-hidden />
            )}
            <span className="what">
              <StepLink step={step} onSell={onSell} onData={onData} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function StepLink({ step, onSell, onData }: NeedsProps & { step: Step }) {
  const { t } = useTranslation();
  const text = t(`home.step.${step}`);
  if (step === 'sale' || step === 'data')
    return (
      <Button
        type="link"
        style={{ padding: 0, height: 'auto', whiteSpace: 'normal', textAlign: 'start' }}
        onClick={step === 'sale' ? onSell : onData}
      >
        {text}
      </Button>
    );
  if (step === 'why') return <HeldBackLink text={text} />;
  return step === 'customer' ? <Link to="/customers?tier=MGC">{text}</Link> : <>{text}</>;
}

/** To the latest decision that was "no". */
function HeldBackLink({ text }: { text: string }) {
  const { data: held } = useLatestHeld();
  return held ? <Link to={`/customers/${held.customer}?decision=${held.id}`}>{text}</Link> : <>{text}</>;
}
