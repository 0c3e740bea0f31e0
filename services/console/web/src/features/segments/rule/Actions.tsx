// What can be done with a whole condition: its opposite, a group around it, its removal.
import { DeleteOutlined, EllipsisOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEditing } from './editing';
import { type Path, withoutPart, wrapped } from './tree';

export function Actions({ path, isGroup = false }: { path: Path; isGroup?: boolean }) {
  const { t } = useTranslation();
  const { root, change } = useEditing();
  return (
    <span className="rule-actions">
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'not', label: t('rule.negate') },
            { key: 'or', label: t('rule.intoGroup') },
          ],
          onClick: ({ key }) => change(wrapped(root, path, key)),
        }}
      >
        <Button type="text" icon={<EllipsisOutlined aria-hidden />} aria-label={t('rule.more')} />
      </Dropdown>
      <Button
        type="text"
        icon={<DeleteOutlined aria-hidden />}
        aria-label={t(isGroup ? 'rule.removeGroup' : 'rule.remove')}
        onClick={() => change(withoutPart(root, path))}
      />
    </span>
  );
}
