// Limits the previews of segments and tiers together.
import { Gate, Problem } from '@segue/service';

/**
 * Limits concurrent previews. Each takes as many customers as fit its time budget, so more at once
 * would only slow down everything.
 */
export const PREVIEWS = new Gate(2);
export const busy = () => Problem.tooMany(1, 'previews_busy', 'other previews are under way');
