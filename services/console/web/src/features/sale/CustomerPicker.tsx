import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Customer } from '../../api/types';
import { useCustomerSearch } from '../../queries/customers';
import { calledOf, pickedOf } from '../../words/called';

interface PickerProps {
  id?: string;
  value?: Customer;
  onChange?: (customer: Customer) => void;
}

/** A search field over all customers. Its value in a form is the whole customer. */
export function CustomerPicker({ id, value, onChange }: PickerProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const { data: found = [], isFetching } = useCustomerSearch(text);
  const options = found.map((one) => ({
    value: one.customer,
    label: pickedOf(one, t),
    one,
  }));
  const shown = value && { value: value.customer, label: calledOf(value, t) };
  return (
    <Select
      {...(id !== undefined && { id })}
      labelInValue
      value={shown ?? null}
      options={options}
      placeholder={t('sale.customerPlaceholder')}
      showSearch={{ onSearch: setText, filterOption: false }}
      loading={isFetching}
      notFoundContent={text === '' ? null : t('states.noMatch')}
      onChange={(_, option) => {
        if (option !== undefined && !Array.isArray(option)) onChange?.(option.one);
      }}
    />
  );
}
