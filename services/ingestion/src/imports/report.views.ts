// The report of an import in the API.
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

const COUNTS = { type: 'object', additionalProperties: { type: 'integer' } } as const;

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
