// Who gets it, and when: the trigger, with its segment, tier, event or order.
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { type QuestionProps, type Trigger } from '../../campaign';
import { SegmentPicker, TierPicker, EventPicker, OrderPicker } from './TriggerPickers';

const KINDS = ['entered', 'left', 'tier', 'order', 'touchpoint'] as const;
type Kind = (typeof KINDS)[number];

export function Who({ draft, change }: QuestionProps) {
  const { t } = useTranslation();
  const { trigger } = draft;
  const set = (next: Trigger) => change({ trigger: next });
  return (
    <fieldset className="question">
      <legend>{t('campaigns.ask.who')}</legend>
      <Select
        className="wide"
        aria-label={t('campaigns.ask.who')}
        value={trigger.on}
        onChange={(kind: Kind) => set(triggerOf(kind, trigger))}
        options={KINDS.map((kind) => ({ value: kind, label: t(`campaigns.on.${kind}`) }))}
      />
      {'segment' in trigger && <SegmentPicker trigger={trigger} set={set} />}
      {trigger.on === 'tier' && <TierPicker trigger={trigger} set={set} />}
      {trigger.on === 'touchpoint' && <EventPicker trigger={trigger} set={set} />}
      {trigger.on === 'order' && <OrderPicker trigger={trigger} set={set} />}
    </fieldset>
  );
}

function triggerOf(kind: Kind, before: Trigger): Trigger {
  switch (kind) {
    case 'entered':
    case 'left':
      return { on: kind, segment: 'segment' in before ? before.segment : '' };
    case 'tier':
      return { on: 'tier', scheme: 'value', to: ['MVC'] };
    case 'touchpoint':
      return { on: 'touchpoint', event: '' };
    case 'order':
      return { on: 'order', is: 'placed' };
  }
}
