// The version of the rule language and the limits of one rule.

export const RULE_VERSION = 1;

export const MAX_TIMES = 1_000;

export const MAX_DISTINCT = 100;

export const MAX_CHILDREN = 100;

export const MAX_NESTING = 16;

/** Maximum number of leaves of one rule. */
export const MAX_LEAVES = 500;

/** Maximum number of leaves on orders; a customer may have ten thousand orders. */
export const MAX_ORDER_LEAVES = 100;

/** Maximum bytes of one rule as JSON in UTF-8. */
export const MAX_RULE_BYTES = 32 * 1024;

export const MAX_STEPS = 5;

/** Maximum number of products, and of categories, that one filter of orders names. */
export const MAX_PRODUCTS = 500;

/** How many of the latest touchpoints decide on the usual place. */
export const USUAL_VISITS = 32;
