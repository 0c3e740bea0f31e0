// Which feature of a service owns which tables. Only its `*.store.ts` and `*.reader.ts` may name
// them in SQL (the lint rule in `table-owner.cjs`). A test compares the list with the migrations.

/** Service → feature (a folder of its `src`; '' for files directly in it) → tables. */
const OWNED = {
  ingestion: {
    activity: ['source_event', 'source_last', 'source_minute'],
    'dead-letters': ['dead_letter'],
    idempotency: ['idempotency_key'],
    imports: ['import', 'import_part'],
    quarantine: ['quarantine', 'quarantine_count'],
    sources: ['source', 'write_key', 'signing_key'],
    time: ['replay'],
    webhooks: ['webhook_order'],
  },
  profile: {
    absorb: ['customer', 'identity', 'identity_order', 'timeline', 'term'],
    identities: ['link_evidence', 'evidence_backfill'],
  },
  scoring: {
    history: ['segment_count', 'segment_day'],
    models: ['model_fit', 'model_version'],
    rulebook: ['segment', 'segment_draft', 'segment_version', 'setting', 'subscription'],
    score: ['facts', 'facts_basket', 'facts_order'],
    standings: ['standing', 'due', 'tier_by_hand'],
    transitions: ['transition', 'unpublished'],
  },
  campaign: {
    contacts: ['contact', 'identity_group', 'consent', 'bounced', 'restored', 'ended'],
    decide: ['customer_state'],
    decisions: ['decision', 'unpublished'],
    journeys: ['campaign', 'campaign_state', 'enrolment', 'story', 'step_count', 'step_passed', 'known_segment'],
    limits: ['campaign_limits', 'stop_all'],
    results: ['decision_count', 'trial_count', 'trial_member', 'trial_order'],
  },
  delivery: {
    channels: ['channel'],
    sending: ['delivery', 'consent', 'campaign_sending'],
    'test-sends': ['test_message'],
  },
  console: { '': ['person', 'session', 'start_code'] },
};

/**
 * `service.table` → features that read a table of another one, with the reason. None may write to
 * the tables of another.
 */
const READ_BY = {
  // Absorbing is the one writer of what profile knows; everything else in profile is a view of it.
  'profile.identity': {
    customers: 'shows a customer',
    histories: 'finds the timelines of a customer',
    identities: 'collects evidence of timelines written before it was kept',
    search: 'finds customers by their identities',
    withdrawals: 'names the customer of a withdrawal',
  },
  'profile.customer': { customers: 'shows a customer' },
  'profile.term': { search: 'finds customers by words', histories: 'finds an order by its id' },
  'profile.identity_order': { histories: 'reads the order of a customer' },
  'profile.timeline': {
    histories: 'serves whole timelines to other services',
    identities: 'collects evidence of timelines written before it was kept',
    timeline: 'shows a timeline in pages',
    withdrawals: 'lists withdrawals',
  },
  'scoring.facts': { standings: 'names the customer of an identity without loading its facts' },
  'scoring.standing': {
    history: 'counts all members of segments in one statement',
    models: 'counts the customers that a fit is about',
    tiers: 'counts all customers by tier in one statement',
  },
  'scoring.due': { tiers: 'counts the moves that come by themselves' },
  'scoring.segment': { history: 'counts the members of segments that exist' },
  'scoring.transition': { history: 'counts the moves of a day' },
  'campaign.contact': {
    audience: 'reads what previews need of many customers in one statement',
    decisions: 'lists the decisions about a customer: its identities are there',
    journeys: 'lists the stories of a customer: its identities are there',
  },
  'campaign.consent': { audience: 'reads what previews need of many customers in one statement' },
  'campaign.enrolment': { audience: 'reads what previews need of many customers in one statement' },
  'campaign.ended': { decisions: 'shows how the message of a decision ended' },
  'campaign.decision': { contacts: 'finds the identity that a message is remembered by' },
  'campaign.stop_all': { journeys: 'publishes a definition with the stop of its revision, in one statement' },
};

module.exports = { OWNED, READ_BY };
