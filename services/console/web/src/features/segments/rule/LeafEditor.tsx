// The editor of one condition: its kind, the comparison that decides its shape, and its fields.
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Actions } from './Actions';
import { KindSelect } from './KindSelect';
import { Labelled } from './Labelled';
import { Fields } from './ObjectEditor';
import { leafOf, leafWith } from './defaults';
import { useEditing } from './editing';
import { choiceInWords, fieldInWords } from './field-words';
import { type Node, decidingOf, leafShape } from './schema';
import { type Path, dotted } from './tree';

const MONEY = new Set(['net', 'expectedRevenue', 'spend']);

export function LeafEditor({ node, path }: { node: Node; path: Path }) {
  const { t } = useTranslation();
  const { set, digits } = useEditing();
  const deciding = decidingOf(node);
  const isMoney = node.kind === 'number' && MONEY.has(String(node.name));
  const comparison = deciding.map(({ field, choices }) => (
    <Labelled key={field} label={fieldInWords(field, node.kind, '', t)} path={[...path, field]}>
      <Select
        aria-label={fieldInWords(field, node.kind, '', t)}
        value={String(node[field])}
        popupMatchSelectWidth={false}
        options={choices.map((word) => ({ value: word, label: choiceInWords(word, field, t) }))}
        onChange={(word) => set(path, leafWith(node, field, word))}
      />
    </Labelled>
  ));
  const shape = leafShape(node);
  // Who or what is compared comes before the comparison.
  const subject = node.kind === 'order' ? [] : ['name', 'property', 'part', 'whole'];
  const own = { kind: node.kind, above: '', path, digits: isMoney ? digits : 0 };
  const others = Object.keys(shape?.properties ?? {}).filter((name) => !subject.includes(name));
  return (
    <div className="rule-leaf" data-path={dotted(path)}>
      <div className="rule-head">
        <KindSelect value={node.kind} label={t('rule.search')} onChange={(kind) => set(path, leafOf(kind))} />
        <Actions path={path} />
      </div>
      {shape && deciding.length === 0 && <Fields shape={shape} {...own} />}
      {shape && deciding.length > 0 && (
        <div className="rule-fields">
          <Fields shape={shape} {...own} without={others} />
          {comparison}
          <Fields shape={shape} {...own} without={subject} />
        </div>
      )}
      {!shape && <div className="rule-fields">{comparison}</div>}
    </div>
  );
}
