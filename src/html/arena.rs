//! The tree of a page, flat: nodes in one list that name each other by number, filled by `html5ever`.
//!
//! The page is handed to the tokeniser tag by tag, so that every node knows its bytes, and so that depth, number of
//! nodes and number of attributes are looked at before they cost anything.

use std::cell::{Cell, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, LocalName, Namespace, QualName, TokenizerResult};

use crate::model::{ErrorKind, Limits};

/// No node.
pub(super) const NONE: u32 = u32::MAX;

/// The attributes that are read; the others are forgotten at once.
const WANTED: &[&str] = &[
    "style",
    "class",
    "colspan",
    "rowspan",
    "hidden",
    "face",
    "type",
    "value",
    "checked",
    "selected",
    "start",
    "reversed",
    "multiple",
    "role",
    "aria-level",
    "name",
];

/// One node, and its neighbours by number.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) parent: u32,
    pub(super) first: u32,
    pub(super) next: u32,
    last: u32,
    previous: u32,
    depth: u32,
    /// Its first byte in the page.
    pub(super) start: u32,
    /// One past its last byte.
    pub(super) end: u32,
    pub(super) data: Data,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum Data {
    /// The page, a comment, or anything else that has no text.
    Other,
    /// An element.
    Element(Box<Element>),
    /// Text.
    Text(StrTendril),
}

/// An element.
#[derive(Debug)]
pub(super) struct Element {
    name: Name,
    attributes: Vec<(&'static str, StrTendril)>,
}

impl Element {
    /// Its name in lower case, with what stands before a colon.
    pub(super) fn name(&self) -> &str {
        &self.name.local
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| &**value)
    }
}

#[derive(Debug, Clone)]
pub(super) struct Name {
    space: Namespace,
    local: LocalName,
}

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.space
    }

    fn local_name(&self) -> &LocalName {
        &self.local
    }
}

/// The tree while it is being filled.
struct Growing {
    nodes: RefCell<Vec<Node>>,
    /// The bytes of the page that are being read.
    bytes: Cell<(u32, u32)>,
    /// Whether the innermost element holds text only: a script, a style sheet.
    raw: Cell<bool>,
    deepest: Cell<u32>,
}

/// Elements in which `<` begins nothing but their own end.
const RAW: &[&str] =
    &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext"];

/// The nodes of a page; the first is the page itself.
///
/// # Errors
/// A limit that is gone over, and the byte where it is.
pub(super) fn parse(text: String, limits: &Limits) -> Result<Vec<Node>, (usize, ErrorKind)> {
    let root = Node {
        parent: NONE,
        first: NONE,
        next: NONE,
        last: NONE,
        previous: NONE,
        depth: 0,
        start: 0,
        end: text.len() as u32,
        data: Data::Other,
    };
    let growing = Growing {
        nodes: RefCell::new(vec![root]),
        bytes: Cell::new((0, 0)),
        raw: Cell::new(false),
        deepest: Cell::new(0),
    };
    let builder = TreeBuilder::new(growing, TreeBuilderOpts::default());
    let tokenizer = Tokenizer::new(builder, TokenizerOpts::default());
    let whole = StrTendril::from(text);
    let queue = BufferQueue::default();
    let mut at = 0usize;
    while at < whole.len() {
        let growing = &tokenizer.sink.sink;
        let (length, attributes) = piece(&whole.as_bytes()[at..], growing.raw.get());
        let over = |limit, allowed: usize| Err((at, ErrorKind::Limit { limit, allowed: allowed as u64 }));
        if attributes > limits.attributes {
            return over("attributes", limits.attributes);
        }
        growing.bytes.set((at as u32, (at + length) as u32));
        queue.push_back(whole.subtendril(at as u32, length as u32));
        while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
        let growing = &tokenizer.sink.sink;
        if growing.deepest.get() as usize > limits.xml_depth {
            return over("xml-depth", limits.xml_depth);
        }
        if growing.nodes.borrow().len() > limits.nodes {
            return over("nodes", limits.nodes);
        }
        at += length;
    }
    tokenizer.end();
    Ok(tokenizer.sink.sink.nodes.into_inner())
}

/// The length of what is read at once: a tag, or the text up to the next one; and the attributes of the tag at most.
fn piece(rest: &[u8], raw: bool) -> (usize, usize) {
    let is_tag = |at: usize| {
        rest.get(at + 1).is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'))
    };
    if rest[0] != b'<' || !is_tag(0) || raw {
        let begin = usize::from(rest[0] == b'<');
        let next = memchr::memchr_iter(b'<', &rest[begin..]).map(|at| at + begin).find(|at| is_tag(*at));
        return (next.unwrap_or(rest.len()), 0);
    }
    if !rest[1].is_ascii_alphabetic() {
        let next = memchr::memchr(b'<', &rest[1..]).map_or(rest.len(), |at| at + 1);
        let end = memchr::memchr(b'>', &rest[..next]).map_or(next, |at| at + 1);
        return (end, 0);
    }
    let mut attributes = 0;
    let mut at = 1;
    let mut value = false;
    while at < rest.len() {
        match rest[at] {
            b'>' => return (at + 1, attributes),
            quote @ (b'"' | b'\'') if value => {
                at += memchr::memchr(quote, &rest[at + 1..]).map_or(rest.len(), |length| length + 1);
                value = false;
                // What follows a value at once is another attribute.
                attributes += 1;
            }
            b'=' => value = true,
            byte if byte.is_ascii_whitespace() || byte == b'/' => {
                attributes += usize::from(rest.get(at + 1).is_some_and(|next| !next.is_ascii_whitespace()));
            }
            _ => value = false,
        }
        at += 1;
    }
    (rest.len(), attributes)
}

impl Growing {
    fn new_node(&self, data: Data) -> u32 {
        let (start, end) = self.bytes.get();
        let mut nodes = self.nodes.borrow_mut();
        let none = NONE;
        nodes.push(Node {
            parent: none,
            first: none,
            next: none,
            last: none,
            previous: none,
            depth: 0,
            start,
            end,
            data,
        });
        (nodes.len() - 1) as u32
    }

    fn detach(&self, node: u32) {
        let mut nodes = self.nodes.borrow_mut();
        let Node { parent, next, previous, .. } = nodes[node as usize];
        match previous {
            NONE if parent != NONE => nodes[parent as usize].first = next,
            NONE => {}
            previous => nodes[previous as usize].next = next,
        }
        match next {
            NONE if parent != NONE => nodes[parent as usize].last = previous,
            NONE => {}
            next => nodes[next as usize].previous = previous,
        }
        let node = &mut nodes[node as usize];
        (node.parent, node.next, node.previous) = (NONE, NONE, NONE);
    }

    /// Puts a node among the children of `parent`, before the node `before` or as the last one.
    fn insert(&self, parent: u32, node: u32, before: u32) {
        self.detach(node);
        let mut nodes = self.nodes.borrow_mut();
        let depth = nodes[parent as usize].depth + 1;
        self.deepest.set(self.deepest.get().max(depth));
        let previous = if before == NONE { nodes[parent as usize].last } else { nodes[before as usize].previous };
        let own = &mut nodes[node as usize];
        (own.parent, own.next, own.previous, own.depth) = (parent, before, previous, depth);
        match previous {
            NONE => nodes[parent as usize].first = node,
            previous => nodes[previous as usize].next = node,
        }
        match before {
            NONE => nodes[parent as usize].last = node,
            before => nodes[before as usize].previous = node,
        }
    }

    /// Puts text there, into the text that stands there already if there is some.
    fn put(&self, parent: u32, child: NodeOrText<u32>, before: u32) {
        let text = match child {
            NodeOrText::AppendNode(node) => return self.insert(parent, node, before),
            NodeOrText::AppendText(text) => text,
        };
        let (_, end) = self.bytes.get();
        let mut nodes = self.nodes.borrow_mut();
        let neighbour = if before == NONE { nodes[parent as usize].last } else { nodes[before as usize].previous };
        if neighbour != NONE
            && let Node { data: Data::Text(known), end: last, .. } = &mut nodes[neighbour as usize]
        {
            known.push_tendril(&text);
            *last = end;
            return;
        }
        drop(nodes);
        let node = self.new_node(Data::Text(text));
        self.insert(parent, node, before);
    }
}

impl TreeSink for Growing {
    type Handle = u32;
    type Output = ();
    type ElemName<'a> = Name;

    fn finish(self) {}

    fn parse_error(&self, _: std::borrow::Cow<'static, str>) {}

    fn get_document(&self) -> u32 {
        0
    }

    fn elem_name(&self, target: &u32) -> Name {
        match &self.nodes.borrow()[*target as usize].data {
            Data::Element(element) => element.name.clone(),
            _ => Name { space: Namespace::default(), local: LocalName::default() },
        }
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> u32 {
        self.raw.set(RAW.contains(&&*name.local));
        let wanted = |attribute: Attribute| {
            let name = WANTED.iter().find(|wanted| **wanted == &*attribute.name.local)?;
            Some((*name, attribute.value))
        };
        let attributes = attributes.into_iter().filter_map(wanted).collect();
        let name = Name { space: name.ns, local: name.local };
        self.new_node(Data::Element(Box::new(Element { name, attributes })))
    }

    fn create_comment(&self, _: StrTendril) -> u32 {
        self.new_node(Data::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> u32 {
        self.new_node(Data::Other)
    }

    fn append(&self, parent: &u32, child: NodeOrText<u32>) {
        self.put(*parent, child, NONE);
    }

    fn append_based_on_parent_node(&self, element: &u32, previous: &u32, child: NodeOrText<u32>) {
        let parent = self.nodes.borrow()[*element as usize].parent;
        match parent {
            NONE => self.put(*previous, child, NONE),
            parent => self.put(parent, child, *element),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, node: &u32) {
        self.raw.set(false);
        let (start, _) = self.bytes.get();
        let node = &mut self.nodes.borrow_mut()[*node as usize];
        node.end = node.end.max(start);
    }

    fn get_template_contents(&self, target: &u32) -> u32 {
        *target
    }

    fn same_node(&self, one: &u32, other: &u32) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &u32, child: NodeOrText<u32>) {
        let parent = self.nodes.borrow()[*sibling as usize].parent;
        self.put(if parent == NONE { 0 } else { parent }, child, if parent == NONE { NONE } else { *sibling });
    }

    fn add_attrs_if_missing(&self, _: &u32, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &u32) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &u32, parent: &u32) {
        loop {
            let child = self.nodes.borrow()[*node as usize].first;
            if child == NONE {
                return;
            }
            self.insert(*parent, child, NONE);
        }
    }
}
