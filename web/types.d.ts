// What the server answers, as `/api/openapi.json` describes it. Read by `tsc` only.

declare namespace Api {
  type State = "corroborated" | "single-source" | "unsourced" | "disputed" | "denied" | "left-open" | "not-actual";
  type Stance = "affirms" | "denies" | "leaves open" | "speaks of";
  interface Thing { iri: string | null; label: string; type: string | null }
  interface Predicate { iri: string; label: string }
  interface Period { begin: string | null; end: string | null }
  interface Tally { affirm: number; deny: number; leave_open: number; speak_of: number }
  interface Document { iri: string; title: string; url: string | null; published: string | null; has_text: boolean }
  interface Piece { start: number; end: number }
  interface Claim {
    iri: string; sentence: string; subject: Thing; predicate: Predicate; object: Thing | null;
    side: "for" | "for, denied" | "against" | "open" | "speaks of it" | null;
    stance: Stance; polarity: string; modality: string; certainty: string; accepted: boolean;
    state: State | null; whose_word: string | null; speakers: Thing[]; outlet: Thing | null; document: Document | null;
    date: string | null; period: Period | null; place: Thing | null;
    quote: { text: string; language: string | null } | null; span: Piece | null;
    parts: (Piece & { part: string })[]; rating: string | null;
    replies: { reply: string; claim: string }[]; file: string | null; line: number | null;
  }
  interface Support {
    state: State; meaning: string; period: Period | null; n_sources: number; n_outlets: number; sources: string; tally: Tally;
  }
  interface Occurrence extends Support { claims: Claim[] }
  interface Edge {
    id: string; from: string; to: string; predicate: Predicate; sentence: string; label: string[]; support: string;
    state: State; states: Partial<Record<State, number>>; is_mixed: boolean; has_dispute: boolean; is_symmetric: boolean;
    acts_alone: boolean; weight: number; n_claims: number; n_statements: number; n_predicates: number; n_occurrences: number; tally: Tally;
    n_sources: number; n_outlets: number; period: Period | null;
  }
  interface EdgeWithOccurrences extends Edge { occurrences: Occurrence[]; attributes: Record<string, any> }
  interface Node {
    iri: string; label: string; caption: string; kind: string; type: string | null; modality: string | null;
    n_edges: number; place: [number, number] | null; is_group: boolean; group: string | null;
  }
  interface NodeGroup {
    name: string; label: string; kind: string; n_nodes: number; n_events: number; is_open: boolean; n_statements: number; n_claims: number;
    states: Partial<Record<State, number>>; tally: Tally;
  }
  interface Grouping {
    by: "type" | "country" | "community"; n_groups: number; n_nodes: number; n_events: number; n_statements: number; n_claims: number;
    n_between: number; missing: string[]; groups: NodeGroup[];
  }
  interface Slice { name: string; begin: string; end: string; n_claims: number; tally: Tally; n_vague: number }
  type Verdict = "accepted" | "edited" | "rejected";
  interface Brief { id: string; sentence: string | null; verdict: Verdict | null }
  interface Waiting {
    id: string; seen: string; verdict: Verdict | null; confidence: number | null; cells: Record<string, string>; speaks_of: Brief[];
    replies: { word: string; claim: Brief }[]; undecided: { id: string; seen: string; sentence: string }[]; spoken_of_by: string[];
  }
  interface Review {
    table: string; n_claims: number; n_left: number; n_accepted: number; n_edited: number; n_rejected: number; n_asked: number;
    claims: Waiting[];
  }
  interface Estimate { value: number; low: number | null; high: number | null }
  interface CodedClaim {
    id: string | null; seen: string | null; verdict: Verdict | null; cells: Record<string, string> | null; sentence: string;
    parts: (Piece & { part: string })[]; file: string | null; line: number | null;
  }
  interface Unit {
    unit: number; document: string; has_text: boolean; quote: string; fields: { field: string; values: (string | null)[] }[];
    claims: (CodedClaim | null)[];
  }
  interface Agreement {
    coders: { name: string; n_claims: number }[]; programs: string[]; n_documents: number; n_read_alone: number; n_unsigned: number;
    drawn_from: "documents" | "units"; units: Unit[];
    figures: { figure: string; about: string; n: number; agreement: Estimate | null; alpha: Estimate | null; ac1: Estimate | null; remarks: string[] }[];
  }
  interface Time { by: string | null; slices: Slice[]; n_undated: number }
  interface Use { thing: Thing; n_claims: number; n_affirm: number }
  interface Group { predicate: Predicate; n_claims: number; claims: Claim[] }
  interface NeighbourGroup {
    predicate: Predicate; direction: "out" | "in" | "both"; n_neighbours: number; n_edges: number; n_claims: number;
    states: Partial<Record<State, number>>;
  }
  interface Step { from: Thing; to: Thing; day: string | null; statements: { edge: Edge; is_forward: boolean }[] }
  interface Table {
    head: { vars?: string[] }; boolean?: boolean; results?: { bindings: Record<string, Term>[] };
  }
  interface Term { type: string; value: any; datatype?: string; "xml:lang"?: string }
  interface FoundName {
    kind: "entity" | "predicate" | "document" | "outlet"; iri: string | null; label: string; type: string | null; name: string;
    n_claims: number; n_says: number; n_publishes: number;
  }
  interface FoundQuote {
    claim: string; sentence: string; quote: string; whose_word: string | null; stance: Stance; state: State | null;
    subject: string; predicate: string; object: string; document: string | null;
  }
  interface TextPlace { line: number; column: number; end_line: number; end_column: number }
  interface Flaw {
    message: string; hint: string | null; is_fatal: boolean; place: TextPlace;
    fix: { label: string; place: TextPlace; text: string } | null;
  }
  interface Answers {
    overview: {
      name: string; n_claims: number; n_statements: number; n_occurrences: number; n_nodes: number; n_speakers: number;
      n_outlets: number; n_documents: number; period: Period | null; states: Partial<Record<State, number>>; time: Time;
      actors: Use[]; speakers: Use[]; predicates: Use[]; outlets: Use[];
      quality: {
        undated_claims: number; unsourced_claims: number; unquoted_claims: number; unsourced_occurrences: number;
        single_source_occurrences: number; disputed_occurrences: number; denied_occurrences: number; pairs_alike: number | null;
      };
      whole: { name: string; n: number }[]; unreviewed_claims: number; version: number;
    };
    alike: { n_pairs: number; pairs: { left: Thing; right: Thing; score: number; evidence: string[] }[] };
    predicates: {
      predicates: {
        predicate: Predicate; aliases: string[]; n_statements: number; n_claims: number; tally: Tally; event_type: string | null;
        quad_class: any; goldstein: number | null; is_symmetric: boolean;
      }[];
    };
    check: { flaws: Flaw[] };
    search: { names: FoundName[]; statements: Edge[]; quotes: FoundQuote[]; has_more_quotes: boolean };
    graph: { nodes: Node[]; edges: Edge[]; n_edges: number; heading: string; grouping: Grouping | null };
    between: { edge: Edge | null; n_edges: number; edges: Edge[] };
    neighbours: { thing: Thing; n_neighbours: number; n_edges: number; groups: NeighbourGroup[] };
    expand: { nodes: Node[]; edges: Edge[]; n_edges: number };
    edge: { subject: Thing; object: Thing; edges: EdgeWithOccurrences[] };
    paths: { from: Thing; to: Thing; n_paths: number; paths: { steps: Step[] }[] };
    claim: { claim: Claim; answers: { reply: string; claim: Claim }[]; occurrence: Occurrence | null };
    dossier: {
      thing: Thing; kind: string; type: string | null; descriptions: string[]; matches: any[];
      facts: { heading: string; values: Thing[] }[];
      numbers: {
        n_about: number; n_says: number; n_speakers: number; n_outlets: number; states: Partial<Record<State, number>>;
        period: Period | null;
      };
      by_others: Group[]; by_itself: Group[]; timeline: { period: Period | null; sentence: string | null; state: State | null; claims: string[] }[];
      conflicts: {
        sentence: string; state: State; said_by: string[]; denied_by: string[]; claims: { side: string; claim: string }[];
      }[];
    };
    document: Document & {
      id: string | null; publisher: Thing | null; author: string | null; language: string | null; based_on: Thing[];
      text: string | null; claims: Claim[];
    };
    documents: { n_documents: number; documents: (Document & { n_claims: number; publisher: Thing | null })[] };
    timeline: {
      n_occurrences: number; time: Time;
      occurrences: (Support & {
        edge: string; sentence: string; from: string | null; to: string | null; predicate: Predicate; n_claims: number;
      })[];
    };
    palette: {
      predicates: { label: string; iri: string; n_fitting: number; n_claims: number }[];
      subject_type: string | null; object_type: string | null;
    };
    date: { date: string | null; phrase: string | null; why_not: string | null };
    mentions: { mentions: { start: number; end: number; thing: Thing }[] };
    agreement: Agreement;
    conflicts: { n_conflicts: number; conflicts: (Occurrence & { sentence: string })[] };
  }
}
