import { useQuery } from '@tanstack/react-query';
import { session } from '../api/session';
import type { Permission } from './access';

/**
 * Whether the user may do this; false until it is known. The server checks every request itself.
 */
export function useMay(permission: Permission): boolean {
  const { data } = useQuery({ queryKey: ['session'], queryFn: session, staleTime: Infinity });
  return data?.permissions.includes(permission) ?? false;
}
