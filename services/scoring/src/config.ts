import { ProfileAskerConfig } from '@segue/service';

export class ScoringConfig extends ProfileAskerConfig {}
