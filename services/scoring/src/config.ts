export { ProfileAskerConfig as ScoringConfig } from '@segue/service';
