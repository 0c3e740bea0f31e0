// One picker for each kind of trigger.
import { AutoComplete, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLanguage } from '../../../../i18n/language';
import { nameIn } from '../../../../words/bilingual';
import { tierInWords } from '../../../../words/names';
import { useSegments } from '../../../segments/queries';
import { suggestionsFrom } from '../../../segments/rule/suggestions';
import { ORDER_CHANGES, TIERS, type Trigger } from '../../campaign';

interface PickerProps<On extends Trigger['on']> {
  trigger: Extract<Trigger, { on: On } | { on: 'entered' | 'left' }> & { on: On };
  set: (next: Trigger) => void;
}

export function SegmentPicker({
  trigger,
  set,
}: {
  trigger: Extract<Trigger, { segment: string }>;
  set: (next: Trigger) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: segments = [] } = useSegments('live');
  const { segment } = trigger;
  const isKnown = segments.some(({ id }) => id === segment);
  return (
    <>
      <label className="sub" htmlFor="campaign-segment">
        {t('campaigns.segment')}
      </label>
      <Select
        id="campaign-segment"
        className="wide"
        showSearch={{ optionFilterProp: 'label' }}
        value={segment === '' ? null : segment}
        placeholder={t('campaigns.segmentPlaceholder')}
        notFoundContent={t('campaigns.noSegments')}
        onChange={(next: string) => set({ ...trigger, segment: next })}
        options={[
          ...segments.map(({ id, name, customers }) => ({
            value: id,
            label: t('campaigns.segmentOption', { name: nameIn(name, language), count: customers }),
          })),
          ...(segment !== '' && !isKnown ? [{ value: segment, label: segment }] : []),
        ]}
      />
      <div className="links small">
        {isKnown && <Link to={`/segments/${segment}`}>{t('campaigns.openSegment')}</Link>}
        <Link to="/segments/new">{t('campaigns.newSegment')}</Link>
      </div>
    </>
  );
}

const SCHEMES = ['value', 'rfm'] as const;

export function TierPicker({ trigger, set }: PickerProps<'tier'>) {
  const { t } = useTranslation();
  const { scheme, to, from } = trigger;
  const tiers = TIERS[scheme === 'rfm' ? 'rfm' : 'value'].map((tier) => ({ value: tier, label: tierInWords(tier, t) }));
  const sided = (side: 'to' | 'from') => (chosen: string[]) => {
    const { [side]: _, ...rest } = trigger;
    set(chosen.length === 0 ? rest : { ...rest, [side]: chosen });
  };
  return (
    <>
      <label className="sub" htmlFor="campaign-scheme">
        {t('campaigns.scheme')}
      </label>
      <Select
        id="campaign-scheme"
        className="wide"
        value={scheme}
        onChange={(next: string) => set({ on: 'tier', scheme: next })}
        options={SCHEMES.map((one) => ({ value: one, label: t(`schemes.${one}`) }))}
      />
      {(['to', 'from'] as const).map((side) => (
        <div key={side}>
          <label className="sub" htmlFor={`campaign-${side}`}>
            {t(`campaigns.tier.${side}`)}
          </label>
          <Select
            id={`campaign-${side}`}
            className="wide"
            mode="multiple"
            value={(side === 'to' ? to : from) ?? []}
            placeholder={t('campaigns.anyTier')}
            onChange={sided(side)}
            options={tiers}
          />
        </div>
      ))}
    </>
  );
}

export function EventPicker({ trigger, set }: PickerProps<'touchpoint'>) {
  const { t } = useTranslation();
  const { data: segments = [] } = useSegments('live');
  const { event } = suggestionsFrom(segments.map(({ rule }) => rule));
  return (
    <>
      <label className="sub" htmlFor="campaign-event">
        {t('campaigns.event')}
      </label>
      <AutoComplete
        id="campaign-event"
        className="wide"
        value={trigger.event}
        onChange={(next: string) => set({ on: 'touchpoint', event: next })}
        options={event.map((value) => ({ value }))}
        placeholder={t('campaigns.eventPlaceholder')}
      />
    </>
  );
}

export function OrderPicker({ trigger, set }: PickerProps<'order'>) {
  const { t } = useTranslation();
  return (
    <>
      <label className="sub" htmlFor="campaign-order">
        {t('campaigns.orderIs')}
      </label>
      <Select
        id="campaign-order"
        className="wide"
        value={trigger.is}
        onChange={(is: (typeof ORDER_CHANGES)[number]) => set({ on: 'order', is })}
        options={ORDER_CHANGES.map((is) => ({ value: is, label: t(`campaigns.when.order.${is}`) }))}
      />
    </>
  );
}
