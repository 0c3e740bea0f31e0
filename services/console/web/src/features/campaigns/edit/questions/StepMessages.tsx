// The texts of a journey: one for each step that has its own, and one that the other steps share.
import { useTranslation } from 'react-i18next';
import type { ApiFault } from '../../../../api/session';
import { useFormat } from '../../../../i18n/use-format';
import { useSegmentNames } from '../../../../queries/names';
import type { QuestionProps } from '../../campaign';
import { type StepMessage, messagesOf, withMessage } from '../../journey/journey';
import { stepInWords } from '../../journey/step-words';
import { Message } from './Message';
import '../../journey/journey.css';

export function StepMessages({ draft, change, fault }: QuestionProps & { fault: ApiFault | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: segments } = useSegmentNames();
  const { steps = [] } = draft;
  const messages = messagesOf(draft);
  const nameOf = ({ steps: numbers }: StepMessage) =>
    t('journeys.messageOf', { count: numbers.length, steps: numbers.join(t('states.listGap')) });
  return (
    <div data-testid="step-messages">
      <p className="muted small">{t('journeys.inSteps')}</p>
      <ol className="journey small">
        {steps.map((step) => (
          <li key={step.node}>{stepInWords(step, draft, { t, format, segments })}</li>
        ))}
      </ol>
      {messages.map((message) => {
        const { place, content } = message;
        const step = place === null ? undefined : steps[place];
        return (
          <fieldset key={place ?? 'shared'} className="plain">
            <legend>{nameOf(message)}</legend>
            <Message
              id={place === null ? 'campaign' : `step-${place}`}
              draft={draft}
              channel={step?.kind === 'send' ? step.channel : undefined}
              path={place === null ? 'content' : `steps.${place}.content`}
              content={content}
              set={(next) => change(withMessage(draft, place, next))}
              fault={fault}
            />
          </fieldset>
        );
      })}
    </div>
  );
}
