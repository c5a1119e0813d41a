// The address holds the whole state of the page, behind the `#`: the view, what it shows, and the filters.

/** Parameters that leave claims out. They go with every link from view to view. */
export const FILTERS = ["speaker", "outlet", "predicate", "state", "since", "until", "min_sources", "min_outlets", "known_by"];

/**
 * @typedef {Object} Address
 * @property {string} view
 * @property {URLSearchParams} params
 */

/** @typedef {Record<string, string | number | boolean | string[] | null | undefined>} Params */

/**
 * Reads an address.
 * @param {string} [hash]
 * @returns {Address}
 */
export function read(hash = location.hash) {
  const [path, query] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  return { view: path || "overview", params: new URLSearchParams(query ?? "") };
}

/**
 * The filters of an address.
 * @param {URLSearchParams} params
 */
export function filtersOf(params) {
  const kept = new URLSearchParams();
  for (const [key, value] of params) if (FILTERS.includes(key) && value !== "") kept.append(key, value);
  return kept;
}

/**
 * Writes an address: these parameters, and the filters that hold now unless they are among them.
 * @param {string} view
 * @param {Params} [params]
 */
export function link(view, params = {}) {
  const written = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== "") written.append(key, String(one));
    }
  }
  for (const [key, value] of filtersOf(read().params)) if (!(key in params)) written.append(key, value);
  const query = written.toString();
  return `#/${view === "overview" ? "" : view}${query ? `?${query}` : ""}`;
}

/**
 * Goes to an address.
 * @param {string} hash
 */
export function go(hash) {
  location.hash = hash;
}

/**
 * The present address with some parameters set anew; those that are null go.
 * @param {Params} changed
 */
export function changed(changed) {
  const { view, params } = read();
  const all = /** @type {Record<string, string[]>} */ ({});
  for (const key of new Set(params.keys())) if (!(key in changed)) all[key] = params.getAll(key);
  for (const key of FILTERS) if (!(key in all) && !(key in changed)) all[key] = [];
  return link(view, { ...all, ...changed });
}
