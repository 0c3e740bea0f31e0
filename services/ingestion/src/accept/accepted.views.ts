// Answers to the calls of the Segment spec.
import { ApiProperty } from '@nestjs/swagger';

export class RejectionView {
  @ApiProperty({ description: 'place in the batch' }) index!: number;
  @ApiProperty() code!: string;
  @ApiProperty() path!: string;
  @ApiProperty() message!: string;
}

export class AcceptedView {
  @ApiProperty() success!: boolean;
  @ApiProperty({
    type: [RejectionView],
    required: false,
    description: 'of a batch: what was not taken, and why; at most 100',
  })
  rejected?: RejectionView[];
  @ApiProperty({ required: false, description: 'of a batch: how many were not taken; `rejected` lists at most 100' })
  rejectedCount?: number;
}
