import { ServiceConfig } from '@segue/service';

export class ProfileConfig extends ServiceConfig {}
