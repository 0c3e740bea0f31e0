// Lists are paged by an opaque cursor: the sort key of the last row shown, so that rows that come or go in between shift nothing.
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { Problem } from './problem';

export const MAX_PAGE = 200;

/** Described here by hand: what a subclass describes hides what is found out of validators later. */
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
  /** Of the next page; null on the last. */
  next: string | null;
}

export type CursorPart = string | number;

/** A page of `rows`, of which one more than `limit` was asked for. */
export function page<T>(rows: readonly T[], limit: number, keyOf: (row: T) => readonly CursorPart[]): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}

export function encodeCursor(key: readonly CursorPart[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The key in a cursor, null without one. @throws {Problem} 400 `invalid` when it was not made here for a key of this length. */
export function decodeCursor(cursor: string | undefined, length: number): CursorPart[] | null {
  if (cursor === undefined) return null;
  const key = parsed(cursor);
  if (!Array.isArray(key) || key.length !== length || !key.every(isPart)) {
    throw Problem.badRequest('invalid', undefined, [
      { path: 'cursor', code: 'cursor', message: 'not a cursor of this list' },
    ]);
  }
  return key;
}

const isPart = (part: unknown): part is CursorPart => typeof part === 'string' || typeof part === 'number';

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null;
  }
}
