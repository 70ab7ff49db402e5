//! What stands between the tokeniser and the tree: it forgets what nobody reads before that costs anything, keeps the
//! limits token by token, and knows what the tokeniser takes the next bytes for.

use std::cell::{Cell, RefCell};

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};

use super::arena::{Growing, Node, WANTED};
use super::pieces::{Mode, Piece, piece};
use crate::model::{ErrorKind, Limits};

/// Attributes that the tree is built by, beside those that are read.
const BUILT_BY: &[&str] = &["color", "size", "encoding"];

/// The way of the tokens into the tree.
struct Gate<'l> {
    builder: TreeBuilder<u32, Growing>,
    limits: &'l Limits,
    mode: RefCell<Mode>,
    /// The limit that was gone over, and what it is. Nothing is taken in any more.
    over: Cell<Option<(&'static str, usize)>>,
}

/// The nodes of a page; the first is the page itself.
///
/// # Errors
/// A limit that is gone over, and the byte where it is.
pub(super) fn parse(text: String, limits: &Limits) -> Result<Vec<Node>, (usize, ErrorKind)> {
    let builder = TreeBuilder::new(Growing::new(text.len()), TreeBuilderOpts::default());
    let gate = Gate { builder, limits, mode: RefCell::default(), over: Cell::new(None) };
    let tokenizer = Tokenizer::new(gate, TokenizerOpts::default());
    let whole = StrTendril::from(text);
    let queue = BufferQueue::default();
    let mut at = 0usize;
    while at < whole.len() {
        let gate = &tokenizer.sink;
        let foreign = gate.adjusted_current_node_present_but_not_in_html_namespace();
        let Piece { length, attributes } = piece(&whole.as_bytes()[at..], &gate.mode.borrow(), foreign);
        if attributes > limits.attributes {
            gate.over.set(Some(("attributes", limits.attributes)));
        } else {
            gate.builder.sink.set_bytes(at, at + length);
            queue.push_back(whole.subtendril(at as u32, length as u32));
            while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
        }
        if let Some((limit, allowed)) = tokenizer.sink.over.get() {
            return Err((at, ErrorKind::Limit { limit, allowed: allowed as u64 }));
        }
        at += length;
    }
    tokenizer.end();
    Ok(tokenizer.sink.builder.sink.into_nodes())
}

impl Gate<'_> {
    /// Takes in a tag, with the attributes that somebody reads.
    fn take_tag(&self, mut tag: Tag, line: u64) -> TokenSinkResult<u32> {
        let is_known = |name: &str| WANTED.contains(&name) || BUILT_BY.contains(&name);
        tag.attrs.retain(|attribute| is_known(&attribute.name.local));
        // Tags of one name are compared attribute by attribute, so each is as small as it can be.
        tag.attrs.shrink_to_fit();
        let (kind, name) = (tag.kind, tag.name.clone());
        let result = self.builder.process_token(Token::TagToken(tag), line);
        match &result {
            TokenSinkResult::RawData(_) => *self.mode.borrow_mut() = Mode::Raw(name.to_string()),
            TokenSinkResult::Plaintext => *self.mode.borrow_mut() = Mode::Plain,
            _ if kind == TagKind::EndTag => *self.mode.borrow_mut() = Mode::Markup,
            _ => {}
        }
        result
    }

    fn check(&self) {
        let (nodes, depth) = self.builder.sink.size();
        if depth > self.limits.xml_depth {
            self.over.set(Some(("xml-depth", self.limits.xml_depth)));
        } else if nodes > self.limits.nodes {
            self.over.set(Some(("nodes", self.limits.nodes)));
        }
    }
}

impl TokenSink for Gate<'_> {
    type Handle = u32;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<u32> {
        if self.over.get().is_some() {
            return TokenSinkResult::Continue;
        }
        let result = match token {
            // Neither shows anything, and neither changes what the tree is.
            Token::CommentToken(_) | Token::ParseError(_) => return TokenSinkResult::Continue,
            Token::TagToken(tag) => self.take_tag(tag, line),
            other => self.builder.process_token(other, line),
        };
        self.check();
        result
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::html::arena::{Data, NONE};

    /// What a page holds, node by node: elements by name, texts.
    fn held(nodes: &[Node]) -> String {
        let mut held = String::new();
        let mut at = nodes[0].first;
        let mut open = Vec::new();
        loop {
            while at == NONE {
                let Some(outer) = open.pop() else { return held };
                held.push('/');
                at = nodes[outer as usize].next;
            }
            let node = &nodes[at as usize];
            match &node.data {
                Data::Element(element) => held.push_str(&format!("<{}>", element.name())),
                Data::Text(text) => held.push_str(text),
                Data::Other => {}
            }
            open.push(at);
            at = node.first;
        }
    }

    /// The same page, handed over at once.
    fn at_once(text: &str) -> String {
        let limits = Limits { xml_depth: usize::MAX, ..Limits::default() };
        let builder = TreeBuilder::new(Growing::new(text.len()), TreeBuilderOpts::default());
        let gate = Gate { builder, limits: &limits, mode: RefCell::default(), over: Cell::new(None) };
        let tokenizer = Tokenizer::new(gate, TokenizerOpts::default());
        let queue = BufferQueue::default();
        queue.push_back(StrTendril::from(text));
        while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
        tokenizer.end();
        held(&tokenizer.sink.builder.sink.into_nodes())
    }

    /// A page of pieces that markup is made of.
    fn pages() -> impl Strategy<Value = String> {
        const SIGNS: &[&str] = &[
            "<",
            ">",
            "/",
            "!",
            "--",
            "-",
            "\"",
            "'",
            "=",
            " ",
            "a",
            "<b",
            "<p>",
            "</p>",
            "</",
            "<!--",
            "-->",
            "<title>",
            "</title",
            "<script>",
            "</script",
            "<script",
            "<svg>",
            "<![CDATA[",
            "]]>",
            "<td>",
            "<table>",
            "&amp;",
            "&",
            "<style>",
            "</style",
            "<textarea>",
            "</textarea",
            "<i a=\"",
            "\n",
            "?",
            "<xmp>",
            "</xmp>",
            "一",
        ];
        prop::collection::vec(prop::sample::select(SIGNS), 0..40).prop_map(|signs| signs.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

        #[test]
        fn a_page_in_pieces_is_the_page_at_once(page in pages()) {
            let limits = Limits::default();
            let nodes = parse(page.clone(), &limits).expect("it is small");
            prop_assert_eq!(held(&nodes), at_once(&page));
        }

        #[test]
        fn a_piece_holds_one_tag_at_most(page in pages()) {
            let limits = Limits::default();
            let builder = TreeBuilder::new(Growing::new(page.len()), TreeBuilderOpts::default());
            let gate = Gate { builder, limits: &limits, mode: RefCell::default(), over: Cell::new(None) };
            let counting = Counting { gate, tags: Cell::new((0, 0)) };
            let tokenizer = Tokenizer::new(counting, TokenizerOpts::default());
            let queue = BufferQueue::default();
            let mut at = 0;
            while at < page.len() {
                let gate = &tokenizer.sink.gate;
                let foreign = gate.adjusted_current_node_present_but_not_in_html_namespace();
                let found = piece(&page.as_bytes()[at..], &gate.mode.borrow(), foreign);
                tokenizer.sink.tags.set((0, 0));
                queue.push_back(StrTendril::from(&page[at..at + found.length]));
                while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
                let (tags, attributes) = tokenizer.sink.tags.get();
                prop_assert!(tags <= 1, "{:?} are {tags} tags of {page:?}", &page[at..at + found.length]);
                prop_assert!(attributes <= found.attributes, "{:?} of {page:?}", &page[at..at + found.length]);
                at += found.length;
            }
        }
    }

    /// Counts tags and their attributes on their way.
    struct Counting<'l> {
        gate: Gate<'l>,
        tags: Cell<(usize, usize)>,
    }

    impl TokenSink for Counting<'_> {
        type Handle = u32;

        fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<u32> {
            if let Token::TagToken(tag) = &token {
                let (tags, attributes) = self.tags.get();
                self.tags.set((tags + 1, attributes + tag.attrs.len()));
            }
            self.gate.process_token(token, line)
        }

        fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
            self.gate.adjusted_current_node_present_but_not_in_html_namespace()
        }
    }
}
