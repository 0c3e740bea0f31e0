// Answers about the clock of a replay. Times are ISO 8601.
import { ApiProperty } from '@nestjs/swagger';

export class TimeView {
  @ApiProperty({ enum: ['wall', 'stream'] }) mode!: 'wall' | 'stream';
  @ApiProperty({ format: 'date-time' }) now!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'where a replay that was cut off goes on; null if there never was one',
  })
  mark!: string | null;
}
