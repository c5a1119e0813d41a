// A graph on an exported page: as on the page of the server, and with what only a page that has everything can list at once.

import { GraphView } from "../graph/view.js";
import { h } from "../dom.js";
import { edgesList } from "./list.js";
import { edgeOf, edgesWith, nodes, plain, told } from "./told.js";

/** A view of what the page was given. */
export class PageView extends GraphView {
  async showPanel() {
    await super.showPanel();
    const { node, edge } = this.wanted;
    if (!node || edge || !nodes.has(node)) return;
    // Only an address of the web is a link.
    const address = /^https?:/.test(node) ? h("a", { href: node, rel: "noreferrer" }, node) : node;
    const own = [...this.shown.edges.values()].filter((one) => one.from === node || one.to === node);
    this.panel.append(h("p", { class: "faint address" }, address), edgesList("What is said of it", own) ?? "");
  }

  /** Shows everything that is drawn, at first. */
  start() {
    this.fit();
  }

  /**
   * Lists the statements that have some words, while nothing is chosen; answers what was found.
   * @param {string} text
   */
  find(text) {
    const words = plain(text.trim());
    const names = words ? [...this.shown.nodes.values()].map(({ node }) => node).filter((node) => plain(node.label).includes(words)) : [];
    const edges = words ? edgesWith(words).filter((id) => this.shown.edges.has(id)) : [];
    if (!this.wanted.edge && !this.wanted.node) {
      const found = edges.length > 0 ? edgesList("Statements with these words", edges.map(edgeOf)) : null;
      if (found) this.panel.replaceChildren(found);
      else this.showPanel();
    }
    return { names: new Set(names.map((node) => node.iri)), edges: new Set(edges), isAsked: words !== "" };
  }

  /** Whether some of what was exported is not shown. */
  isPart() {
    return this.shown.edges.size < told.edges.length;
  }
}
