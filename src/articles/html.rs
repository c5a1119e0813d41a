//! Pages of HTML: the article, without what stands around it on every page of a site.

use dom_query::{Document as Page, NodeRef};
use dom_smoothie::{Config, Readability};

use super::decode::decode;
use super::head::{HeadField, day_of, is_address, read_head};
use super::json_ld::read_json_ld;
use super::lines::Paragraphs;
use super::{Article, ArticleFault, unknown};
use crate::model::Document;

/// The bytes of the longest page; the tree of a page takes some twenty times as much.
const LONGEST: usize = 16 << 20;

/// The elements of a page, and how deep they stand in one another.
const MOST_ELEMENTS: usize = 300_000;
const DEEPEST: usize = 1_000;

/// The bytes in which a page names its encoding.
const FIRST: usize = 4_096;

/// Elements without running text.
const SKIPPED: [&str; 27] = [
    "script", "style", "noscript", "template", "head", "nav", "aside", "footer", "form", "button", "select", "input",
    "textarea", "label", "svg", "math", "iframe", "object", "embed", "video", "audio", "canvas", "dialog", "menu",
    "map", "datalist", "progress",
];

/// Elements that stand inside a line. All others part paragraphs.
const INLINE: [&str; 34] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
    "wbr", "img", "picture",
];

/// Parts of classes and identifiers of what stands between the paragraphs of an article and is none of it.
const BESIDE: [&str; 26] = [
    "advert",
    "breadcrumb",
    "comment",
    "consent",
    "cookie",
    "disqus",
    "donat",
    "follow-us",
    "gdpr",
    "more-on",
    "newsletter",
    "outbrain",
    "paywall",
    "promo",
    "read-more",
    "readmore",
    "recirc",
    "recommend",
    "related",
    "share",
    "sharing",
    "sidebar",
    "social",
    "subscri",
    "taboola",
    "trending",
];

/// The words that an element of [`BESIDE`] has at most; what is longer is the article, whatever it is called.
const LONGEST_BESIDE: usize = 120;

/// How a paragraph begins that leads to another article.
const LEADS: [&str; 7] = ["related:", "read more", "read also", "also read", "see also", "read:", "more on"];

/// The words of a line of nothing but a link that is no sentence.
const LONGEST_LINK: usize = 12;

/// Reads a page.
pub(super) fn read(bytes: &[u8]) -> Result<Article, ArticleFault> {
    if bytes.len() > LONGEST {
        return Err(ArticleFault::TooMuch("more than the 16 MB that a page may have"));
    }
    let (written, encoding) = page_text(bytes)?;
    if is_deep(&written) {
        return Err(TOO_DEEP);
    }
    let page = Page::from(written);
    measure(&page)?;
    let mut document = unknown();
    read_about(&page, &mut document);
    let config = Config { keep_classes: true, disable_json_ld: true, ..Config::default() };
    let whole = body_text(&page);
    let mut readability = Readability::with_document(page, None, Some(config))
        .map_err(|error| ArticleFault::Damaged(error.to_string()))?;
    HeadField::Title.fill(&readability.get_article_title(), &mut document);
    let found = readability.parse().ok();
    let byline = found.as_ref().and_then(|found| found.byline.as_deref()).unwrap_or_default();
    HeadField::Author.fill(without_by(byline), &mut document);
    let main = found.map(|found| body_text(&Page::from(found.content))).unwrap_or_default();
    // A page with hardly any text has no article that could be told from the rest.
    let main = if main.split_whitespace().count() < 10 { whole } else { main };
    if !main.contains(char::is_alphanumeric) {
        return Err(ArticleFault::Empty);
    }
    let text = under_headline(document.title.as_deref(), main);
    read_head(&text, &mut document);
    Ok(Article { plain: text.clone(), text, document, is_taken_out: true, encoding, n_pictures: 0 })
}

/// The text under its headline, which the page has above the article.
fn under_headline(title: Option<&str>, main: String) -> String {
    let Some(title) = title else { return main };
    let first = main.lines().next().unwrap_or_default();
    let letters =
        |line: &str| line.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    if letters(first) == letters(title) { main } else { format!("{title}\n\n{main}") }
}

/// The page as text: in the encoding of its mark, the one that it names, or that its letters show.
fn page_text(bytes: &[u8]) -> Result<(String, Option<String>), ArticleFault> {
    let told = named_encoding(bytes);
    match decode(bytes, told.as_deref()) {
        // A browser shows wrong bytes as signs of their own, and so is one no reason to refuse a page.
        Err(ArticleFault::NotText) if !bytes.contains(&0) => Ok((String::from_utf8_lossy(bytes).into_owned(), None)),
        other => other,
    }
}

/// The encoding in `<meta charset="…">`, `<meta … content="…; charset=…">` or `<?xml encoding="…"?>`.
fn named_encoding(bytes: &[u8]) -> Option<String> {
    let start = bytes.get(..bytes.len().min(FIRST)).unwrap_or_default();
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    let at = start.find("charset=").map(|at| at + 8).or_else(|| start.find("encoding=").map(|at| at + 9))?;
    let rest = start[at..].trim_start_matches(['"', '\'', ' ']);
    let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c)).collect();
    // A page that can name UTF-16 in single bytes is not in UTF-16.
    (!name.is_empty() && !name.starts_with("utf-16")).then_some(name)
}

/// What is said of a page whose elements stand in one another too deep.
const TOO_DEEP: ArticleFault = ArticleFault::TooMuch("elements in one another in more than 1,000 levels");

/// Tags that need no end.
const ENDLESS: [&str; 26] = [
    "area", "base", "body", "br", "col", "dd", "dt", "embed", "head", "hr", "html", "img", "input", "li", "link",
    "meta", "option", "p", "param", "path", "source", "tbody", "td", "th", "tr", "wbr",
];

/// Many more tags begin than end: the parser looks through all that are open at each of them, so that such a page is not given
/// to it.
fn is_deep(written: &str) -> bool {
    let mut depth = 0_usize;
    for (at, _) in written.match_indices('<') {
        let rest = &written[at + 1..];
        let (is_end, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        let length = rest.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
        let name = rest[..length].to_ascii_lowercase();
        if name.is_empty() || ENDLESS.contains(&name.as_str()) {
            continue;
        }
        depth = if is_end { depth.saturating_sub(1) } else { depth + 1 };
        if depth > 5 * DEEPEST {
            return true;
        }
    }
    false
}

/// Refuses a page whose tree would take too much time or memory.
fn measure(page: &Page) -> Result<(), ArticleFault> {
    let mut open = vec![(page.root(), 0_usize)];
    let mut n_elements = 0;
    while let Some((node, depth)) = open.pop() {
        n_elements += 1;
        if n_elements > MOST_ELEMENTS {
            return Err(ArticleFault::TooMuch("more than the 300,000 elements that a page may have"));
        }
        if depth > DEEPEST {
            return Err(TOO_DEEP);
        }
        open.extend(node.children_it(false).map(|child| (child, depth + 1)));
    }
    Ok(())
}

/// Notes what the page tells of itself: JSON-LD first, then what is meant for other programs, then what people see.
fn read_about(page: &Page, document: &mut Document) {
    let nodes: Vec<NodeRef<'_>> = page.root().descendants_it().filter(NodeRef::is_element).collect();
    let is = |node: &NodeRef<'_>, name: &str| node.has_name(name);
    let attribute = |node: &NodeRef<'_>, name: &str| node.attr(name).map(|value| value.to_string()).unwrap_or_default();
    for node in nodes.iter().filter(|node| is(node, "script")) {
        if attribute(node, "type").eq_ignore_ascii_case("application/ld+json") {
            read_json_ld(&node.text(), document);
        }
    }
    let canonical =
        nodes.iter().find(|node| is(node, "link") && attribute(node, "rel").eq_ignore_ascii_case("canonical"));
    if let Some(address) = canonical.map(|node| attribute(node, "href")).filter(|address| is_address(address)) {
        document.url = Some(address);
    }
    for (field, names) in META {
        for name in *names {
            let told = nodes.iter().filter(|node| is(node, "meta")).find(|node| {
                ["property", "name", "itemprop", "http-equiv"]
                    .iter()
                    .any(|key| attribute(node, key).eq_ignore_ascii_case(name))
            });
            let content = told.map(|node| attribute(node, "content")).unwrap_or_default();
            if *field != HeadField::Author || !is_address(&content) {
                field.fill(&decoded(&content), document);
            }
        }
    }
    let headings: Vec<_> = nodes.iter().filter(|node| is(node, "h1")).collect();
    if let [heading] = headings.as_slice() {
        HeadField::Title.fill(&heading.text(), document);
    }
    let times = nodes.iter().filter(|node| is(node, "time") || node.has_attr("itemprop"));
    for node in times {
        let is_date = is(node, "time") || attribute(node, "itemprop").eq_ignore_ascii_case("datePublished");
        let value = ["datetime", "content"].iter().map(|key| attribute(node, key)).find(|value| !value.is_empty());
        if let Some(day) = value.filter(|_| is_date).and_then(|value| day_of(&value)) {
            document.published.get_or_insert(day);
        }
    }
    if let Some(node) = nodes.iter().find(|node| is(node, "html")) {
        let language = [attribute(node, "lang"), attribute(node, "xml:lang")];
        for language in &language {
            HeadField::Language.fill(language, document);
        }
    }
}

/// The names of `<meta>` by what they tell, the surest first.
const META: &[(HeadField, &[&str])] = &[
    (HeadField::Title, &["og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "headline"]),
    (
        HeadField::Author,
        &["author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "byl", "sailthru.author"],
    ),
    (HeadField::Publisher, &["og:site_name", "dc.publisher", "publisher", "application-name"]),
    (
        HeadField::Published,
        &[
            "article:published_time",
            "og:article:published_time",
            "datepublished",
            "date",
            "pubdate",
            "publishdate",
            "publish-date",
            "publish_date",
            "dc.date.issued",
            "dcterms.issued",
            "dc.date",
            "dcterms.date",
            "parsely-pub-date",
            "sailthru.date",
            "article.published",
            "published_time",
            "dcterms.created",
        ],
    ),
    (HeadField::Url, &["og:url", "twitter:url"]),
    (HeadField::Language, &["og:locale", "content-language", "dc.language", "inlanguage"]),
];

/// A byline without the word before the names.
fn without_by(byline: &str) -> &str {
    let byline = byline.trim();
    ["By ", "BY ", "by ", "Written by "].iter().find_map(|by| byline.strip_prefix(by)).unwrap_or(byline)
}

/// A value with the entities that some sites write a second time.
pub(super) fn decoded(value: &str) -> String {
    if value.contains('&') { Page::fragment(value).text().to_string() } else { value.to_owned() }
}

/// What stands on the way through the tree.
enum Visit<'a> {
    Open(NodeRef<'a>),
    Close(String),
}

/// The running text of a page, a paragraph for each block. The tree may be deep: it is walked without recursion.
fn body_text(page: &Page) -> String {
    let mut paragraphs = Paragraphs::default();
    let mut open = vec![Visit::Open(page.root())];
    while let Some(visit) = open.pop() {
        let node = match visit {
            Visit::Open(node) => node,
            Visit::Close(name) => {
                close(&name, &mut paragraphs);
                continue;
            }
        };
        if node.is_text() {
            paragraphs.push(&node.text());
            continue;
        }
        let name = node.node_name().map(|name| name.to_string()).unwrap_or_default();
        if node.is_element() && is_skipped(&node, &name) {
            // `a<script></script>b` is one word, `a<aside></aside>b` are two paragraphs.
            close(&name, &mut paragraphs);
            continue;
        }
        close(&name, &mut paragraphs);
        if name == "br" {
            paragraphs.end_line();
        } else if !name.is_empty() {
            open.push(Visit::Close(name));
        }
        let children: Vec<_> = node.children_it(true).map(Visit::Open).collect();
        open.extend(children);
    }
    paragraphs.finish()
}

/// Ends the paragraph before and behind a block.
fn close(name: &str, paragraphs: &mut Paragraphs) {
    let is_inline = name.is_empty() || name == "br" || INLINE.contains(&name) || SKIPPED[..3].contains(&name);
    if !is_inline {
        paragraphs.end();
    }
}

/// The element has no part of the article.
fn is_skipped(node: &NodeRef<'_>, name: &str) -> bool {
    if SKIPPED.contains(&name) || node.has_attr("hidden") || node.attr("aria-hidden").as_deref() == Some("true") {
        return true;
    }
    let hides = |style: &str| style.replace(' ', "").to_lowercase().contains("display:none");
    if node.attr("style").is_some_and(|style| hides(&style)) {
        return true;
    }
    let is_block = matches!(name, "div" | "section" | "ul" | "ol" | "p" | "figure" | "table" | "li" | "header");
    is_block && (is_beside(node) || is_list_of_links(node, name))
}

/// An element whose class says that it stands beside the article, and that is short.
fn is_beside(node: &NodeRef<'_>) -> bool {
    let named = [node.class(), node.id_attr()];
    let is_named = named.iter().flatten().any(|name| {
        let name = name.to_lowercase();
        BESIDE.iter().any(|word| name.contains(word))
    });
    is_named && short_text(node).is_some_and(|text| text.split_whitespace().count() <= LONGEST_BESIDE)
}

/// The text of an element that is short; nothing of one that is long. So no part of a page is read again and again.
fn short_text(node: &NodeRef<'_>) -> Option<String> {
    let mut text = String::new();
    for (at, inner) in node.descendants_it().enumerate() {
        if at > 1_000 || text.len() > 4_000 {
            return None;
        }
        if inner.is_text() {
            text.push_str(&inner.text());
            text.push(' ');
        }
    }
    Some(text)
}

/// A list or a paragraph of nothing but links: other articles, sections of the site.
fn is_list_of_links(node: &NodeRef<'_>, name: &str) -> bool {
    if !matches!(name, "ul" | "ol" | "p" | "li") {
        return false;
    }
    let Some(text) = short_text(node) else { return false };
    let count = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let links = node.descendants_it().filter(|inner| inner.has_name("a") && inner.has_attr("href"));
    let (all, linked) = (count(&text), links.map(|link| count(&link.text())).sum::<usize>());
    // One linked sentence is a sentence; a whole list is none.
    let is_list = matches!(name, "ul" | "ol");
    let lead = text.trim_start_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
    if name == "p" && linked > 0 && LEADS.iter().any(|word| lead.starts_with(word)) {
        return true;
    }
    all > 0 && linked * 10 >= all * 9 && (is_list || text.split_whitespace().count() <= LONGEST_LINK)
}
