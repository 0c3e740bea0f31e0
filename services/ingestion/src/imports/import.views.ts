// Bodies and answers of the imports API.
import { CUSTOMER_KINDS, type CustomerKind, ENCODINGS, type Encoding } from '@segue/order-files';
import { IsVisible, JOB_STATES, MayBeAbsent } from '@segue/service';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { MAX_IMPORT_BYTES, PART_BYTES } from './domain/upload';
import { ImportReportView } from './report.views';

export class ImportBody {
  @ApiProperty({ description: 'of the file, for people', maxLength: 200 })
  @IsVisible()
  @MaxLength(200)
  name!: string;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: MAX_IMPORT_BYTES, description: 'bytes of the file' })
  @IsInt()
  @Min(1)
  @Max(MAX_IMPORT_BYTES)
  size!: number;

  @ApiPropertyOptional({ description: "ISO 4217, of amounts for which the file names none; the store's" })
  @MayBeAbsent()
  @Matches(/^[A-Z]{3}$/, { message: 'must be an ISO 4217 code such as USD' })
  currency?: string;

  @ApiPropertyOptional({ description: "IANA zone in which days begin; the store's" })
  @MayBeAbsent()
  @IsString()
  @MaxLength(100)
  zone?: string;

  @ApiPropertyOptional({ description: "ISO 3166-1, of phone numbers without a prefix; the store's" })
  @MayBeAbsent()
  @Matches(/^[A-Z]{2}$/, { message: 'must be an ISO 3166-1 code such as FR' })
  country?: string;

  @ApiPropertyOptional({
    enum: CUSTOMER_KINDS,
    description: "what the customer column holds; as the column's name says",
  })
  @MayBeAbsent()
  @IsIn(CUSTOMER_KINDS)
  customerKind?: CustomerKind;

  @ApiPropertyOptional({ enum: ENCODINGS, description: 'as the bytes say' })
  @MayBeAbsent()
  @IsIn(ENCODINGS)
  encoding?: Encoding;

  @ApiPropertyOptional({ type: [String], maxItems: 100, description: 'states whose lines are no orders' })
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(40, { each: true })
  leaveOut?: string[];

  @ApiPropertyOptional({ maxLength: 64, description: 'put before customers and order ids of this file' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(64)
  prefix?: string;
}

export const IMPORT_STATES = ['uploading', ...JOB_STATES] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

export class ImportView {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: 'integer' }) size!: number;
  @ApiProperty({ type: 'integer', description: `bytes of a part; the last may be shorter`, example: PART_BYTES })
  partSize!: number;
  @ApiProperty({ enum: IMPORT_STATES, description: '`lost`: its process ended; it is resumed within a minute' })
  state!: ImportState;
  @ApiProperty({ description: 'ISO 8601' }) createdAt!: string;
  @ApiProperty({ type: String, nullable: true, description: 'of `/api/jobs/{id}`; null while it is uploaded' })
  job!: string | null;
  @ApiProperty({ type: 'integer', description: 'orders gone through' }) done!: number;
  @ApiProperty({ type: 'integer', nullable: true, description: 'orders; null until the file is read' })
  total!: number | null;
  @ApiProperty({ type: ImportReportView, nullable: true, description: 'null until the file is read' })
  report!: ImportReportView | null;
}

export class ImportPage {
  @ApiProperty({ type: [ImportView] }) items!: ImportView[];
  @ApiProperty({ type: String, nullable: true, description: 'cursor of the next page' }) next!: string | null;
}
