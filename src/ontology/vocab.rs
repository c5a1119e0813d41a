//! Every IRI the code speaks of, and the prefixes declared for every query.
//!
//! `ra:` mirrors `ontology/relata.ttl`; a test fails when the two differ.

use oxigraph::model::NamedNodeRef;

/// Beginning of the namespaces of relata's own terms, predicates and lists of codes.
pub const RELATA: &str = "https://w3id.org/relata/";
/// Namespace of relata's own terms.
pub const RA: &str = "https://w3id.org/relata/ns#";
/// Namespace of the shipped predicates.
pub const REL: &str = "https://w3id.org/relata/rel/";

/// Prefix and namespace, declared for every query; the project's own come on top.
pub const PREFIXES: &[(&str, &str)] = &[
    ("ra", RA),
    ("rel", REL),
    ("plover", "https://w3id.org/relata/plover/"),
    ("cameo", "https://w3id.org/relata/cameo/"),
    ("cameoActor", "https://w3id.org/relata/cameo-actor/"),
    ("cameoCountry", "https://w3id.org/relata/cameo-country/"),
    ("acled", "https://w3id.org/relata/acled/"),
    ("ucdp", "https://w3id.org/relata/ucdp/"),
    ("iso", "https://w3id.org/relata/iso/"),
    ("fips", "https://w3id.org/relata/fips/"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("sem", "http://semanticweb.cs.vu.nl/2009/11/sem/"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("schema", "https://schema.org/"),
    ("gaf", "http://groundedannotationframework.org/gaf#"),
    ("grasp", "http://groundedannotationframework.org/grasp#"),
    ("graspf", "http://groundedannotationframework.org/grasp/factuality#"),
    ("geo", "http://www.opengis.net/ont/geosparql#"),
    ("edtf", "http://id.loc.gov/datatypes/edtf/"),
    ("wd", "http://www.wikidata.org/entity/"),
];

macro_rules! terms {
    ($($(#[$meta:meta])* $constant:ident = $namespace:literal $local:literal;)+) => {
        $($(#[$meta])* #[doc = concat!("`", $namespace, $local, "`")]
        pub const $constant: NamedNodeRef<'static> = NamedNodeRef::new_unchecked(concat!($namespace, $local));)+

        /// Every term of this module.
        pub const TERMS: &[NamedNodeRef<'static>] = &[$($constant),+];
    };
}

terms! {
    ENTITY = "https://w3id.org/relata/ns#" "Entity";
    ACTOR = "https://w3id.org/relata/ns#" "Actor";
    PERSON = "https://w3id.org/relata/ns#" "Person";
    STATE = "https://w3id.org/relata/ns#" "State";
    ORGANIZATION = "https://w3id.org/relata/ns#" "Organization";
    GROUP = "https://w3id.org/relata/ns#" "Group";
    ROLE_ACTOR = "https://w3id.org/relata/ns#" "RoleActor";
    PLACE = "https://w3id.org/relata/ns#" "Place";
    PROPOSAL = "https://w3id.org/relata/ns#" "Proposal";
    THING = "https://w3id.org/relata/ns#" "Thing";
    MEMBER_OF = "https://w3id.org/relata/ns#" "memberOf";
    COUNTRY = "https://w3id.org/relata/ns#" "country";

    EVENT = "https://w3id.org/relata/ns#" "Event";
    AGENT = "https://w3id.org/relata/ns#" "agent";
    PREDICATE = "https://w3id.org/relata/ns#" "predicate";
    RECIPIENT = "https://w3id.org/relata/ns#" "recipient";
    THEME = "https://w3id.org/relata/ns#" "theme";
    DATE = "https://w3id.org/relata/ns#" "date";
    EDTF_DATE = "https://w3id.org/relata/ns#" "edtf";
    DATE_PRECISION = "https://w3id.org/relata/ns#" "datePrecision";
    MODE = "https://w3id.org/relata/ns#" "mode";

    CLAIM = "https://w3id.org/relata/ns#" "Claim";
    ABOUT = "https://w3id.org/relata/ns#" "about";
    SPEAKER = "https://w3id.org/relata/ns#" "speaker";
    SAID_BY = "https://w3id.org/relata/ns#" "saidBy";
    DENIED_BY = "https://w3id.org/relata/ns#" "deniedBy";
    LEFT_OPEN_BY = "https://w3id.org/relata/ns#" "leftOpenBy";
    STANCE = "https://w3id.org/relata/ns#" "stance";
    IN_DOCUMENT = "https://w3id.org/relata/ns#" "inDocument";
    EVIDENCE = "https://w3id.org/relata/ns#" "evidence";
    CERTAINTY = "https://w3id.org/relata/ns#" "certainty";
    POLARITY = "https://w3id.org/relata/ns#" "polarity";
    MODALITY = "https://w3id.org/relata/ns#" "modality";
    RESPONDS_TO = "https://w3id.org/relata/ns#" "respondsTo";
    CONFIRMS = "https://w3id.org/relata/ns#" "confirms";
    DENIES = "https://w3id.org/relata/ns#" "denies";
    DECLINES_TO_COMMENT = "https://w3id.org/relata/ns#" "declinesToComment";
    ACCEPTED = "https://w3id.org/relata/ns#" "accepted";
    CONFIDENCE = "https://w3id.org/relata/ns#" "confidence";
    CREDIBILITY = "https://w3id.org/relata/ns#" "credibility";
    RELIABILITY = "https://w3id.org/relata/ns#" "reliability";
    ANNOTATOR = "https://w3id.org/relata/ns#" "annotator";
    SOURCE_FILE = "https://w3id.org/relata/ns#" "sourceFile";
    SOURCE_LINE = "https://w3id.org/relata/ns#" "sourceLine";
    POSITIONS = "https://w3id.org/relata/ns#" "positions";
    VOCABULARY = "https://w3id.org/relata/ns#" "vocabulary";
    TERMS_GRAPH = "https://w3id.org/relata/ns#" "terms";
    TEXTS = "https://w3id.org/relata/ns#" "texts";
    MATCHES = "https://w3id.org/relata/ns#" "matches";

    SUBJECT_WRITTEN = "https://w3id.org/relata/ns#" "subjectWritten";
    OBJECT_WRITTEN = "https://w3id.org/relata/ns#" "objectWritten";
    PLACE_WRITTEN = "https://w3id.org/relata/ns#" "placeWritten";
    SPEAKER_WRITTEN = "https://w3id.org/relata/ns#" "speakerWritten";

    JOIN = "https://w3id.org/relata/ns#" "Join";
    JOIN_OF = "https://w3id.org/relata/ns#" "joinOf";
    JOINED_NAME = "https://w3id.org/relata/ns#" "joinedName";
    REASON = "https://w3id.org/relata/ns#" "reason";
    BY_JUDGEMENT = "https://w3id.org/relata/ns#" "byJudgement";
    JUDGEMENT = "https://w3id.org/relata/ns#" "Judgement";
    LEFT = "https://w3id.org/relata/ns#" "left";
    RIGHT = "https://w3id.org/relata/ns#" "right";
    SAMENESS = "https://w3id.org/relata/ns#" "sameness";
    JUDGED_BY = "https://w3id.org/relata/ns#" "judgedBy";
    JUDGED_ON = "https://w3id.org/relata/ns#" "judgedOn";

    DOCUMENT = "https://w3id.org/relata/ns#" "Document";
    DEFAULT_SPEAKER = "https://w3id.org/relata/ns#" "defaultSpeaker";
    RETRIEVED = "https://w3id.org/relata/ns#" "retrieved";
    BASED_ON = "https://w3id.org/relata/ns#" "basedOn";
    TEXT_FILE = "https://w3id.org/relata/ns#" "textFile";
    MENTION = "https://w3id.org/relata/ns#" "Mention";
    QUOTE = "https://w3id.org/relata/ns#" "quote";

    PREDICATE_CLASS = "https://w3id.org/relata/ns#" "Predicate";
    INVERSE_PREDICATE = "https://w3id.org/relata/ns#" "InversePredicate";
    EVENT_TYPE_CLASS = "https://w3id.org/relata/ns#" "EventType";
    MODE_CLASS = "https://w3id.org/relata/ns#" "Mode";
    CONTEXT_CLASS = "https://w3id.org/relata/ns#" "Context";
    PLOVER_TYPE = "https://w3id.org/relata/ns#" "ploverType";
    PLOVER_MODE = "https://w3id.org/relata/ns#" "ploverMode";
    CAMEO = "https://w3id.org/relata/ns#" "cameo";
    EVENT_CODE = "https://w3id.org/relata/ns#" "eventCode";
    QUAD_CLASS = "https://w3id.org/relata/ns#" "quadClass";
    QUAD_CLASS_GDELT = "https://w3id.org/relata/ns#" "quadClassGdelt";
    GOLDSTEIN = "https://w3id.org/relata/ns#" "goldstein";
    GOLDSTEIN_GDELT = "https://w3id.org/relata/ns#" "goldsteinGdelt";
    RECIPIENT_REQUIRED = "https://w3id.org/relata/ns#" "recipientRequired";

    MODALITIES = "https://w3id.org/relata/ns#" "modalities";
    ACTUAL = "https://w3id.org/relata/ns#" "actual";
    PLANNED = "https://w3id.org/relata/ns#" "planned";
    PROPOSED = "https://w3id.org/relata/ns#" "proposed";
    REQUESTED = "https://w3id.org/relata/ns#" "requested";
    PROMISED = "https://w3id.org/relata/ns#" "promised";
    THREATENED = "https://w3id.org/relata/ns#" "threatened";
    HYPOTHETICAL = "https://w3id.org/relata/ns#" "hypothetical";
    OPINION = "https://w3id.org/relata/ns#" "opinion";
    STANCES = "https://w3id.org/relata/ns#" "stances";
    AFFIRMING = "https://w3id.org/relata/ns#" "affirming";
    DENYING = "https://w3id.org/relata/ns#" "denying";
    LEAVING_OPEN = "https://w3id.org/relata/ns#" "leavingOpen";
    SPEAKING_OF = "https://w3id.org/relata/ns#" "speakingOf";

    CERTAINTIES = "https://w3id.org/relata/ns#" "certainties";
    POLARITIES = "https://w3id.org/relata/ns#" "polarities";
    UNDERSPECIFIED_POLARITY = "https://w3id.org/relata/ns#" "underspecifiedPolarity";

    CERTAIN = "http://groundedannotationframework.org/grasp/factuality#" "certain";
    PROBABLE = "http://groundedannotationframework.org/grasp/factuality#" "probable";
    POSSIBLE = "http://groundedannotationframework.org/grasp/factuality#" "possible";
    UNDERSPECIFIED = "http://groundedannotationframework.org/grasp/factuality#" "underspecified";
    POSITIVE = "http://groundedannotationframework.org/grasp/factuality#" "positive";
    NEGATIVE = "http://groundedannotationframework.org/grasp/factuality#" "negative";

    SEM_EVENT_TYPE = "http://semanticweb.cs.vu.nl/2009/11/sem/" "eventType";
    SEM_HAS_PLACE = "http://semanticweb.cs.vu.nl/2009/11/sem/" "hasPlace";
    SEM_BEGIN = "http://semanticweb.cs.vu.nl/2009/11/sem/" "hasBeginTimeStamp";
    SEM_END = "http://semanticweb.cs.vu.nl/2009/11/sem/" "hasEndTimeStamp";
    OA_HAS_SOURCE = "http://www.w3.org/ns/oa#" "hasSource";
    OA_HAS_SELECTOR = "http://www.w3.org/ns/oa#" "hasSelector";
    OA_POSITION_SELECTOR = "http://www.w3.org/ns/oa#" "TextPositionSelector";
    OA_QUOTE_SELECTOR = "http://www.w3.org/ns/oa#" "TextQuoteSelector";
    OA_START = "http://www.w3.org/ns/oa#" "start";
    OA_END = "http://www.w3.org/ns/oa#" "end";
    OA_EXACT = "http://www.w3.org/ns/oa#" "exact";
    SCHEMA_HEADLINE = "https://schema.org/" "headline";
    SCHEMA_PUBLISHER = "https://schema.org/" "publisher";
    SCHEMA_AUTHOR = "https://schema.org/" "author";
    SCHEMA_URL = "https://schema.org/" "url";
    SCHEMA_DATE_PUBLISHED = "https://schema.org/" "datePublished";
    SCHEMA_IN_LANGUAGE = "https://schema.org/" "inLanguage";
    SCHEMA_TEXT = "https://schema.org/" "text";
    SKOS_ALT_LABEL = "http://www.w3.org/2004/02/skos/core#" "altLabel";
    SKOS_EXACT_MATCH = "http://www.w3.org/2004/02/skos/core#" "exactMatch";
    DCT_CREATED = "http://purl.org/dc/terms/" "created";
    DCT_CREATOR = "http://purl.org/dc/terms/" "creator";
    DCT_DESCRIPTION = "http://purl.org/dc/terms/" "description";
    DC_CREATOR = "http://purl.org/dc/elements/1.1/" "creator";
    PAV_CREATED_WITH = "http://purl.org/pav/" "createdWith";
    PROV_ATTRIBUTED_TO = "http://www.w3.org/ns/prov#" "wasAttributedTo";
    PROV_DERIVED_FROM = "http://www.w3.org/ns/prov#" "wasDerivedFrom";
    NP_NANOPUBLICATION = "http://www.nanopub.org/nschema#" "Nanopublication";
    NP_HAS_ASSERTION = "http://www.nanopub.org/nschema#" "hasAssertion";
    NP_HAS_PROVENANCE = "http://www.nanopub.org/nschema#" "hasProvenance";
    NP_HAS_PUBINFO = "http://www.nanopub.org/nschema#" "hasPublicationInfo";
    OWL_INVERSE_OF = "http://www.w3.org/2002/07/owl#" "inverseOf";
    OWL_SAME_AS = "http://www.w3.org/2002/07/owl#" "sameAs";
    OWL_SYMMETRIC = "http://www.w3.org/2002/07/owl#" "SymmetricProperty";
    OWL_OBJECT_PROPERTY = "http://www.w3.org/2002/07/owl#" "ObjectProperty";
    OWL_THING = "http://www.w3.org/2002/07/owl#" "Thing";
    RDF_REIFIES = "http://www.w3.org/1999/02/22-rdf-syntax-ns#" "reifies";
    RDF_SUBJECT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#" "subject";
    RDF_PREDICATE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#" "predicate";
    RDF_OBJECT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#" "object";
    RDF_STATEMENT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#" "Statement";
    GEO_HAS_GEOMETRY = "http://www.opengis.net/ont/geosparql#" "hasGeometry";
    GEO_GEOMETRY = "http://www.opengis.net/ont/geosparql#" "Geometry";
    GEO_AS_WKT = "http://www.opengis.net/ont/geosparql#" "asWKT";
    GEO_WKT_LITERAL = "http://www.opengis.net/ont/geosparql#" "wktLiteral";
    EDTF = "http://id.loc.gov/datatypes/edtf/" "EDTF";
}
