import { problemOf } from './problem.filter';

const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code });

describe('an error without an answer of its own', () => {
  it.each([
    coded('57P01', 'terminating connection due to administrator command'),
    coded('57P03', 'the database system is starting up'),
    coded('08006'),
    coded('53300', 'sorry, too many clients already'),
    coded('ECONNREFUSED'),
    coded('ECONNRESET'),
    new Error('Connection terminated unexpectedly'),
    new Error('Connection terminated due to connection timeout'),
    new Error('Query read timeout'),
    new Error('timeout exceeded when trying to connect'),
    new Error('Client has encountered a connection error and is not queryable'),
  ])('is a 503 to be asked again where the database is not there: %s', (error) => {
    const { status, code, headers } = problemOf(error);
    expect({ status, code, headers }).toEqual({ status: 503, code: 'database_down', headers: { 'retry-after': '1' } });
  });

  it.each([coded('42P01', 'relation does not exist'), coded('23505'), new Error('something else'), null])(
    'is a 500 that says nothing where it is a fault of the program: %s',
    (error) => {
      const { status, code, detail } = problemOf(error);
      expect({ status, code, detail }).toEqual({ status: 500, code: 'internal', detail: undefined });
    },
  );

  it('is a 400 where no column can hold a value of the request', () => {
    expect(problemOf(coded('22021')).status).toBe(400);
  });
});
