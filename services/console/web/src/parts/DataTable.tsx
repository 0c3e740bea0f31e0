// A table that scrolls sideways where it must, also by keyboard.
import { Table, type TableProps } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

export function DataTable<Row extends object>(props: TableProps<Row>) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  // The element that scrolls belongs to antd, which has no property for a tab stop.
  useEffect(() => {
    for (const part of place.current?.querySelectorAll<HTMLElement>('.ant-table-content, .ant-table-body') ?? []) {
      const scrolls = part.scrollWidth > part.clientWidth;
      part.tabIndex = scrolls ? 0 : -1;
      part.setAttribute('role', 'group');
      part.setAttribute('aria-label', t('states.tableArea'));
    }
  });
  return (
    <div ref={place}>
      <Table<Row> scroll={{ x: 'max-content' }} {...props} />
    </div>
  );
}
