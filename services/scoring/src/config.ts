export { ProfileClientConfig as ScoringConfig } from '@segue/service';
