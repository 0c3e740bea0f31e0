// Values with fields of their own: another event, a filter of orders, a list of filters or steps.
import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { FormsEditor } from './FormsEditor';
import { Labelled } from './Labelled';
import { emptyOf } from './defaults';
import { type FieldProps, useEditing } from './editing';
import { fieldInWords } from './field-words';
import { type Field as FieldShape, type Shape, editingOf, fieldsIn, resolved } from './schema';
import { type Path, partAt } from './tree';

export function ObjectEditor({ field, kind, path, label }: FieldProps & { label: string }) {
  return (
    <div className="rule-object">
      <Labelled label={label} path={path} isOptional={!field.isRequired}>
        <Fields shape={field.shape} kind={kind} above={field.name} path={path} />
      </Labelled>
    </div>
  );
}

interface FieldsProps {
  shape: Shape;
  kind: string;
  above: string;
  path: Path;
  digits?: number;
  /** Fields that are edited elsewhere. */
  without?: readonly string[];
}

/** The fields of an object, and buttons for those that it may have too. */
export function Fields({ shape, kind, above, path, digits = 0, without = [] }: FieldsProps) {
  const { t } = useTranslation();
  const { root, set, Field } = useEditing();
  const fields = fieldsIn(shape).filter(({ name }) => !without.includes(name));
  const isShown = ({ name, isRequired, shape: own }: FieldShape) =>
    isRequired || isWindow(name) || isBox(name, own) || partAt(root, [...path, name]) !== undefined;
  const hidden = fields.filter((one) => !isShown(one));
  return (
    <div className="rule-fields">
      {fields.filter(isShown).map((one) => (
        <Field key={one.name} field={one} kind={kind} above={above} path={[...path, one.name]} digits={digits} />
      ))}
      {hidden.map(({ name, shape: own }) => (
        <Button key={name} size="small" type="dashed" onClick={() => set([...path, name], emptyOf(own))}>
          {t('rule.narrow', { what: fieldInWords(name, kind, above, t) })}
        </Button>
      ))}
    </div>
  );
}

const isWindow = (name: string) => name === 'within';

/** A box that is not checked says nothing; of what was given back it would say no. */
const isBox = (name: string, shape: Shape) => ['fixed', 'flag'].includes(editingOf(shape)) && name !== 'returned';

export function ObjectsEditor({ field, kind, path, label }: FieldProps & { label: string }) {
  const { t } = useTranslation();
  const { root, set } = useEditing();
  const { items = {}, minItems = 0, maxItems = Infinity } = resolved(field.shape);
  const rows = (partAt(root, path) as unknown[] | undefined) ?? [];
  const item: FieldShape = { name: field.name, shape: items, isRequired: true };
  return (
    <div className="rule-object">
      <Labelled label={label} path={path} isOptional={!field.isRequired}>
        {rows.map((_, place) => {
          const at = [...path, place];
          return (
            <div className="rule-row" key={place}>
              {editingOf(items) === 'forms' ? (
                <FormsEditor field={item} kind={kind} path={at} label={t('rule.field.is')} />
              ) : (
                <Fields shape={items} kind={kind} above={field.name} path={at} />
              )}
              {(rows.length > minItems || !field.isRequired) && (
                <Button
                  type="text"
                  size="small"
                  icon={<CloseOutlined aria-hidden />}
                  aria-label={t('rule.without', { what: label })}
                  onClick={() => set(rows.length === 1 ? path : at, undefined)}
                />
              )}
            </div>
          );
        })}
        {rows.length < maxItems && (
          <Button
            size="small"
            type="dashed"
            icon={<PlusOutlined aria-hidden />}
            onClick={() => set(path, [...rows, emptyOf(items)])}
          >
            {t('rule.addRow')}
          </Button>
        )}
      </Labelled>
    </div>
  );
}
