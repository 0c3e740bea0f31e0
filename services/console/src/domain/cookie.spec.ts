import { endedCookie, sessionCookie, sessionIn } from './cookie';

it('is out of reach of scripts and of other sites', () => {
  expect(sessionCookie('s3', 60_000, true)).toBe(
    'segue_session=s3; Path=/; HttpOnly; SameSite=Strict; Max-Age=60; Secure',
  );
  expect(sessionCookie('s3', 60_000, false)).not.toContain('Secure');
});

it('is found among others', () => {
  expect(sessionIn('a=1; segue_session=s3; b=2')).toBe('s3');
  expect(sessionIn('other_segue_session=s3')).toBeNull();
  expect(sessionIn(undefined)).toBeNull();
});

it('is gone once it has ended', () => {
  const ended = endedCookie(false);
  expect(ended).toContain('Max-Age=0');
  expect(sessionIn(ended.split(';')[0])).toBeNull();
});
