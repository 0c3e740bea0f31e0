// Which users see which pages.
import { ROLES as SERVER_ROLES } from '@segue/service';
import { EVERYONE, ROLES, mayOpen } from '../../services/console/web/src/features/access';

it('the roles are those of the servers', () => {
  expect([...ROLES].sort()).toEqual([...SERVER_ROLES].sort());
});

it('a page opens for the roles that it names, and for no other', () => {
  expect(ROLES.filter((role) => mayOpen({ role }, ['admin', 'ops']))).toEqual(['admin', 'ops']);
  expect(ROLES.every((role) => mayOpen({ role }, EVERYONE))).toBe(true);
  expect(mayOpen({ role: 'visitor' }, EVERYONE)).toBe(false);
});
