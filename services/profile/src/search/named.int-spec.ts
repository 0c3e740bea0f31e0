// What a list names, found in the tables of identities and search terms.
import type { OpenDb } from '@segue/store';
import { describeWith, freshSchema } from '@segue/testing';
import { MIGRATIONS } from '../migrations/all';
import { NamedReader } from './named.reader';

describeWith('postgres', 'the identities that a list names', (part) => {
  let open: OpenDb;
  let reader: NamedReader;

  beforeAll(async () => {
    open = await freshSchema(part().url, 'profile_named', MIGRATIONS);
    reader = new NamedReader(open, 'AT');
    for (const identity of ['userId:u1', 'memberCard:u1', 'memberCard:7001', 'email:ana@example.com', 'userId:u2'])
      await open.query(
        `insert into identity (identity, customer_id, number, part) values ($1, 'c' || md5($1), 1, '{}')`,
        [identity],
      );
    for (const [term, identity] of [
      ['ana@example.com', 'userId:u1'],
      ['ana@example.com', 'userId:u2'],
      ['+436641234567', 'userId:u2'],
      ['maria', 'userId:u1'],
      ['12345', 'userId:u2'],
    ])
      await open.query('insert into term (term, identity) values ($1, $2)', [term, identity]);
  }, 60_000);
  afterAll(() => open.close());

  it('are the strongest by id, or the one written in full', async () => {
    expect(await reader.find('id', ['u1', ' 7001 ', 'memberCard:u1', 'u9', ''])).toEqual([
      ['userId:u1'],
      ['memberCard:7001'],
      ['memberCard:u1'],
      [],
      [],
    ]);
  });

  it('are all that have an address, in whatever spelling', async () => {
    const [byMail, none] = await reader.find('email', ['Ana@Example.com', 'ana@example.co']);
    expect([byMail?.sort(), none]).toEqual([['email:ana@example.com', 'userId:u1', 'userId:u2'], []]);
    expect(await reader.find('phone', ['0664 123 45 67', '0664 123 45 68'])).toEqual([['userId:u2'], []]);
  });

  it('are none of a value that is no address, though search finds it', async () => {
    expect(await reader.find('email', ['Maria', 'maria'])).toEqual([[], []]);
    expect(await reader.find('phone', ['maria', '12345'])).toEqual([[], []]);
  });

  it('are none of an address that hundreds have: it is a placeholder', async () => {
    await open.query(`
      insert into identity (identity, customer_id, number, part)
      select 'userId:p' || n, 'c' || md5('userId:p' || n), 1, '{}' from generate_series(1, 101) as n`);
    await open.query(`
      insert into term (term, identity)
      select 'none@example.com', 'userId:p' || n from generate_series(1, 101) as n`);
    expect(await reader.find('email', ['none@example.com', 'ana@example.com'])).toEqual([
      [],
      expect.arrayContaining(['userId:u1', 'userId:u2']),
    ]);
    await open.query(`delete from term where identity = 'userId:p101'`);
    expect((await reader.find('email', ['none@example.com']))[0]).toHaveLength(100);
  });
});
