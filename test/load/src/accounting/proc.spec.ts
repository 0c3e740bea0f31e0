import { listenersIn, memoryIn, postgresPart, statIn } from './proc';

const NODE =
  '4711 (node (main) x) S 42 4711 9764 0 -1 4194304 97 0 0 0 1234 66 250 50 20 0 11 0 134417 3133440 381 18446744073709551615';

it('reads processor time and parent, whatever the name of the program', () => {
  expect(statIn(NODE)).toEqual({ parent: 42, seconds: 13, endedChildrenSeconds: 3 });
});

it('reads memory in bytes', () => {
  const status = 'Name:\tnode\nVmHWM:\t  9000 kB\nVmRSS:\t    2052 kB\nRssAnon:\t     152 kB\nRssShmem:\t       8 kB\n';
  expect(memoryIn(status)).toEqual({ resident: 2052 * 1024, own: 152 * 1024, shared: 8 * 1024 });
});

const TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:56FB 00000000:0000 0A 00000000:00000000 00:00000000 00000000   101        0 76543 1 00000000926831f8 100 0 0 10 0
   1: 0100007F:56FB 0100007F:8F2A 01 00000000:00000000 00:00000000 00000000     0        0 77724 1 00000000e68042cf 100 0 0 10 0
   2: 0000000000000000FFFF00000100007F:56FC 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 88001 1 00000000e68042cf 100 0 0 10 0`;

it('finds the socket that listens on a port, not the connections to it', () => {
  expect(listenersIn(TCP, 0x56fb)).toEqual(['76543']);
  expect(listenersIn(TCP, 0x56fc)).toEqual(['88001']);
  expect(listenersIn(TCP, 1)).toEqual([]);
});

it.each([
  ['postgres: checkpointer ', 'postgres checkpointer'],
  ['postgres: walwriter ', 'postgres walwriter'],
  ['postgres: autovacuum launcher ', 'postgres autovacuum'],
  ['postgres: autovacuum worker postgres', 'postgres autovacuum'],
  ['postgres: segue postgres 127.0.0.1(51234) idle', 'postgres backends'],
  ['postgres: checkpointer_app db 127.0.0.1(51234) UPDATE', 'postgres backends'],
  ['postgres: io worker 0', 'postgres other'],
  ['postgres: background writer ', 'postgres other'],
  ['/native/bin/postgres -D /data', 'postgres other'],
])('counts %p under %p', (title, part) => {
  expect(postgresPart(title)).toBe(part);
});
