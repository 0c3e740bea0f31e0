// The editor of one field, chosen by the shape that the schema has for it.
import { AutoComplete, Checkbox, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { FormsEditor } from './FormsEditor';
import { Labelled } from './Labelled';
import { ObjectEditor, ObjectsEditor } from './ObjectEditor';
import { ScalarInput } from './ScalarInput';
import { NameSelect, isNameOfOurs, suggestedFor } from './NameSelect';
import { type FieldProps, useEditing, useFault } from './editing';
import { choiceInWords, fieldInWords } from './field-words';
import { type Field, editingOf, wordsOf } from './schema';
import { valuesFor } from './suggestions';
import { type Path, partAt } from './tree';

export function FieldEditor(props: FieldProps) {
  const { field, kind, above = '', path } = props;
  const { t } = useTranslation();
  const { root, set } = useEditing();
  const label = fieldInWords(field.name, kind, above, t);
  const editing = editingOf(field.shape);
  const value = partAt(root, path);
  if (editing === 'fixed' || editing === 'flag')
    return (
      <div className="rule-field rule-check">
        <Checkbox
          checked={value === true || typeof value === 'string'}
          onChange={({ target }) =>
            set(path, target.checked ? (editing === 'flag' ? true : field.shape.const) : flagOff(field))
          }
        >
          {label}
        </Checkbox>
      </div>
    );
  if (editing === 'forms') return <FormsEditor {...props} label={label} />;
  if (editing === 'object') return <ObjectEditor {...props} label={label} />;
  if (editing === 'objects') return <ObjectsEditor {...props} label={label} />;
  return (
    <Labelled label={label} path={path} isOptional={!field.isRequired}>
      <Simple {...props} label={label} />
    </Labelled>
  );
}

/** An unchecked box says nothing, except where the field was asked for: then it says no. */
const flagOff = ({ name }: Field) => (name === 'returned' ? false : undefined);

function Simple({ field, kind, path, digits = 0, label }: FieldProps & { label: string }) {
  const { t } = useTranslation();
  const { root, set, suggestions, traits } = useEditing();
  const fault = useFault(path);
  const value = partAt(root, path);
  const status = fault && fault.wanted !== 'missing' ? { status: 'error' as const } : {};
  const common = { 'aria-label': label, ...status };
  const suggestedValues = kind === 'trait' ? valuesFor(partAt(root, [...path.slice(0, -1), 'name']), traits) : [];
  if (isNameOfOurs(kind, field.name)) return <NameSelect kind={kind} field={field.name} path={path} label={label} />;
  switch (editingOf(field.shape)) {
    case 'number':
      return (
        <InputNumber
          controls={false}
          {...common}
          value={typeof value === 'number' ? value / 10 ** digits : null}
          onChange={(next) =>
            set(path, next === null ? undefined : digits === 0 ? next : Math.round(next * 10 ** digits))
          }
        />
      );
    case 'choice':
    case 'choices':
      return (
        <Select
          {...common}
          {...(editingOf(field.shape) === 'choices' && { mode: 'multiple' as const })}
          value={value as string}
          popupMatchSelectWidth={false}
          options={choicesOf(field).map((word) => ({ value: word, label: choiceInWords(word, field.name, t) }))}
          onChange={(next) => set(path, next)}
        />
      );
    case 'list':
      return <ListInput {...common} path={path} value={value} suggested={suggestedValues} />;
    case 'scalar':
      return (
        <ScalarInput
          label={label}
          value={value}
          onChange={(next) => set(path, next)}
          suggested={suggestedValues}
          isFaulty={'status' in status}
        />
      );
    default: {
      if (field.name === 'since' || field.name === 'until')
        return (
          <Input {...common} type="date" value={String(value ?? '')} onChange={(event) => text(event.target.value)} />
        );
      const suggested = suggestedFor(kind, field.name);
      if (suggested === null)
        return <Input {...common} value={String(value ?? '')} onChange={(event) => text(event.target.value)} />;
      return (
        <AutoComplete
          {...common}
          value={String(value ?? '')}
          options={suggestions[suggested].map((name) => ({ value: name }))}
          showSearch={{
            filterOption: (typed, option) => (option?.value ?? '').toLowerCase().includes(typed.toLowerCase()),
          }}
          popupMatchSelectWidth={false}
          onChange={text}
        />
      );
    }
  }

  function text(next: string) {
    set(path, next === '' ? undefined : next);
  }
}

const choicesOf = ({ shape }: Field): string[] => {
  const words = wordsOf(shape);
  return words.length > 0 ? words : wordsOf(shape.items ?? {});
};

interface ListProps {
  path: Path;
  value: unknown;
  suggested: readonly string[];
  'aria-label': string;
  status?: 'error';
}

/** Several values, typed one after another. Numbers that were there before stay numbers. */
function ListInput({ path, value, suggested, ...rest }: ListProps) {
  const { set } = useEditing();
  const list = Array.isArray(value) ? (value as unknown[]) : [];
  const before = new Map(list.map((one) => [String(one), one]));
  return (
    <Select
      {...rest}
      mode="tags"
      {...(suggested.length === 0 && { open: false })}
      options={suggested.map((one) => ({ value: one, label: one }))}
      suffixIcon={null}
      tokenSeparators={[',', '，', '\n']}
      value={list.map(String)}
      onChange={(next: string[]) =>
        set(
          path,
          next.map((one) => before.get(one) ?? one),
        )
      }
    />
  );
}
