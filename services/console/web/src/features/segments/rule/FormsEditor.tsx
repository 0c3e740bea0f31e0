// A value of one of several forms: a window, a count, a comparison. The form is chosen first.
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Labelled } from './Labelled';
import { formWith } from './defaults';
import { type FieldProps, useEditing } from './editing';
import { formInWords } from './field-words';
import { type Field as FieldShape, fieldsIn, formOf, formsOf, sharedName } from './schema';
import { partAt } from './tree';

const ANY_TIME = '';
const FIRST_WINDOW = { amount: 30, unit: 'days' };

export function FormsEditor({ field, kind, path, label }: FieldProps & { label: string }) {
  const { t } = useTranslation();
  const { root, set, Field } = useEditing();
  const value = partAt(root, path);
  const isWindow = ['within', 'leaving'].includes(sharedName(field.shape) ?? '') || field.name === 'within';
  const form = formOf(field.shape, value) ?? named(field, value);
  const forms = formsOf(field.shape);
  const isComparison = forms.some(({ shape }) => shape.properties?.is !== undefined);
  const fields = form === undefined ? [] : fieldsIn(form.shape).filter(({ name }) => name !== 'is');
  // What is compared comes before how.
  const [before, after] = [fields.filter(isSubject), fields.filter((one) => !isSubject(one))];
  return (
    <div className="rule-forms">
      {before.map((one) => (
        <Field key={one.name} field={one} kind={kind} above={field.name} path={[...path, one.name]} />
      ))}
      <Labelled label={label} path={path} isOptional={!field.isRequired && !isWindow}>
        <Select
          aria-label={label}
          value={form?.name ?? ANY_TIME}
          popupMatchSelectWidth={false}
          options={[
            ...(isWindow && !field.isRequired ? [{ value: ANY_TIME, label: t('rule.anyTime') }] : []),
            ...forms.map(({ name }) => ({ value: name, label: formInWords(name, isComparison, t) })),
          ]}
          onChange={(name) => set(path, name === ANY_TIME ? undefined : changed(name))}
        />
      </Labelled>
      {after.map((one) =>
        one.isRequired || one.shape.const !== undefined || partAt(value, [one.name]) !== undefined ? (
          <Field key={one.name} field={one} kind={kind} above={field.name} path={[...path, one.name]} />
        ) : null,
      )}
    </div>
  );

  function changed(name: string) {
    if (name === 'amount-unit' && value === undefined) return FIRST_WINDOW;
    return formWith(field.shape, name, value);
  }
}

const isSubject = ({ name }: FieldShape) => name === 'property';

/** The comparison that `is` names, while what it compares with is missing. */
function named(field: FieldShape, value: unknown) {
  const { is } = (value ?? {}) as { is?: unknown };
  return is === undefined ? undefined : formsOf(field.shape).find(({ name }) => name === is);
}
