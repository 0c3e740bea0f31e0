import type { TablePaginationConfig } from 'antd';

/** Returns the paging of a table in a page: none while its rows fit. */
export const inPages = (rows: number, pageSize: number): TablePaginationConfig | false =>
  rows > pageSize ? { pageSize, size: 'small', showSizeChanger: false } : false;
