export * from './cdnow';
export { CUSTOMER_KINDS, type CustomerKind } from './columns';
export * from './currencies';
export * from './import';
export type { OrderFile, RowFault } from './order-file';
export * from './orders';
export * from './orders-csv';
export * from './reading';
export { ENCODINGS, type Encoding, isEncoding } from './decoders';
