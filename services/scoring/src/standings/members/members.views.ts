// Customers by tier and segment in the API.
import type { CustomerState, CustomerStates, TierMembers } from '@segue/contracts';
import { ApiProperty } from '@nestjs/swagger';

export class CountView {
  @ApiProperty() matching!: number;
  @ApiProperty() looked!: number;
  @ApiProperty() population!: number;
  @ApiProperty() exact!: boolean;
  @ApiProperty({ description: 'half the width of the 95 % interval, customers' }) error!: number;
}

export class PreviewView extends CountView {
  @ApiProperty({ description: 'of those looked at, how many match' }) held!: number;
  @ApiProperty({
    type: [Number],
    description: 'of those looked at: how many fulfil the first, the first two, … conditions',
  })
  steps!: number[];
  @ApiProperty({ type: [String], description: 'up to five of the matching customers' }) samples!: string[];
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'the `after` of the next part; null when all were looked at',
  })
  next!: string | null;
}

export class MemberPage implements TierMembers {
  @ApiProperty({ type: [String] }) items!: string[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class MembersView {
  @ApiProperty({ type: [String], description: "customers' ids" }) items!: string[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
  @ApiProperty({ description: 'how many there are in all; exact' }) total!: number;
}

export class StateView implements CustomerState {
  @ApiProperty() customer!: string;
  @ApiProperty({ type: [String] }) identities!: string[];
  @ApiProperty({ description: 'the identity by which random groups are drawn' }) bucketingId!: string;
  @ApiProperty({ type: Object, description: 'as a signal carries it' }) head!: CustomerState['head'];
  @ApiProperty({ type: Object, description: 'as a signal carries it' }) standing!: CustomerState['standing'];
}

export class StatesView implements CustomerStates {
  @ApiProperty({ type: [StateView] }) items!: StateView[];
  @ApiProperty({ type: String, nullable: true, description: 'for `after`; null on the last page' })
  next!: string | null;
  @ApiProperty({ type: Number, nullable: true, description: 'how many there are in all; null on later pages' })
  total!: number | null;
}

class TopValueView {
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] })
  value!: string | number | boolean;
  @ApiProperty() customers!: number;
}

class TopTraitView {
  @ApiProperty({ description: 'a path, as rules name it' }) name!: string;
  @ApiProperty({ description: 'of those looked at, how many have it' }) customers!: number;
  @ApiProperty({ type: [TopValueView], description: 'values of three customers or more, the most frequent first' })
  values!: TopValueView[];
}

export class TopTraitsView {
  @ApiProperty({ type: [TopTraitView] }) traits!: TopTraitView[];
  @ApiProperty({ description: 'how many customers were looked at' }) looked!: number;
}
