// The pattern that names entered by users must match.
/** One visible character: neither a space nor a mark that shows nothing by itself. */
export const VISIBLE =
  /[^\s\u0000-\u0020\u007f-\u00a0\u00ad\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\u2800\u3000\u3164\ufeff]/;
