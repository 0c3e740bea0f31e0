// Bodies and answers of the imports API.
import { CUSTOMER_KINDS, type CustomerKind, ENCODINGS, type Encoding } from '@segue/order-files';
import { IsVisible, JOB_STATES, MayBeAbsent } from '@segue/service';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { MAX_IMPORT_BYTES, PART_BYTES } from './domain/upload';

const COUNTS = { type: 'object', additionalProperties: { type: 'integer' } } as const;

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

export class ImportFaultView {
  @ApiProperty({ type: 'integer', description: 'the header being line 1; 0 where it is not known' }) line!: number;
  @ApiProperty({ description: "as the header calls it; '' for the whole line" }) column!: string;
  @ApiProperty() message!: string;
}

/** Counts of what was read from the file. */
export class ImportFileView {
  @ApiProperty() encoding!: string;
  @ApiProperty({ description: "words whose bytes decided the encoding; '' where nothing had to be decided" })
  example!: string;
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'shop system whose export this is, such as Shopify; null for other files; absent in older reports',
  })
  system?: string | null;
  @ApiProperty({ type: 'integer' }) orders!: number;
  @ApiPropertyOptional({
    type: 'integer',
    description: 'refunds that do not name their order; they reduce no order; absent in older reports',
  })
  returns?: number;
  @ApiProperty({ type: 'integer', description: 'lines with orders, good and bad' }) lines!: number;
  @ApiProperty({ type: 'integer', description: 'lines at fault, and the others of their orders' }) skipped!: number;
  @ApiProperty({ type: 'integer', description: 'lines left out: their customer stands for no one' }) noOne!: number;
  @ApiProperty({ ...COUNTS, description: 'lines left out, by state' }) leftOut!: Record<string, number>;
  @ApiProperty({ ...COUNTS, description: 'lines counted as orders with a state that leaves it in doubt' })
  doubtful!: Record<string, number>;
  @ApiProperty({ ...COUNTS, description: 'lines counted as orders with an unknown state' })
  unknown!: Record<string, number>;
  @ApiProperty({ description: "the store's, ISO 4217" }) storeCurrency!: string;
  @ApiProperty({ description: 'whether orders in other currencies are valued: SEGUE_RATES_FILE' }) hasRates!: boolean;
  @ApiProperty({ description: 'of orders that name none, ISO 4217' }) assumedCurrency!: string;
  @ApiProperty({ ...COUNTS, description: 'orders by currency' }) currencies!: Record<string, number>;
  @ApiProperty({ type: 'integer', description: 'orders that name no currency' }) unnamed!: number;
}

/** Results for the orders; each is counted once. */
export class ImportResultView {
  @ApiProperty({ type: 'integer', description: 'durable; services read them next' }) taken!: number;
  @ApiProperty({ type: 'integer', description: 'in with the same customer, day and amount' }) alreadyIn!: number;
  @ApiProperty({ type: 'integer', description: 'in with another day or amount, which stays' }) differs!: number;
  @ApiProperty({ type: 'integer', description: 'in under the same id for another customer' }) ofAnother!: number;
  @ApiProperty({ type: 'integer' }) refused!: number;
  @ApiPropertyOptional({
    type: 'integer',
    description: 'refunds in the file that were accepted or in already; absent in older reports',
  })
  refunds?: number;
}

export class ImportReportView {
  @ApiProperty({ type: String, nullable: true, description: 'why the file cannot be read; null if it can' })
  error!: string | null;
  @ApiProperty({ type: ImportFileView, nullable: true }) file!: ImportFileView | null;
  @ApiProperty({ type: [ImportFaultView], description: 'the first 100 of the file, then the first 100 of its orders' })
  faults!: ImportFaultView[];
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'events accepted before that are not read yet, which the import waits for; null: not known',
  })
  unread!: number | null;
  @ApiProperty({ type: ImportResultView, nullable: true, description: 'null until the last order' })
  result!: ImportResultView | null;
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
