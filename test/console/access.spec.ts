// Which users see which pages. That features need permissions which the servers know is a matter of
// types: they are generated from the OpenAPI document.
import { permissionsOf } from '@segue/service';
import { mayOpen } from '../../services/console/web/src/features/access';

it('a page opens for the roles that hold its permission, and for no other', () => {
  const holder = (role: 'admin' | 'associate' | 'analyst' | 'integrator') => ({ permissions: permissionsOf(role) });
  expect(mayOpen(holder('admin'), 'demo:leave')).toBe(true);
  expect(mayOpen(holder('associate'), 'sales:write')).toBe(true);
  expect(mayOpen(holder('analyst'), 'sales:write')).toBe(false);
  expect(mayOpen(holder('integrator'), 'standings:read')).toBe(false);
  expect(mayOpen(holder('integrator'), 'customers:read')).toBe(true);
});
