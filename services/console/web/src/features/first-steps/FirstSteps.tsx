// The checklist of the first minutes. It ticks itself, and can be closed.
import { CheckCircleFilled, CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { setLanguage, useLanguage } from '../../i18n/language';
import { useNextChange } from '../../queries/tiers';
import { useLatestHeld } from './queries';
import { STEPS, type Step, tick, useSteps } from './steps';

export interface FirstStepsProps {
  /** Whether sales can be rung up here. */
  sells: boolean;
  onSell: () => void;
  onData: () => void;
}

/** Renders nothing once all steps are done or the list is closed. */
export function FirstSteps(props: FirstStepsProps) {
  const done = useSteps();
  const steps = STEPS.filter((step) => step !== 'sale' || props.sells);
  const isOpen = !done.has('closed') && steps.some((step) => !done.has(step));
  return isOpen ? <Steps done={done} steps={steps} {...props} /> : null;
}

function Steps({ done, steps, ...props }: FirstStepsProps & { done: ReadonlySet<string>; steps: readonly Step[] }) {
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

function StepLink({ step, onSell, onData }: FirstStepsProps & { step: Step }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const text = t(`steps.step.${step}`);
  if (step === 'sale' || step === 'data')
    return (
      <Button type="link" className="as-link" onClick={step === 'sale' ? onSell : onData}>
        {text}
      </Button>
    );
  if (step === 'why') return <HeldBackLink text={text} />;
  if (step === 'customer') return <NextLink text={text} />;
  const other = language === 'zh-CN' ? 'en' : 'zh-CN';
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

/** Leads to the customer who changes next; to the list where none does. */
function NextLink({ text }: { text: string }) {
  const next = useNextChange();
  return <Link to={next ? `/customers/${next.customer.customer}` : '/customers'}>{text}</Link>;
}

/** Leads to the latest message that was held back. */
function HeldBackLink({ text }: { text: string }) {
  const { data: held } = useLatestHeld();
  return held ? <Link to={`/customers/${held.customer}?decision=${held.id}`}>{text}</Link> : <>{text}</>;
}
