//! The tree of a page, flat: nodes in one list that name each other by number, filled by `html5ever`.

use std::cell::{Cell, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, LocalName, Namespace, QualName, ns};

/// No node.
pub(super) const NONE: u32 = u32::MAX;

/// The attributes that are read; the others are forgotten at once.
pub(super) const WANTED: &[&str] = &[
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
    Element(Element),
    /// Text.
    Text(StrTendril),
}

/// An element.
#[derive(Debug)]
pub(super) struct Element {
    local: LocalName,
    space: Space,
    /// Most elements have none; those that have are few enough to lie elsewhere.
    #[expect(clippy::box_collection, reason = "a page may have a million elements: three words less of each")]
    attributes: Option<Box<Vec<(&'static str, StrTendril)>>>,
}

/// The namespaces that the tree is built by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Space {
    Html,
    Svg,
    MathMl,
}

impl Space {
    fn of(space: &Namespace) -> Self {
        match space {
            space if *space == ns!(svg) => Space::Svg,
            space if *space == ns!(mathml) => Space::MathMl,
            _ => Space::Html,
        }
    }

    fn namespace(self) -> Namespace {
        match self {
            Space::Html => ns!(html),
            Space::Svg => ns!(svg),
            Space::MathMl => ns!(mathml),
        }
    }
}

impl Element {
    /// Its name in lower case, with what stands before a colon.
    pub(super) fn name(&self) -> &str {
        &self.local
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.as_ref()?.iter().find(|(known, _)| *known == name).map(|(_, value)| &**value)
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
pub(super) struct Growing {
    nodes: RefCell<Vec<Node>>,
    /// The bytes of the page that are being read.
    bytes: Cell<(u32, u32)>,
    deepest: Cell<u32>,
    /// Attributes kept.
    attributes: Cell<usize>,
}

impl Growing {
    /// The tree of a page of so many bytes, of which nothing is read.
    pub(super) fn new(length: usize) -> Self {
        let none = NONE;
        let root = Node {
            parent: none,
            first: none,
            next: none,
            last: none,
            previous: none,
            depth: 0,
            start: 0,
            end: length as u32,
            data: Data::Other,
        };
        Growing {
            nodes: RefCell::new(vec![root]),
            bytes: Cell::new((0, 0)),
            deepest: Cell::new(0),
            attributes: Cell::new(0),
        }
    }

    /// Says which bytes of the page are being read.
    pub(super) fn set_bytes(&self, start: usize, end: usize) {
        self.bytes.set((start as u32, end as u32));
    }

    /// How many nodes and attributes there are, and how deep the tree is.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.nodes.borrow().len() + self.attributes.get(), self.deepest.get() as usize)
    }

    /// The nodes, once all is read.
    pub(super) fn into_nodes(self) -> Vec<Node> {
        self.nodes.into_inner()
    }

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
            Data::Element(element) => Name { space: element.space.namespace(), local: element.local.clone() },
            _ => Name { space: Namespace::default(), local: LocalName::default() },
        }
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> u32 {
        let wanted = |attribute: Attribute| {
            let name = WANTED.iter().find(|wanted| **wanted == &*attribute.name.local)?;
            Some((*name, attribute.value))
        };
        let kept: Vec<_> = attributes.into_iter().filter_map(wanted).collect();
        self.attributes.set(self.attributes.get() + kept.len());
        let attributes = (!kept.is_empty()).then(|| Box::new(kept));
        self.new_node(Data::Element(Element { local: name.local, space: Space::of(&name.ns), attributes }))
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
