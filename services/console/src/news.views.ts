// The lines of the live feed.
import { ApiProperty } from '@nestjs/swagger';

class CommonNews {
  @ApiProperty({ description: 'tells one from another and stays the same when it is seen again' }) id!: string;
  @ApiProperty() customer!: string;
  @ApiProperty({ type: String, nullable: true, description: 'else the e-mail address; null where neither is known' })
  name!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'the strongest, kind:value; null while it is not known' })
  identity!: string | null;
  @ApiProperty({
    format: 'date-time',
    description: "by the services' time: while history is played, not the clock on the wall",
  })
  at!: string;
}

export class TouchpointNews extends CommonNews {
  @ApiProperty({ enum: ['touchpoint'] }) kind!: 'touchpoint';
  @ApiProperty() event!: string;
  @ApiProperty() origin!: string;
  @ApiProperty({ format: 'date-time' }) recordedAt!: string;
  @ApiProperty() simulated!: boolean;
}

export class MoveNews extends CommonNews {
  @ApiProperty({ enum: ['tier', 'entered', 'left'] }) kind!: 'tier' | 'entered' | 'left';
  @ApiProperty({ description: "the scheme's or the segment's id" }) subject!: string;
  @ApiProperty({ type: String, nullable: true }) from!: string | null;
  @ApiProperty({ type: String, nullable: true }) to!: string | null;
}

export class DecisionNews extends CommonNews {
  @ApiProperty({ enum: ['decision'] }) kind!: 'decision';
  @ApiProperty() decision!: string;
  @ApiProperty() campaign!: string;
  @ApiProperty() outcome!: string;
  @ApiProperty() reason!: string;
  @ApiProperty({ type: String, nullable: true, description: 'of what was written; null where nothing was' })
  channel!: string | null;
}

export const NEWS = [TouchpointNews, MoveNews, DecisionNews] as const;

export type News = TouchpointNews | MoveNews | DecisionNews;
