// What this browser remembers of a project: who annotates, and what words meant the last time.

/** Words that are remembered at most. */
const MOST = 2_000;

/** @param {string} key */
function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {string} text
 */
function write(key, text) {
  try {
    localStorage.setItem(key, text);
  } catch {
    // A browser that keeps nothing asks again.
  }
}

/** Who annotates. */
export const annotator = {
  get: () => read("relata-annotator") ?? "",
  /** @param {string} name */
  set: (name) => write("relata-annotator", name),
};

/** What words meant the last time. */
export class Memory {
  /** @param {string} project */
  constructor(project) {
    this.key = `relata-meanings:${project}`;
    /** @type {[string, string][]} */
    let kept = [];
    try {
      kept = JSON.parse(read(this.key) ?? "[]");
    } catch {
      // What cannot be read is forgotten.
    }
    this.meanings = new Map(kept);
  }

  /**
   * @param {string} kind
   * @param {string} surface
   */
  meaning(kind, surface) {
    return this.meanings.get(`${kind} ${surface.toLowerCase()}`) ?? null;
  }

  /**
   * @param {string} kind
   * @param {string} surface
   * @param {string} label
   */
  learn(kind, surface, label) {
    const key = `${kind} ${surface.toLowerCase()}`;
    this.meanings.delete(key);
    this.meanings.set(key, label);
    const oldest = this.meanings.keys().next().value;
    if (this.meanings.size > MOST && oldest !== undefined) this.meanings.delete(oldest);
    write(this.key, JSON.stringify([...this.meanings]));
  }
}
