//! The words of SHACL, and those of RDF that it needs.

use oxigraph::model::NamedNodeRef;

/// What the names of SHACL begin with.
pub const SHACL: &str = "http://www.w3.org/ns/shacl#";

macro_rules! words {
    ($($name:ident = $word:literal),* $(,)?) => {
        $(
            #[doc = concat!("`sh:", $word, "`")]
            pub const $name: NamedNodeRef<'static> =
                NamedNodeRef::new_unchecked(concat!("http://www.w3.org/ns/shacl#", $word));
        )*
    };
}

words! {
    ALTERNATIVE_PATH = "alternativePath",
    CLOSED = "closed",
    CONFORMS = "conforms",
    DEACTIVATED = "deactivated",
    ENTAILMENT = "entailment",
    FLAGS = "flags",
    FOCUS_NODE = "focusNode",
    IGNORED_PROPERTIES = "ignoredProperties",
    INFO = "Info",
    INVERSE_PATH = "inversePath",
    MESSAGE = "message",
    NODE_SHAPE = "NodeShape",
    ONE_OR_MORE_PATH = "oneOrMorePath",
    PATH = "path",
    PROPERTY = "property",
    PROPERTY_SHAPE = "PropertyShape",
    QUALIFIED_MAX_COUNT = "qualifiedMaxCount",
    QUALIFIED_MIN_COUNT = "qualifiedMinCount",
    QUALIFIED_VALUE_SHAPE = "qualifiedValueShape",
    QUALIFIED_VALUE_SHAPES_DISJOINT = "qualifiedValueShapesDisjoint",
    RESULT = "result",
    RESULT_MESSAGE = "resultMessage",
    RESULT_PATH = "resultPath",
    RESULT_SEVERITY = "resultSeverity",
    SEVERITY = "severity",
    SHAPE_CLASS = "ShapeClass",
    SOURCE_CONSTRAINT_COMPONENT = "sourceConstraintComponent",
    SOURCE_SHAPE = "sourceShape",
    TARGET_CLASS = "targetClass",
    TARGET_NODE = "targetNode",
    TARGET_OBJECTS_OF = "targetObjectsOf",
    TARGET_SUBJECTS_OF = "targetSubjectsOf",
    VALIDATION_REPORT = "ValidationReport",
    VALIDATION_RESULT = "ValidationResult",
    VALUE = "value",
    VIOLATION = "Violation",
    WARNING = "Warning",
    ZERO_OR_MORE_PATH = "zeroOrMorePath",
    ZERO_OR_ONE_PATH = "zeroOrOnePath",
}

/// Words of RDF.
pub(crate) use oxigraph::model::vocab::{rdf, rdfs, xsd};

/// `owl:Class`
pub(crate) const OWL_CLASS: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#Class");

/// `owl:imports`
pub(crate) const OWL_IMPORTS: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#imports");
