//! Every kind of fault relata reports; the doc comment of each is what `relata explain` prints.

use super::{Action, Code};

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $constant:ident = $id:literal $name:literal $action:ident / $strict:ident;)+) => {
        $($(#[doc = $doc])+
        pub static $constant: Code = Code {
            id: $id,
            name: $name,
            action: Action::$action,
            strict: Action::$strict,
            explanation: concat!($($doc, "\n"),+),
        };)+

        /// Every code, by identifier.
        pub static ALL: &[&Code] = &[$(&$constant),+];
    };
}

/// The code with this identifier or name, in any case.
pub fn find(word: &str) -> Option<&'static Code> {
    ALL.iter().copied().find(|code| code.id.eq_ignore_ascii_case(word) || code.name.eq_ignore_ascii_case(word))
}

/// The wider code whose action a code has where a project sets only that one.
pub fn wider(code: &Code) -> Option<&'static Code> {
    let wider = MILDER.iter().find(|(milder, _)| milder.id == code.id);
    wider.map(|(_, wider)| *wider)
}

/// Codes of what nobody did wrong, each with the code of the same where somebody did. A project that made the second one an
/// error meant both.
static MILDER: &[(&Code, &Code)] = &[(&OWN_PREDICATE, &UNKNOWN_PREDICATE), (&UNLISTED_DOCUMENT, &UNKNOWN_DOCUMENT)];

/// Faults that leave a row without a value: it can only be left out.
pub static HARD: &[&Code] = &[
    &OWN_FAULT,
    &BEYOND_LIMIT,
    &NOT_TEXT,
    &NO_HEADER,
    &MISSING_COLUMN,
    &DUPLICATE_COLUMN,
    &BAD_MAPPING,
    &UNKNOWN_SHEET,
    &UNREADABLE_TABLE,
    &BROKEN_JSON,
    &ERROR_CELL,
    &BAD_METADATA,
    &NO_PLAIN_FILE,
    &OUTSIDE_PROJECT,
    &REMOTE_DOCUMENT,
    &UNREAD_DIALECT,
    &WRONG_FIELD_COUNT,
    &UNCLOSED_QUOTE,
    &STRAY_QUOTE,
    &NOT_UTF8,
    &CONTROL_CHARACTER,
    &ROW_TOO_LONG,
    &EMPTY_CELL,
    &BAD_IRI,
    &UNKNOWN_VALUE,
    &DUPLICATE_ID,
    &UNKNOWN_CLAIM,
    &UNKNOWN_EVENT,
    &UNKNOWN_NUMBER,
    &OTHER_DATA_SET,
    &CLAIM_CYCLE,
    &BROKEN_ANNOTATION,
    &UNKNOWN_ANNOTATION,
    &LOST_QUOTE,
    &UNSUPPORTED_ANNOTATIONS,
    &MISSING_TEXT,
];

codes! {
    /// A file of the project cannot be read.
    ///
    /// The file is named in `relata.toml` or on the command line, but it is missing or may not be opened. Everything else still loads.
    ///
    /// Instead: mend the path, or take the file out of `[[sources]]`.
    UNREADABLE_FILE = "R001" "unreadable-file" Reject / Reject;

    /// A table is no text in UTF-8: UTF-16, or a workbook.
    ///
    /// Spreadsheet programs write UTF-16 when they save as "Unicode text", and a workbook is an archive. relata reads UTF-8 only, with or without a byte order mark, so no cell of such a file could be trusted. Workbooks are read as claims, entities and documents, but not by `construct`.
    ///
    /// Instead: save as "CSV UTF-8 (comma delimited)".
    NOT_TEXT = "R002" "not-text" Reject / Reject;

    /// A table has no header line.
    ///
    /// relata finds columns by name, never by position, so the first line of a table has to name them. A first line is taken for a row when there is a date in it, a relation above other relations, or a name that stands below itself as well.
    ///
    /// Example of a header: `subject,predicate,object,date,said_by,quote`
    ///
    /// Instead: write such a line, or `header = ["subject", "predicate", "object"]` under `[[sources]]` in `relata.toml`, which `relata init --from` does for you.
    NO_HEADER = "R003" "no-header" Reject / Reject;

    /// `relata.toml` says something relata does not understand.
    ///
    /// A misspelt key would otherwise be ignored, and the project would be built by other rules than the ones written down.
    ///
    /// Instead: `docs/cli/projects.md` lists every key; only `[project] name` is required.
    BAD_PROJECT_FILE = "R004" "bad-project-file" Abort / Abort;

    /// An RDF file has a syntax error.
    ///
    /// The statement is left out; the parser goes on behind it where the syntax allows that (N-Triples, N-Quads), else at the next file.
    RDF_SYNTAX = "R005" "rdf-syntax" Reject / Reject;

    /// The project has no source at all.
    ///
    /// There is a `relata.toml`, but no table beside it has one of the usual names (`claims*.csv`, `entities.csv`, `documents.csv`) and none is listed under `[[sources]]`.
    NO_SOURCES = "R006" "no-sources" Warn / Reject;

    /// A file is not of the data set it is said to be.
    ///
    /// Its columns are others, or as many as no release of the data set has, so no cell could be trusted. A file of annotations is of another tool than its source says, or of none that relata knows.
    ///
    /// Instead: `docs/cli/events.md` and `docs/cli/annotations.md` list what each format is recognised by.
    OTHER_DATA_SET = "R007" "other-data-set" Reject / Reject;

    /// A file fits patterns of two entries of `[[sources]]`.
    ///
    /// The entries say different things about the file, and which of them is meant would be a guess: the first one counts. An entry that names the file itself comes before every pattern, and several entries may name one file: each reads it in its own way.
    ///
    /// Example: `files = ["2024-*.csv"]` and, further down, `files = ["*-final.csv"]` both fit `2024-final.csv`.
    ///
    /// Instead: name the file under `files` of the entry that is meant.
    OVERLAPPING_PATTERNS = "R008" "overlapping-patterns" Warn / Reject;

    /// relata met a fault of its own while it read a file.
    ///
    /// The file set off an error in relata, or in a library that reads such files, that nobody thought of. Nothing of the file is in the graph; everything else still loads.
    ///
    /// Instead: please report it, with the file if you may share it. Until it is mended, save the table as CSV, or take the file out of `[[sources]]`.
    OWN_FAULT = "R009" "own-fault" Reject / Reject;

    /// A file goes beyond a limit.
    ///
    /// Nobody knows beforehand what a file from elsewhere holds: brackets in a hundred thousand levels, or a few bytes that unfold to gigabytes. So each reader has limits, far beyond what people write, and stops at them. What stands before that place may be loaded; the message says so.
    ///
    /// Instead: `docs/cli/limits.md` lists every limit and what to do about each.
    BEYOND_LIMIT = "R010" "beyond-limit" Reject / Reject;

    /// A required column is missing, or its name is misspelt.
    ///
    /// `claims.csv` needs `subject`, `predicate` and `object` (or one of their aliases such as `node1,label,node2` or `actor,verb,target`), `entities.csv` needs `label`, `documents.csv` needs `id`. Without them no row can be read. A column that `relata.toml` names has to be there, too.
    ///
    /// Example: `subject,predicate,objet` — did you mean `object`?
    MISSING_COLUMN = "R011" "missing-column" Reject / Reject;

    /// Two columns have the same meaning.
    ///
    /// Either one name stands twice in the header, or a column and its alias (`subject` and `actor`) both do. Which of the two cells counts would be a guess.
    DUPLICATE_COLUMN = "R012" "duplicate-column" Reject / Reject;

    /// An optional column looks misspelt.
    ///
    /// The column is kept as a qualifier under the name it has, so `polarty` would not make a single claim negative.
    ///
    /// Instead: mend the name, or set `misspelt-column = "allow"` under `[severity]` when the name is meant.
    MISSPELT_COLUMN = "R013" "misspelt-column" Warn / Reject;

    /// Columns relata has no meaning for are kept as qualifiers.
    ///
    /// One notice names them all. In the graph they are properties in the namespace `qualifier/` of the project.
    UNKNOWN_COLUMN = "R014" "unknown-column" Notice / Notice;

    /// Rows of a table are not meant.
    ///
    /// The source has a `where` in `relata.toml`, and these rows do not fit it. One notice a table tells how many they are, so that none goes missing unseen.
    FILTERED_ROWS = "R015" "filtered-rows" Notice / Notice;

    /// Rows stand above the header of a table.
    ///
    /// The header of a sheet is its first row with two cells or more. That of a text is its first line, unless most lines below have more cells, or that line has nothing in most of them: then it is the first line in which more than half of the cells are filled. What stands above is taken for a title.
    ///
    /// Instead: when the row shown is not the header, delete what stands above the right one.
    ROWS_ABOVE_HEADER = "R016" "rows-above-header" Notice / Notice;

    /// A workbook has sheets that are not read.
    ///
    /// A source is one sheet: the one that `sheet` names, else the first that is not hidden.
    ///
    /// Instead: name the sheet, and write an entry of `[[sources]]` for each one that is meant.
    OTHER_SHEETS = "R017" "other-sheets" Notice / Notice;

    /// A workbook has no sheet of the name in `relata.toml`.
    ///
    /// Names of sheets are compared exactly, spaces and case included. A file that is no workbook has no sheets.
    ///
    /// Example: `sheet = "Mach"` — did you mean `March`?
    UNKNOWN_SHEET = "R018" "unknown-sheet" Reject / Reject;

    /// A workbook or a file of Parquet cannot be opened.
    ///
    /// It is locked by a password, damaged, or written in a way that relata does not read.
    ///
    /// Instead: open it in the program it is from and save it again, or save it as CSV.
    UNREADABLE_TABLE = "R019" "unreadable-table" Reject / Reject;

    /// A table of claims has no column `object`.
    ///
    /// Every row is then about one actor who acts alone: `Metternich,fled`. When the header has a column that relata does not know, that one may be the object, and the missing column is an error (R011) instead.
    ///
    /// Instead, when somebody is acted on: add the column.
    NO_OBJECT_COLUMN = "R020" "no-object-column" Notice / Notice;

    /// A description of how a table becomes RDF cannot be used.
    ///
    /// A query under `query` of a source with `format = "construct"` is no SPARQL, or does not fit the columns of its table. Nothing of the table is in the graph.
    ///
    /// Instead: mend the place that is shown. Column `First name` is the variable `?First_name`; a variable that is a column cannot be bound again.
    BAD_MAPPING = "R021" "bad-mapping" Reject / Reject;

    /// A template has a variable that nothing gives a value.
    ///
    /// No column has this name and nothing in WHERE binds it, so the triples with it are never made.
    ///
    /// Example: `CONSTRUCT { ?person foaf:name ?Nmae }` over a column `Name`.
    UNBOUND_VARIABLE = "R022" "unbound-variable" Warn / Reject;

    /// Metadata of a table cannot be used.
    ///
    /// Its JSON is broken, something it has to say is missing, or what it says contradicts itself. Nothing of the tables it describes is in the graph.
    ///
    /// Instead: mend the place that is shown. The least there is: `{ "@context": "http://www.w3.org/ns/csvw", "url": "table.csv" }`.
    BAD_METADATA = "R023" "bad-metadata" Reject / Reject;

    /// A property of metadata has a value it cannot have.
    ///
    /// It counts as if it were not there, as the recommendation says; that may change what becomes of every cell of a column.
    ///
    /// Example: `"datatype": "dat"` — did you mean `date`? Until then the cells are texts.
    METADATA_VALUE = "R024" "metadata-value" Warn / Reject;

    /// A property of metadata has no meaning where it stands.
    ///
    /// It is misspelt, or belongs to another object: `aboutUrl` of a schema does nothing in a dialect. Properties of other vocabularies have a prefix, such as `dc:title`.
    UNKNOWN_PROPERTY = "R025" "unknown-property" Warn / Reject;

    /// The header of a table does not fit its metadata.
    ///
    /// Columns are matched by position. Where titles or their number differ, the metadata may be that of another edition of the table, and cells get the meaning of their neighbours.
    ///
    /// Instead: mend `columns`, or add the title of the header to `titles`.
    HEADER_MISMATCH = "R026" "header-mismatch" Warn / Reject;

    /// Metadata beside a table does not describe it.
    ///
    /// It has the name that metadata of the table would have, but no `url` in it is the table's. It is passed over.
    OTHER_METADATA = "R027" "other-metadata" Warn / Reject;

    /// Metadata names a document that is not on this machine.
    ///
    /// relata fetches nothing from a network, so that a build depends on nothing but the files beside it.
    ///
    /// Instead: put a copy beside the metadata and name it by its path. An absolute `@base` gives the files there the IRIs they have elsewhere.
    REMOTE_DOCUMENT = "R028" "remote-document" Reject / Reject;

    /// Metadata describes a table that is written in a way relata does not read.
    ///
    /// Between and around cells stands a single ASCII character.
    UNREAD_DIALECT = "R029" "unread-dialect" Reject / Reject;

    /// The order of two columns tells which is the subject.
    ///
    /// Tables of networks name the ends of an edge `tail` and `head`: it runs from its tail to its head. Tables of knowledge graphs begin with the `head` and mean by it where a statement starts. So whichever of the two columns stands first is the subject; where that is `tail`, one notice a table says so.
    ///
    /// Instead: nothing, when it is meant so. Otherwise map the columns: `columns = { subject = "head", object = "tail" }`.
    DIRECTION_BY_ORDER = "R030" "direction-by-order" Notice / Notice;

    /// A source is no file but a folder, a pipe, a socket or a device.
    ///
    /// Whoever opens a pipe waits for its other end, and opening a device can do something to it. A project is files, so these are refused before they are opened. Everything else still loads.
    ///
    /// Instead: save what comes out of the pipe as a file, or take it out of the project.
    NO_PLAIN_FILE = "R031" "no-plain-file" Reject / Reject;

    /// A file of the project leads out of it.
    ///
    /// A project may come from anybody, and a link in it can lead anywhere on this machine. So a file that is found by its usual name or by a pattern, or that a table, a query or metadata names, is read only when it lies in the project. With `--within`, no file outside that folder is read.
    ///
    /// Instead: name the file in `relata.toml` or on the command line when it is meant, or put a copy into the project.
    OUTSIDE_PROJECT = "R032" "outside-project" Reject / Reject;

    /// A text is not in UTF-8, and is read in the encoding that it seems to have.
    ///
    /// A byte order mark tells UTF-16, and so do zeros at every other place. Otherwise the first 256 KB are looked at: bytes that cannot be UTF-8, but are letters and signs of Western Europe wherever they stand, are read as Windows-1252, and in the same way those of Cyrillic as Windows-1251 and those of Central Europe as Windows-1250. A text with a character of UTF-8 in it stays UTF-8, and its broken bytes are faults (R104).
    ///
    /// Instead: when letters are wrong, name the encoding: `encoding = "windows-1257"` under `[[sources]]`.
    OTHER_ENCODING = "R033" "other-encoding" Notice / Notice;

    /// Nobody says what the columns of a table mean, and relata found out by looking.
    ///
    /// The names of the columns and the cells below them tell what is the subject, the predicate, the object, and how dates are written. It is the look that `relata init --from` takes.
    ///
    /// Instead: `relata init --from` writes what was found into `relata.toml`, where you can change it.
    LOOKED_AT = "R034" "looked-at" Notice / Notice;

    /// Nothing tells in which order the dates of a column are written.
    ///
    /// Every date could begin with the day or with the month, or some can only begin with the one and some with the other. relata does not choose for you: the dates of the column are faults until somebody says how they are written.
    ///
    /// Instead: `relata init --from` asks, and writes `date = { column = "…", format = "%d/%m/%Y" }`.
    UNCLEAR_DATES = "R035" "unclear-dates" Warn / Reject;

    /// A table of a usual name lies beside the project file, and is not read.
    ///
    /// Where `[[sources]]` lists tables, `entities.csv` and `documents.csv` beside `relata.toml` are read as well, because claims need them; `usual_files = false` under `[project]` leaves them out. A table of claims is read only when it is listed.
    ///
    /// Instead: list the file under `[[sources]]`, or give it another name.
    FILE_LEFT_OUT = "R036" "file-left-out" Notice / Notice;

    /// A file in which an article was expected has no text.
    ///
    /// What a scanner makes are pictures of pages, on which a program for text recognition has to find the letters first. Some PDF files have letters, but do not tell which ones they are. Other files are simply empty.
    ///
    /// Instead: have a program for text recognition (OCR) read the file, or copy the text into a file of its own.
    NO_TEXT_INSIDE = "R037" "no-text-inside" Reject / Reject;

    /// A file in which an article was expected is encrypted.
    ///
    /// It opens with a password only, which relata does not ask for.
    ///
    /// Instead: open it with the password in another program, and save a copy without it.
    ENCRYPTED_FILE = "R038" "encrypted-file" Reject / Reject;

    /// A file in which an article was expected is damaged.
    ///
    /// It ends too early, or its parts cannot be found any more, as after a download that was cut off.
    ///
    /// Instead: fetch it again, or save it anew with a program that still opens it.
    DAMAGED_FILE = "R039" "damaged-file" Reject / Reject;

    /// More follows by the rules under `[infer]` than relata keeps.
    ///
    /// Of a chain of n members of members, n² / 2 memberships follow. Beyond two million triples, or when they follow in very many ways, or from more than ten million, nothing is inferred at all. The graph is built, and holds everything that is said.
    ///
    /// Instead: leave out the rule that the message names, or list the predicates that it is for: `transitive = ["member_of"]`.
    TOO_MUCH_INFERRED = "R040" "too-much-inferred" Warn / Reject;

    /// A predicate that is listed under `[infer]` is the predicate of nothing.
    ///
    /// No accepted claim, no entity and no file of RDF has a triple with it, so that nothing follows. It may be a slip of the pen.
    ///
    /// Example: `transitive = ["membr_of"]`.
    ///
    /// Instead: write the name as the tables have it, a name behind a prefix, or an IRI.
    UNUSED_INFERENCE = "R041" "unused-inference" Warn / Reject;

    /// A part that has to be there is not.
    ///
    /// `relata shard reduce` puts together what all parts have made, and `relata build --from` builds what all parts of a reduction have made. A part counts when the list of its tables is there, which is written last; one that was stopped has none.
    ///
    /// Instead: make the parts that the message names, into the same folder. `--resume` passes over those that are there.
    MISSING_PART = "R042" "missing-part" Abort / Abort;

    /// A table of a part is not the one that was written.
    ///
    /// It is gone, cut short, or has other bytes than its list says: a disk was full, a copy ended early, or somebody changed it. Nothing is put together from it, for nobody could tell what is missing.
    ///
    /// Instead: make the part once more.
    DAMAGED_PART = "R043" "damaged-part" Abort / Abort;

    /// Parts do not belong together.
    ///
    /// They are of other sources, of other settings, of another cut, or of another version of relata; or one part is there twice, and the two differ.
    ///
    /// Instead: make all parts with one version of relata into an empty folder.
    OTHER_PART = "R044" "other-part" Abort / Abort;

    /// A row has more or fewer cells than the header.
    ///
    /// Often a comma inside a cell that is not quoted. Padding or shifting the cells would put words into the wrong column, so the row is left out.
    ///
    /// Example: `Iran,threatened,Israel and the US, again,2025-06-14` under four columns.
    ///
    /// Instead: put the cell with the comma between double quotes.
    WRONG_FIELD_COUNT = "R101" "wrong-field-count" Reject / Reject;

    /// A quoted cell is never closed.
    ///
    /// The place is where the quote opened. Read on blindly, the cell would swallow the rows that follow; relata leaves out the line with the quote and goes on at the next line.
    ///
    /// Example: `Iran,warned,"Israel and the US,2025-06-14`
    ///
    /// Instead: close the quote, or double it (`""`) when it belongs to the text.
    UNCLOSED_QUOTE = "R102" "unclosed-quote" Reject / Reject;

    /// A double quote stands where CSV does not allow one.
    ///
    /// Inside a quoted cell a quote is written twice; a cell that does not begin with a quote holds none. Readers that let this pass cut the cell or glue it to the next.
    ///
    /// Example: `"we will "respond" soon"` — instead: `"we will ""respond"" soon"`
    STRAY_QUOTE = "R103" "stray-quote" Reject / Reject;

    /// A cell holds bytes that are not UTF-8.
    ///
    /// Mostly a file saved in Windows-1252 or ISO 8859-1. Guessing the letter would change a name.
    ///
    /// Instead: save the file as UTF-8; the hint shows what the byte would be in Windows-1252.
    NOT_UTF8 = "R104" "not-utf-8" Reject / Reject;

    /// A quoted cell runs over lines that look like rows.
    ///
    /// The number of cells is right, so the row stays; but a forgotten quote that a later one happens to close looks just like this.
    SUSPICIOUS_LINE_BREAK = "R105" "suspicious-line-break" Warn / Reject;

    /// A cell holds a control character.
    ///
    /// No XML result can carry a NUL or an escape, and nobody sees one in a picture.
    CONTROL_CHARACTER = "R106" "control-character" Reject / Reject;

    /// A row is longer than a mebibyte.
    ///
    /// No claim is; mostly the file is no table, or its line ends were lost.
    ROW_TOO_LONG = "R107" "row-too-long" Reject / Reject;

    /// A cell of a workbook holds an error.
    ///
    /// A formula could not be computed, often because a row it pointed to was deleted. The cell has no value, and what it should say nobody can tell.
    ///
    /// Example: `#REF!` — instead: mend the formula, or empty the cell.
    ERROR_CELL = "R108" "error-cell" Reject / Reject;

    /// A row of a file of JSON cannot be read.
    ///
    /// A row is one object: in JSON Lines one a line, else an element of the list that is the whole file. A broken line costs that line; in a list the rest of the file may be lost, and the message says so.
    ///
    /// Example: `{"subject": "Iran", "predicate": "met"` — the brace that closes is missing.
    BROKEN_JSON = "R109" "broken-json" Reject / Reject;
    /// Two rows have the same primary key.
    ///
    /// The metadata of the table says that no two have. Both are kept; where the key makes their IRI, they speak of one thing.
    DUPLICATE_KEY = "R113" "duplicate-key" Warn / Reject;

    /// A foreign key leads to no row, or to several.
    ///
    /// The metadata of the table says that the key is that of exactly one row there. The row is kept, and so is its link.
    UNKNOWN_ROW = "R114" "unknown-row" Warn / Reject;

    /// Rows of a table with metadata count as comments.
    ///
    /// They begin with `#`, unless `commentPrefix` in the dialect says otherwise. Nothing of them is in the graph.
    ///
    /// Instead, when they are data: `"dialect": { "commentPrefix": null }`.
    COMMENT_ROWS = "R115" "comment-rows" Notice / Notice;

    /// Cells hold a word that stands for a missing value.
    ///
    /// R writes `NA`, databases write `NULL`, and people write `-` or `unknown`: taken for names, such words would be speakers, places and actors. The cells are read as empty. One notice for each column of a table names the words and counts the cells. Quotes and notes are never read so, and neither is a word that `entities.csv` declares as a name.
    ///
    /// Instead: nothing, when the cells are meant to say nothing. Otherwise declare the name in `entities.csv`, or list the words that mean nothing: `missing = ["NA"]` under `[[sources]]` or `[project]`; an empty list takes every word as it is.
    MISSING_WORD = "R116" "missing-word" Notice / Notice;

    /// Rows hold sums of the others.
    ///
    /// A row that begins with a word such as `Total`, and has only numbers besides, says nothing about anybody.
    ///
    /// Instead: nothing is to be done. Where somebody is called so, fill in the predicate of the row.
    TOTAL_ROW = "R117" "total-row" Notice / Notice;

    /// A column is filled in only in the first row of each block of rows, it seems.
    ///
    /// That is what is left of merged cells in a table of text. relata fills in nothing by itself, for an empty cell may as well mean that nothing is known.
    ///
    /// Instead: `place = { column = "Region", fill_down = true }` gives each empty cell what the one above it says.
    BLOCK_LABELS = "R118" "block-labels" Notice / Notice;

    /// A required cell is empty.
    ///
    /// A claim without subject or predicate says nothing, and neither does a passive such as `was attacked by` without object, in which nobody acts. No name such as `nan` is made up for it.
    EMPTY_CELL = "R201" "empty-cell" Reject / Reject;

    /// A date is impossible or not in EDTF.
    ///
    /// Dates are `2025-06-13`, `2025-06`, `2025`, an interval `2025-06-13/2025-06-15`, with `?` (uncertain), `~` (about) or `%` (both) behind. A missing date is an empty cell and stays missing: it never becomes today.
    ///
    /// Example: `2025-06-31` — June has 30 days.
    BAD_DATE = "R202" "bad-date" Reject / Reject;

    /// A web address or IRI is not one.
    ///
    /// Written out, it would make the whole RDF file unreadable for other tools.
    ///
    /// Example: `not a url <x>` — instead: `https://example.org/report` or an empty cell.
    BAD_IRI = "R203" "bad-iri" Reject / Reject;

    /// A cell holds none of the values its column knows.
    ///
    /// certainty: `certain` `probable` `possible` `underspecified`; polarity: `positive` `negative` `underspecified`; modality: `actual` `planned` `proposed` `requested` `promised` `threatened` `hypothetical` `opinion`; type of an entity: `person` `state` `organization` `group` `role` `actor` `place` `proposal` `thing`.
    UNKNOWN_VALUE = "R204" "unknown-value" Reject / Reject;

    /// A number is not one, or is out of its range.
    ///
    /// `start` and `end` count code points of the document's text from 0, end not included, start before end; `confidence` lies between 0 and 1.
    BAD_NUMBER = "R205" "bad-number" Reject / Reject;

    /// A cell is not of the type of its column.
    ///
    /// The project, the header or the code book of a data set says that the cells of a column are numbers, dates or truth values. One that is not is kept as a text: sums, comparisons and orders pass it over.
    ///
    /// Example: `about 12` in a column with `type = "integer"` — instead: `12`, and the doubt in a column of its own.
    OTHER_TYPE = "R207" "other-type" Warn / Reject;

    /// An address has a scheme that is not known to be safe.
    ///
    /// What relata writes is opened by browsers and viewers, where `javascript:` or `data:` runs when somebody clicks on it. An IRI in a cell may have the scheme http, https, mailto or urn, and those that `schemes` under `[project]` adds. In files of RDF only javascript, vbscript and data are refused.
    ///
    /// Example: `<doi:10.1000/182>` — instead: `https://doi.org/10.1000/182`, or `schemes = ["doi"]`.
    UNSAFE_SCHEME = "R208" "unsafe-scheme" Reject / Reject;

    /// An identifier cannot be used as one.
    ///
    /// Identifiers hold no `;` (it separates several), do not begin with `#` (it refers to a claim) and have no space inside.
    BAD_ID = "R206" "bad-id" Reject / Reject;

    /// A cell is no value of the datatype that metadata gives its column.
    ///
    /// It is kept as a text, so that nothing is lost; but numbers and dates do not compare with texts, so questions that compare pass it over.
    ///
    /// Example: `13/06/2025` under `"format": "M/d/yyyy"`.
    UNFIT_VALUE = "R210" "unfit-value" Warn / Reject;

    /// A cell has no value where metadata requires one.
    ///
    /// It is empty, or holds a text that means no value under `null`, and `required` is true for its column. The row is kept without it.
    REQUIRED_VALUE = "R211" "required-value" Warn / Reject;

    /// What a URI template makes of a cell is no IRI.
    ///
    /// The triple of the cell is left out; the rest of the row is kept.
    ///
    /// Instead: `{name}` percent-encodes what may not stand in an IRI, `{+name}` does not.
    BROKEN_URL = "R212" "broken-url" Warn / Reject;

    /// A predicate is in no vocabulary, and looks like a slip of the pen.
    ///
    /// It is nearly the name of a known predicate (`atacked`), or has a prefix and leads nowhere (`rel:atacked`). The claim is kept, its predicate minted in the project's own namespace, where no question about `attacked` finds it.
    ///
    /// A word that resembles no known one is R317, which has the action of this code where `[severity]` names only this one.
    ///
    /// Instead: write the suggested word. When the word is meant, `relata predicates --new WORD` makes it a predicate of the project.
    UNKNOWN_PREDICATE = "R301" "unknown-predicate" Warn / Reject;

    /// A name is in no row of `entities.csv`.
    ///
    /// The entity is minted from its label. `Netanyahu` and `Benjamin Netanyahu` are then two nodes until a row with an alias, or a judgement of `relata resolve`, says otherwise.
    ///
    /// Instead: nothing has to be done. `relata export claims -o tables` writes a table of all names, to which types and aliases can be added.
    UNKNOWN_ENTITY = "R302" "unknown-entity" Notice / Reject;

    /// An identifier is used twice.
    ///
    /// References to it would mean two things. Of rows that are sound otherwise, the one with more cells that are not empty keeps it; the order of rows does not matter.
    DUPLICATE_ID = "R303" "duplicate-id" Reject / Reject;

    /// A reference names a claim that does not exist.
    ///
    /// Either no row has this `id`, or the row that has it was left out for a fault of its own.
    UNKNOWN_CLAIM = "R304" "unknown-claim" Reject / Reject;

    /// Claims speak of each other in a circle.
    ///
    /// The event of a claim is made from what it speaks of, so `#c1` about `#c2` about `#c1` never ends. A reply to itself is the shortest circle.
    CLAIM_CYCLE = "R305" "claim-cycle" Reject / Reject;

    /// A claim cites a document that `documents.csv` does not have, or a document is based on such a one.
    ///
    /// The claim is kept and cites a document of which only the identifier is known: no publisher, no date, no text to check the quote against.
    UNKNOWN_DOCUMENT = "R306" "unknown-document" Warn / Reject;

    /// Two entities claim the same name.
    ///
    /// A cell with this name could mean either. An identifier has it before a label, a label before an alias; the order of rows does not matter.
    ///
    /// Instead: make the alias longer (`Georgia (state)`), or merge the two rows.
    AMBIGUOUS_ALIAS = "R307" "ambiguous-alias" Reject / Reject;

    /// Two rows are the same claim.
    ///
    /// Same statement, document, speakers, quote and factuality, and no `id` to tell them apart: they count once, with both lines as places.
    DUPLICATE_ROW = "R308" "duplicate-row" Notice / Warn;

    /// A passive predicate was read from its other end.
    ///
    /// `Iran, was attacked by, Israel` is the statement `Israel attacked Iran`; both rows corroborate each other.
    INVERSE_PREDICATE = "R309" "inverse-predicate" Notice / Notice;

    /// A name would take the IRI of another entity.
    ///
    /// The label, written as an IRI, equals the `id` of a row of `entities.csv` that does not have this label. The new entity gets a suffix, so that the two stay apart.
    IRI_COLLISION = "R310" "iri-collision" Notice / Notice;

    /// `event_codes` holds a code that no shipped list has.
    ///
    /// The claim is kept without this type. Codes are strings: `cameo:010` is not `cameo:10`.
    ///
    /// Instead: `cameo:`, `plover:`, `acled:` or `ucdp:` and the code, as in `ontology/`.
    UNKNOWN_EVENT_TYPE = "R311" "unknown-event-type" Warn / Reject;

    /// A mention is of an event that no file of the project has.
    ///
    /// GDELT's mentions hold no statement: who did what to whom stands in the events file of the day the event was added, which may be months earlier.
    ///
    /// Instead: import that file as well.
    UNKNOWN_EVENT = "R312" "unknown-event" Reject / Reject;

    /// A number stands for a name that the list beside the file does not have.
    ///
    /// Benchmarks of temporal knowledge graphs write numbers, and the names in lists such as `entity2id.txt`. With the list of another benchmark every name would be wrong.
    ///
    /// Instead: put the lists that were published with the file beside it.
    UNKNOWN_NUMBER = "R313" "unknown-number" Reject / Reject;

    /// An entity has a type that relata does not know.
    ///
    /// The type becomes a class of the project, below `ra:Entity`, and is shown as it is written. Predicates that ask for a person or an organization cannot be checked against it. Told for the first entity of each type.
    ///
    /// Example: the type `Company`.
    ///
    /// Instead: mend a slip, or tell what it is in `relata.toml`: `[types] Company = "organization"`. The class stays, and its entities are organizations as well.
    UNKNOWN_TYPE = "R314" "unknown-type" Notice / Notice;

    /// A predicate that no vocabulary has is written in several ways.
    ///
    /// Case, `_`, `-` and spaces do not tell predicates apart. The predicate is shown as it is written first; the other spellings are kept as alternative labels.
    ///
    /// Example: `NATO-led patrol of` and `nato led patrol of`.
    PREDICATE_SPELLING = "R315" "predicate-spelling" Notice / Notice;

    /// Two predicates have one name.
    ///
    /// A predicate of the project has a label or alias that the shipped vocabulary, or another predicate of the project, has as well. What the project says counts before what is shipped; of two predicates of the project, the first one keeps the name.
    ///
    /// Instead: give one of them another label, when both are needed. A cell may also hold the whole IRI, or `rel:` and the name of a shipped predicate.
    SHARED_PREDICATE_NAME = "R316" "shared-predicate-name" Notice / Notice;

    /// A predicate is a word of the project's own.
    ///
    /// It is in no vocabulary and resembles none of the known predicates. The claim is kept, its predicate minted in the project's own namespace: it is asked for and drawn like every other, but has no PLOVER type, no inverse and no score.
    ///
    /// Instead: nothing has to be done. `relata predicates` lists these words with the known predicates that come nearest; what you accept becomes a row of `predicates.csv`.
    OWN_PREDICATE = "R317" "own-predicate" Notice / Reject;

    /// A claim cites a document, and the project has no table of documents.
    ///
    /// The claim is kept and cites a document of which only the identifier is known. Where the project has a table of documents, one that it lacks is R306, whose action this code has where `[severity]` names only that one.
    ///
    /// Instead: nothing has to be done. A table `documents.csv` with `id`, `publisher` and `published` tells who stands behind the words and when.
    UNLISTED_DOCUMENT = "R318" "unlisted-document" Notice / Reject;

    /// A row of `predicates.csv` names a term that does not exist.
    ///
    /// The row gives a word of yours the meaning of a known predicate, and no vocabulary has that predicate. The row counts for nothing, so the word stays unknown.
    ///
    /// Example: `lambasted,criticised sharply`, where `criticised` is meant.
    ///
    /// Instead: write a label that `relata predicates WORDS` shows, or leave `term` empty to make a predicate of the project.
    UNKNOWN_TERM = "R319" "unknown-term" Reject / Reject;

    /// Two rows of `predicates.csv` give one word a meaning.
    ///
    /// Case, `_`, `-` and spaces do not tell words apart. The first row counts, and the other one is left out.
    ///
    /// Instead: keep one of the two rows.
    TWICE_EXPLAINED = "R320" "twice-explained" Reject / Reject;

    /// A predicate says that something is not so.
    ///
    /// `did not attack` is no predicate of its own. The claim has the statement of `attacked` with `polarity` `negative`, so that it stands against the claims that affirm it. `never`, `has not`, `failed to` and `refused to` are read likewise, unless the vocabulary has a term for the whole. `denied attacking` is the subject's own denial: where the row names no speaker, the subject is the speaker. One notice for each spelling tells how it is read.
    NEGATED_PREDICATE = "R321" "negated-predicate" Notice / Notice;

    /// A predicate denies something, and nobody can tell what.
    ///
    /// What follows the words that deny is in no vocabulary, or the words do not plainly deny, as in `will not attack`. The claim is kept as it is written and is never taken as fact: it gives no plain triple.
    ///
    /// Example: `did not frobnicate` — instead: declare `frobnicated` in an ontology file of the project and write it with `polarity` `negative`. What answers another claim names that claim in `denies`.
    UNKNOWN_DENIAL = "R322" "unknown-denial" Warn / Reject;

    /// Rows of extracted claims that nobody has reviewed have remarkable cells.
    ///
    /// What would be a warning or a notice in a row of somebody's own is counted for each table, because most of it goes away with the rows that nobody accepts: names that no table of entities has, documents that are not listed, quotes that the text does not have. What leaves a row without a value is told with its place as everywhere.
    ///
    /// Instead: nothing has to be done. `relata extract --review` goes through the rows; each accepted one is checked like every other.
    EXTRACTED_REMARK = "R323" "extracted-remark" Notice / Notice;

    /// A review is about a claim that no table has.
    ///
    /// The row of `reviews.csv` names neither a row of extracted claims nor one of `claims.csv`. Either its identifier has a slip, or the row was deleted. It counts for nothing.
    ///
    /// Instead: mend the identifier, or delete the row.
    UNKNOWN_REVIEW = "R324" "unknown-review" Warn / Reject;

    /// A claim was accepted in a review, and no row of `claims.csv` has it.
    ///
    /// What counts of an accepted or edited claim is its row among the claims that people answer for. Until it is there, the extracted row stays unreviewed and is not taken as fact.
    ///
    /// Instead: copy the row into `claims.csv` under the same `id`, as `relata extract --review` does, or take the review back.
    MISSING_ACCEPTED = "R325" "missing-accepted" Warn / Reject;

    /// A row rests on a claim that was rejected in a review, or is one.
    ///
    /// A rejected claim is not in the graph, so that nothing can be said of it. A row of `claims.csv` with its identifier is left out, and so is one whose subject or object it is, or that confirms or denies it.
    ///
    /// Example: `Norland, rejected, #strait-91ab3c`, where `strait-91ab3c` was rejected.
    ///
    /// Instead: write another subject or object, delete the row, or accept the claim after all: of several reviews of a claim the last one counts.
    REJECTED_CLAIM = "R326" "rejected-claim" Reject / Reject;

    /// Rows of claims were found by a program, and nobody has reviewed them.
    ///
    /// Their `annotator` is a program of relata's, such as `relata-rules-1`, and `reviews.csv` does not say that anybody accepted them. They are in the graph, but only speak of their statements and are not taken as fact. Told once for each table that is not one of extracted claims.
    ///
    /// Instead: add a row to `reviews.csv` for each, or write who answers for it into `annotator`. `[accept] extracted = "all"` takes all of them as if people had written them.
    UNREVIEWED_ROWS = "R327" "unreviewed-rows" Notice / Notice;

    /// Rows of claims tell different things of one document.
    ///
    /// The columns `url`, `title`, `publisher`, `published` and `author` of a row of claims belong to its document, and several rows can tell of one. Of titles that differ the first in the order of letters is kept, whatever the order of rows.
    ///
    /// Example: two rows with the address `https://a.example/1`, one with `publisher` Le Monde and one with AFP. Instead: mend the wrong one.
    DISPUTED_DOCUMENT = "R329" "disputed-document" Notice / Notice;

    /// Judgements contradict each other.
    ///
    /// When `a` is judged the same as `b`, and `b` the same as `c`, then `a` and `c` are one actor; a row that calls them different cannot be right as well. The message names the rows. Until one of them goes, none of them joins anything, and the two names stay apart.
    ///
    /// ```text
    /// left,right,judgement
    /// Khamenei,Ali Khamenei,same
    /// Ali Khamenei,Supreme Leader,same
    /// Khamenei,Supreme Leader,different
    /// ```
    ///
    /// Instead: delete the row that is wrong, or write `unsure` in it.
    CONTRADICTING_JUDGEMENT = "R331" "contradicting-judgement" Reject / Reject;

    /// A judgement names something that no claim names.
    ///
    /// It changes nothing. The name may have been mended in the claims since somebody judged it, or be spelt in another way there: judgements are about names letter for letter.
    ///
    /// Instead: delete the row, or write the name as the claims have it.
    UNUSED_JUDGEMENT = "R332" "unused-judgement" Notice / Notice;

    /// Two events are judged the same, and are told in ways that do not go together.
    ///
    /// They have no day in common, are more than 50 kilometres apart, are of different types, or differ in a number such as the dead. Data sets do differ, so the events are one all the same: the graph has both dates, places and numbers of the event, and a sum over such a column counts both. But it may also be that two events were taken for one.
    ///
    /// ```text
    /// left,right,judgement
    /// event:ucdp-244657,event:acled-SYR998,same
    /// ```
    ///
    /// Instead: when they are two events, delete the row or write `different` in it. `relata resolve --why event:…` tells who says what.
    DIFFERING_EVENTS = "R333" "differing-events" Notice / Notice;

    /// The quote is not what stands at `start`..`end` of the document.
    ///
    /// Offsets count Unicode code points, not bytes and not UTF-16 units; the end is not included. The hint says where the quote really is.
    OFFSET_MISMATCH = "R401" "offset-mismatch" Reject / Reject;

    /// The quote is nowhere in the document's text.
    ///
    /// Quotes are verbatim: typographic quotation marks, dashes and double spaces count.
    QUOTE_NOT_FOUND = "R402" "quote-not-found" Warn / Reject;

    /// The text of a document cannot be read.
    ///
    /// Quotes of claims that cite the document stay unchecked.
    UNREADABLE_TEXT = "R403" "unreadable-text" Warn / Reject;

    /// An event is dated after the document that reports it.
    ///
    /// A report cannot state as fact what comes later. Either one of the two dates is wrong, or the modality is `planned`, `promised`, `threatened` or the like.
    EVENT_AFTER_PUBLICATION = "R501" "event-after-publication" Warn / Reject;

    /// Subject or object is not of the kind the predicate speaks of.
    ///
    /// Often subject and object are swapped, or the entity has the wrong type.
    ///
    /// Example: a `place` that `threatened` a person.
    UNFIT_TYPE = "R502" "unfit-type" Warn / Warn;

    /// A claim has neither speaker nor document.
    ///
    /// Nobody answers for it but the row itself: the edge then shows the file and line only.
    UNSOURCED_CLAIM = "R503" "unsourced-claim" Notice / Notice;

    /// GDELT computed the day of an event from words such as "last year".
    ///
    /// It lies exactly 1, 7, 30 or 365 days before the day the event was added; no other distance occurs. Most often the article recalls something, so the day is approximate: it is kept with `~`.
    COMPUTED_DATE = "R504" "computed-date" Notice / Notice;

    /// A claim denies twice: by its predicate and by its polarity.
    ///
    /// `did not attack` with `polarity` `negative` could mean that there was an attack, but mostly somebody was careful twice. The claim is read as denying.
    ///
    /// Instead: write `attacked` with the polarity that is meant.
    DOUBLE_NEGATIVE = "R511" "double-negative" Warn / Reject;

    /// The object of a predicate that needs one is empty.
    ///
    /// `Metternich,fled,` is an event of one actor, and its statement has that event as object. In `Iran,attacked,` somebody was attacked, and a claim that does not say who says too little to be counted.
    ///
    /// Instead: write whom or what, if only `unknown target`.
    NO_OBJECT = "R512" "no-object" Reject / Reject;

    /// An annotation cannot be read.
    ///
    /// A line or a value is not in the form its tool writes, often because a file was edited by hand or cut off. That annotation is left out, and so are those that speak of it; the rest of the file loads.
    ///
    /// Example: `T1<TAB>Person 0<TAB>Anna` has a start but no end. Instead: `T1<TAB>Person 0 4<TAB>Anna`.
    BROKEN_ANNOTATION = "R601" "broken-annotation" Reject / Reject;

    /// An annotation speaks of one that is not there.
    ///
    /// A relation, event or note names an identifier that no annotation of the document has, or that of one that was left out. Without it the relation has no end.
    ///
    /// Instead: restore the annotation it names, or delete the one that names it.
    UNKNOWN_ANNOTATION = "R602" "unknown-annotation" Reject / Reject;

    /// The words of an annotation are nowhere in the text, or in several places.
    ///
    /// relata looks where the offsets say, counted in code points, UTF-16 units and bytes, then in the text with other line breaks, composed and decomposed, then for the words alone. When all that fails, the text is not the one that was annotated. When the words stand several times and no offset leads to one of these places, nothing says which is meant.
    ///
    /// Instead: put the text back that the annotations were made on, or mend the quote.
    LOST_QUOTE = "R603" "lost-quote" Reject / Reject;

    /// The words of an annotation stand elsewhere than its offsets say.
    ///
    /// The words are right more often than the offsets: the text was edited, or the tool counted otherwise. So the words count, where it is certain which are meant: those between the kept prefix and suffix, those that stand once in the text, those that moved as far as the annotations before and behind them, or the only ones that the offsets reach. Tokens are taken in their order. White space and composition make no difference. Else the annotation is rejected (R603).
    ///
    /// Instead: look at the place; where the offsets are right, mend the words.
    MOVED_QUOTE = "R604" "moved-quote" Notice / Notice;

    /// Nothing tells what the offsets of a file count.
    ///
    /// The text has characters such as emoji that are one code point but two units of UTF-16, and the file has no quotes to compare with. The usual unit of the format was assumed; every offset behind the first such character may be wrong by one or more.
    ///
    /// Instead: say it with `offsets = "utf-16"`, `"code-points"` or `"bytes"` in the entry of `[[sources]]`.
    ASSUMED_OFFSET_UNIT = "R605" "assumed-offset-unit" Warn / Warn;

    /// relata's tables have no place for something that was annotated.
    ///
    /// A label, role, attribute or layer that relata gives no meaning to is named once for each kind, with its number. It is kept as a qualifier where there is a claim or entity to keep it with.
    UNMAPPED_ANNOTATION = "R606" "unmapped-annotation" Notice / Notice;

    /// Annotations were left out because their annotators did not stand by them.
    ///
    /// Label Studio keeps cancelled annotations, Prodigy examples that were rejected or ignored. They are counted, not read.
    SKIPPED_ANNOTATION = "R607" "skipped-annotation" Notice / Notice;

    /// A file of annotations is in a format that relata does not read.
    ///
    /// It is a format that its tool no longer writes or that has no relations. The message names the one to export instead.
    UNSUPPORTED_ANNOTATIONS = "R608" "unsupported-annotations" Reject / Reject;

    /// The text that was annotated cannot be read.
    ///
    /// brat and W3C Web Annotation keep the text in another file, in the folder of the annotations or below it. Without it nobody can tell whether an offset is right, so the annotations of that text are left out.
    ///
    /// Instead: put the text beside the annotations, in UTF-8 and under the name that the message has.
    MISSING_TEXT = "R609" "missing-text" Reject / Reject;

    /// A document has another text in one file than in another.
    ///
    /// Documents of annotation tools are known by the names of their files or by their numbers, so two of them may share an identifier. The text that was read first stays: that of `documents.csv`, then those of annotations in the order of `relata.toml`. Claims about the other text are left out where their words stand elsewhere (R401).
    ///
    /// Instead: rename one of the files; when it is the same document, put the same text into both places.
    OTHER_TEXT = "R610" "other-text" Warn / Reject;

    /// A file of annotations holds none.
    ///
    /// It is empty, or what is in it has the form of the format, but nothing is annotated.
    NO_ANNOTATIONS = "R611" "no-annotations" Warn / Warn;

    /// The words kept with an annotation are only a part of those at its offsets.
    ///
    /// Label Studio widens a selection to whole words, sentences or paragraphs, and some versions keep the words from before: `lander` with the offsets of `Norlanders`. What was marked on the screen is what the offsets say, so they count.
    ///
    /// Instead: nothing, when the wider words are right; else mend the offsets.
    CUT_QUOTE = "R612" "cut-quote" Notice / Notice;

    /// Something in the graph is not as a shape wants it.
    ///
    /// The shape says `sh:Violation`, or nothing, about how bad that is. What is wrong is told at the cell or the line that says it; where a value is missing, at the row or the line that has to get it. The row stays in the graph all the same: shapes are held against the whole graph, when all rows are read.
    ///
    /// Example: a shape that wants one date of every event, and a row of claims without a date.
    ///
    /// Instead: mend the row, or the shape when it asks too much; `sh:severity sh:Warning` makes it milder.
    BROKEN_SHAPE = "R701" "broken-shape" Reject / Reject;

    /// Something in the graph is not as a shape wants it that says `sh:Warning`.
    ///
    /// As R701, but whoever wrote the shape finds it less bad.
    SHAPE_WARNING = "R702" "shape-warning" Warn / Reject;

    /// Something in the graph is not as a shape wants it that says `sh:Info`.
    ///
    /// As R701, but whoever wrote the shape only wants to know.
    SHAPE_NOTICE = "R703" "shape-notice" Notice / Notice;

    /// A shape cannot be understood.
    ///
    /// A number is no number, a list has no end, a shape has two paths. What such a shape asks for is anybody's guess, so none of the project's own shapes is asked; tables, and the shipped rules, are checked all the same.
    ///
    /// Example: `sh:minCount "one"`
    BAD_SHAPE = "R704" "bad-shape" Reject / Reject;

    /// Something in a file of shapes changes nothing.
    ///
    /// It is a misspelt word of SHACL, a word that is no part of SHACL Core such as `sh:sparql`, or a shape that no target leads to. Whoever wrote it believes that it is checked, and it is not.
    ///
    /// Example: `sh:mincount 1`, for `sh:minCount 1`
    UNHEEDED_SHAPE = "R705" "unheeded-shape" Warn / Reject;

    /// A shape is about nothing in the graph.
    ///
    /// Its targets name a class or a property that nothing in the graph has. It is told because a misspelt name looks just like that.
    IDLE_SHAPE = "R706" "idle-shape" Notice / Notice;

    /// The shapes were not all asked.
    ///
    /// There was not time or memory enough, or more faults were found than are kept. What was found until then is told.
    UNASKED_SHAPES = "R707" "unasked-shapes" Reject / Reject;
}
