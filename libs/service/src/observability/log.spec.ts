import { faultOf } from './log';

describe('what is logged of an error', () => {
  it('says where it was and why', () => {
    expect(faultOf(new TypeError('no such stage'))).toMatchObject({ name: 'TypeError', reason: 'no such stage' });
  });

  it('leaves out texts that quote what was sent', () => {
    const postgres = Object.assign(new Error('invalid input syntax: "ana@example.com"'), {
      severity: 'ERROR',
      code: '22P02',
    });
    const parser = (() => {
      try {
        return JSON.parse('ana@example.com') as never;
      } catch (error) {
        return error;
      }
    })();
    expect(faultOf(postgres)).toMatchObject({ code: '22P02' });
    for (const error of [postgres, parser]) expect(JSON.stringify(faultOf(error))).not.toContain('ana@');
  });

  it('copes with what is no error', () => {
    expect(faultOf('oops')).toEqual({ name: 'string' });
  });
});
