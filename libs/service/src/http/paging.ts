// Lists are paged by an opaque cursor, the sort key of the last row shown, so that rows that are
// added or removed in between do not shift the pages.
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { unsafeIn } from '@segue/contracts';
import { Problem } from './problem';

export const MAX_PAGE = 200;

/**
 * Its fields are described by hand, since descriptions in a subclass hide those that follow from
 * validators.
 */
export class PageQuery {
  @ApiPropertyOptional({ maxLength: 1024, description: '`next` of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(1024)
  cursor?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_PAGE, default: 50 })
  @Transform(({ value }) => Number(value))
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE)
  limit: number = 50;
}

export interface Page<T> {
  items: T[];
  /** Cursor of the next page; null on the last page. */
  next: string | null;
}

export type CursorPart = string | number;

/**
 * Returns a page of `rows`, which must hold one row more than `limit` where there is a next page.
 */
export function page<T>(rows: readonly T[], limit: number, keyOf: (row: T) => readonly CursorPart[]): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}

export function encodeCursor(key: readonly CursorPart[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

type Like<Key extends readonly CursorPart[]> = { [Place in keyof Key]: Key[Place] extends number ? number : string };

/**
 * Returns the key in a cursor; without a cursor `start`, from which the first page is read.
 * @throws {Problem} 400 `invalid` when the cursor was not made by `page` for a key like `start`.
 */
export function decodeCursor<const Key extends readonly CursorPart[]>(
  cursor: string | undefined,
  start: Key,
): Like<Key> {
  const key = cursor === undefined ? start : parsed(cursor);
  if (!Array.isArray(key) || key.length !== start.length || !key.every((part, place) => isLike(part, start[place]))) {
    throw Problem.invalid({ path: 'cursor', code: 'cursor', message: 'not a cursor of this list' });
  }
  return key as Like<Key>;
}

/** Returns whether a part is of the same type: a whole number, or text that a column can hold. */
function isLike(part: unknown, like: CursorPart | undefined): boolean {
  if (typeof like === 'number') return Number.isSafeInteger(part);
  return typeof part === 'string' && unsafeIn(part) === null;
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null;
  }
}
