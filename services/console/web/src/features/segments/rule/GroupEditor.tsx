// The editor of a group of conditions, and of all below it.
import { PlusOutlined } from '@ant-design/icons';
import { Button, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Actions } from './Actions';
import { KindSelect } from './KindSelect';
import { LeafEditor } from './LeafEditor';
import { groupOf, leafOf } from './defaults';
import { useEditing } from './editing';
import { GROUPS, type Node, isGroup } from './schema';
import { type Path, childPath, childrenOf, withChild, withKind } from './tree';

export function GroupEditor({ node, path }: { node: Node; path: Path }) {
  const { t } = useTranslation();
  const { root, change, set } = useEditing();
  const children = childrenOf(node);
  const isTop = path.length === 0;
  return (
    <div className="rule-group" data-kind={node.kind}>
      <div className="rule-head">
        <Select
          className="rule-kind"
          aria-label={t(`rule.group.${node.kind}`)}
          value={node.kind}
          popupMatchSelectWidth={false}
          // The topmost group holds a list, to which conditions are added.
          options={GROUPS.filter((kind) => !isTop || kind !== 'not').map((kind) => ({
            value: kind as string,
            label: t(`rule.group.${kind}`),
          }))}
          onChange={(kind) => change(withKind(root, path, kind))}
        />
        {node.kind === 'some' && (
          <InputNumber
            controls={false}
            aria-label={t('rule.group.some')}
            min={1}
            max={children.length}
            value={Number(node.atLeast)}
            onChange={(next) => set([...path, 'atLeast'], next ?? 1)}
          />
        )}
        {!isTop && <Actions path={path} isGroup />}
      </div>
      {children.map((child, place) => {
        const at = childPath(node, path, place);
        return isGroup(child) ? (
          <GroupEditor key={place} node={child} path={at} />
        ) : (
          <LeafEditor key={place} node={child} path={at} />
        );
      })}
      {node.kind !== 'not' && (
        <div className="rule-add">
          <KindSelect
            value={null}
            label={t('rule.addCondition')}
            onChange={(kind) => change(withChild(root, path, leafOf(kind)))}
          />
          <Button icon={<PlusOutlined aria-hidden />} onClick={() => change(withChild(root, path, groupOf('or')))}>
            {t('rule.addGroup')}
          </Button>
        </div>
      )}
    </div>
  );
}
