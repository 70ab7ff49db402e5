//! Holds the scanner to an XML library: the same tokens at the same bytes, or a refusal by both.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::scan::{Scanner, Token};
use crate::model::Limits;

/// A token, and the byte after it; `Err` where the text is refused.
type Seen = Result<(String, usize), ()>;

fn written(kind: &str, name: &str, rest: &str) -> String {
    format!("{kind} {name} {rest}")
}

/// The tokens that the library sees, up to the first refusal.
fn theirs(text: &str) -> Vec<Seen> {
    let mut reader = Reader::from_str(text);
    let mut seen = Vec::new();
    loop {
        let start = |tag: &quick_xml::events::BytesStart<'_>, kind| match tag.name().as_ref() {
            // It takes quotation marks into names, which XML does not (XML 1.0 §2.3).
            name if name.is_empty() || name.contains(['"', '\'']) => Err(()),
            name => Ok(written(kind, name, tag.attributes_raw())),
        };
        let token = match reader.read_event() {
            Ok(Event::Start(tag)) => start(&tag, "start"),
            Ok(Event::Empty(tag)) => start(&tag, "empty"),
            Ok(Event::End(_)) => Ok("end".to_owned()),
            Ok(Event::Text(text)) => Ok(written("text", &text, "")),
            Ok(Event::CData(text)) => Ok(written("verbatim", &text, "")),
            Ok(Event::GeneralRef(name)) => Ok(written("reference", &name, "")),
            Ok(Event::Comment(_) | Event::PI(_) | Event::Decl(_)) => continue,
            Ok(Event::Eof) => break,
            Ok(Event::DocType(_)) | Err(_) => Err(()),
        };
        let refused = token.is_err();
        seen.push(token.map(|token| (token, reader.buffer_position() as usize)));
        if refused {
            break;
        }
    }
    seen
}

fn describe(token: &Token<'_>) -> Option<String> {
    Some(match token {
        Token::Start(tag) => written(if tag.empty { "empty" } else { "start" }, tag.name, tag.attributes),
        Token::End => "end".to_owned(),
        Token::Text(text) => written("text", text, ""),
        Token::Verbatim(text) => written("verbatim", text, ""),
        Token::Reference(name) => written("reference", name, ""),
        Token::Done => return None,
    })
}

/// The tokens that the scanner sees, up to the first refusal.
fn ours(text: &str) -> Vec<Seen> {
    let limits = Limits::default();
    let mut scanner = Scanner::new(text, &limits);
    let mut seen = Vec::new();
    loop {
        match scanner.token() {
            Ok(token) => match describe(&token) {
                Some(token) => seen.push(Ok((token, scanner.position()))),
                None => break,
            },
            Err(_) => {
                seen.push(Err(()));
                break;
            }
        }
    }
    seen
}

/// Walks to the end of the innermost open element, and says where it is; `None` where it is refused or never comes.
fn end_by_tokens(scanner: &mut Scanner<'_>) -> Option<usize> {
    let outside = scanner.depth() - 1;
    loop {
        match scanner.token() {
            Ok(Token::Done) | Err(_) => return None,
            Ok(_) if scanner.depth() == outside => return Some(scanner.position()),
            Ok(_) => {}
        }
    }
}

/// Where each element of the text ends by its tokens, and by being skipped; `None` where it is refused.
fn element_ends(text: &str) -> Vec<(Option<usize>, Option<usize>)> {
    let limits = Limits::default();
    let mut ends = Vec::new();
    for wanted in 0.. {
        let (mut walked, mut skipped) = (Scanner::new(text, &limits), Scanner::new(text, &limits));
        let mut met = 0;
        let opened = loop {
            if skipped.token().is_err() {
                break false;
            }
            match walked.token() {
                Ok(Token::Start(tag)) if !tag.empty => {
                    met += 1;
                    if met > wanted {
                        break true;
                    }
                }
                Ok(Token::Done) | Err(_) => break false,
                Ok(_) => {}
            }
        };
        if !opened {
            return ends;
        }
        let end = end_by_tokens(&mut walked);
        ends.push((end, skipped.skip().ok().map(|()| skipped.position())));
    }
    ends
}

/// Skips elements one after another, every `each`th that begins; says where that led, and where walking through the same
/// elements by their tokens did. Both end where something is refused.
#[cfg(test)]
fn skipped_in_turn(text: &str, limits: &Limits, each: usize) -> (Vec<Option<usize>>, Vec<Option<usize>>) {
    let (mut walked, mut skipped) = (Scanner::new(text, limits), Scanner::new(text, limits));
    let (mut ends, mut others, mut met) = (Vec::new(), Vec::new(), 0);
    loop {
        let opened = matches!(skipped.token(), Ok(Token::Start(tag)) if !tag.empty);
        match walked.token() {
            Ok(Token::Done) | Err(_) => return (ends, others),
            Ok(_) => met += usize::from(opened),
        }
        if !opened || met % each != 0 {
            continue;
        }
        let end = end_by_tokens(&mut walked);
        ends.push(end);
        others.push(skipped.skip().ok().map(|()| skipped.position()));
        if ends != others || end.is_none() {
            return (ends, others);
        }
    }
}

/// How the scanner differs from the library on a text, if it does.
#[cfg(fuzzing)]
pub fn difference(text: &str) -> Option<String> {
    let (ours, theirs) = (ours(text), theirs(text));
    if ours != theirs {
        return Some(format!("{ours:?}\n{theirs:?}"));
    }
    let ends = element_ends(text).into_iter().find(|(walked, skipped)| walked != skipped);
    ends.map(|(walked, skipped)| format!("an element ends at {walked:?}, skipped at {skipped:?}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Pieces of markup, sound and unsound.
    fn piece() -> impl Strategy<Value = String> {
        let sound = prop::sample::select(vec![
            "<a/>",
            "<a />",
            "<w:b c=\"1\" d=''/>",
            "<a b='\">' c=\"/>\"/>",
            "<a\tb=\"/\"/>",
            "<!---->",
            "<!-- > <a> & -- -->",
            "<![CDATA[]]>",
            "<![CDATA[ <a> ]] ]> & ]]>",
            "<?a?>",
            "<?a > <b ?>",
            "<?xml version=\"1.0\"?>",
            "&amp;",
            "&#20;",
            "&odd;",
            "&;",
            "x",
            " ",
            "\r\n",
            "汉",
            "it's",
            "\"",
            ">",
            "]]>",
            "<w:r><w:rPr><w:b/></w:rPr></w:r>",
        ]);
        let halves = prop::sample::select(vec![
            "<a>",
            "</a>",
            "</a >",
            "</a\n>",
            "<w:b c=\"1\">",
            "</w:b>",
            "<a b=\">\">",
            "<a b='>'>",
            "<a b='\"' c=\"'\">",
            "<a b=\"/\">",
            "<a xmlns=\"u\" xmlns:w='v'>",
            "<汉 字=\"一\">",
            "</汉>",
        ]);
        let unsound = prop::sample::select(vec![
            "<",
            "</",
            "<!",
            "<?",
            "<?>",
            "<!-->",
            "<!--->",
            "<!-",
            "<![CDATA[",
            "<![CDATA>",
            "<!DOCTYPE a>",
            "<!doctype",
            "<>",
            "</>",
            "< a>",
            "<a",
            "</a",
            "<a b=\"",
            "<a b='",
            "<a/b>",
            "<a\"b>c\">",
            "<a'>' b/>",
            "<a//>",
            "<:a>",
            "<a:>",
            "<a:b:c/>",
            "</a b=\">\">",
            "&",
            "&a",
            "<a & b>",
            "'",
        ]);
        prop_oneof![80 => sound.prop_map(str::to_owned), 1 => halves.prop_map(str::to_owned), 1 => unsound.prop_map(str::to_owned)]
    }

    /// Elements in elements, with pieces between them.
    fn tree() -> impl Strategy<Value = String> {
        piece().prop_recursive(5, 40, 6, |inner| {
            let names = prop::sample::select(vec!["a", "w:b", "w:rPr", "汉"]);
            let attributes = prop::sample::select(vec!["", " ", " c=\"1\"", " c='>' d=\"'\"", "\nw:c = \"/\""]);
            (names, attributes, prop::collection::vec(inner, 0..6))
                .prop_map(|(name, attributes, inner)| format!("<{name}{attributes}>{}</{name}>", inner.concat()))
        })
    }

    fn soup() -> impl Strategy<Value = String> {
        let pieces = prop::collection::vec(prop_oneof![2 => tree(), 1 => piece()], 0..10);
        let noise = "[<>/!?&;\"' =a:\\[\\]-]{0,24}";
        prop_oneof![6 => pieces.prop_map(|pieces| pieces.concat()), 1 => noise]
    }

    /// Found by fuzzing: an end tag of such a name ended at another byte than in the library.
    #[test]
    fn a_quotation_mark_in_the_name_of_a_tag_is_refused() {
        for text in ["<a\"/ b=\"</x></a\"/>", "<a\"b>c\"></a\"b>", "<a'>' b/>", "<a'/>"] {
            assert_eq!(ours(text), [Err(())], "{text}");
            assert_eq!(theirs(text), [Err(())], "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn the_tokens_are_those_of_the_library(text in soup()) {
            prop_assert_eq!(ours(&text), theirs(&text), "{}", text);
        }

        #[test]
        fn an_element_that_is_skipped_ends_where_its_tokens_do(text in soup()) {
            for (walked, skipped) in element_ends(&text) {
                prop_assert_eq!(walked, skipped, "{}", text);
            }
        }

        #[test]
        fn an_element_that_was_skipped_before_is_skipped_alike(
            texts in prop::collection::vec(soup(), 1..4),
            order in prop::collection::vec(0..4_usize, 1..8),
            depth in prop_oneof![Just(256_usize), 2..8_usize],
            each in 1..4_usize,
        ) {
            let text: String = order.iter().map(|index| format!("<a>{}</a>", texts[index % texts.len()])).collect();
            let limits = Limits { xml_depth: depth, ..Limits::default() };
            let (walked, skipped) = skipped_in_turn(&format!("<r>{text}</r>"), &limits, each);
            prop_assert_eq!(walked, skipped, "{}", text);
        }
    }
}
