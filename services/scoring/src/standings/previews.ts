// Limits the previews of segments and tiers together.
import { Gate, Problem } from '@segue/service';

/**
 * Limits concurrent previews. Each looks at as many customers as it has time for: more at once
 * would only be slower, and slow down everything else.
 */
export const PREVIEWS = new Gate(2);
export const busy = () => Problem.tooMany(1, 'previews_busy', 'other previews are under way');
