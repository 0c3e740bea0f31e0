// Answers about rejected events. Times are ISO 8601.
import { ApiProperty } from '@nestjs/swagger';

export class QuarantineView {
  @ApiProperty() id!: number;
  @ApiProperty({ description: "the source's id" }) source!: string;
  @ApiProperty({ format: 'date-time' }) receivedAt!: string;
  @ApiProperty({ description: 'place in its batch' }) index!: number;
  @ApiProperty() code!: string;
  @ApiProperty() path!: string;
  @ApiProperty() message!: string;
  @ApiProperty({ type: String, nullable: true, description: "the event's name, or its type; null where none was sent" })
  name!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'the first identity, `kind:value`; null where none was sent',
  })
  person!: string | null;
  @ApiProperty({ description: 'whether the event was taken all the same: then this is a remark' }) taken!: boolean;
}

export class QuarantineCountView {
  @ApiProperty({ description: "the source's id" }) source!: string;
  @ApiProperty({ description: 'the reason' }) code!: string;
  @ApiProperty({ description: 'of the field at fault, `*` for places in lists' }) path!: string;
  @ApiProperty({ description: "the event's name, or its type" }) name!: string;
  @ApiProperty() count!: number;
  @ApiProperty({ format: 'date-time' }) firstAt!: string;
  @ApiProperty({ format: 'date-time' }) lastAt!: string;
}

export class QuarantineCounts {
  @ApiProperty({ type: [QuarantineCountView] }) items!: QuarantineCountView[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class WholeQuarantineView extends QuarantineView {
  @ApiProperty({ description: 'what was sent, as JSON' }) event!: string;
}

export class QuarantinePage {
  @ApiProperty({ type: [QuarantineView] }) items!: QuarantineView[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
