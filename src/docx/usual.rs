//! The markup that nearly all of a Word file consists of, read in straight lines: cells of paragraphs of runs of text.
//!
//! No document needs this file. Each function goes on as long as the markup is as usual; at the first thing that is
//! not, it leaves what is open on the stack, and the loop in `body` reads on from there. A cell that is not one paragraph
//! of plain runs is gone back to, once. A test holds all these ways to the same document.

use super::body::{Ending, Open, Stack};
use super::flow::{Flow, TextKind};
use super::xml::Result;

/// Reads a cell whose start tag came last, and the cells after it, in this row and in those that follow it.
pub(super) fn cells<'a>(flow: &mut Flow<'a, '_, '_>, stack: &mut Stack<'a>, start: usize) -> Result<()> {
    let mut start = start;
    while cell(flow, stack, start)? && (next_cell(flow) || next_row(flow, stack)? && next_cell(flow)) {
        start = flow.xml.token_start();
    }
    Ok(())
}

/// Begins a cell, if one stands next.
fn next_cell(flow: &mut Flow<'_, '_, '_>) -> bool {
    flow.can_begin_cell() && flow.xml.enter(b"<w:tc>")
}

/// Ends the row and begins the one that follows it, up to its first cell; says whether one has begun.
fn next_row<'a>(flow: &mut Flow<'a, '_, '_>, stack: &mut Stack<'a>) -> Result<bool> {
    if !stack.is_directly_in(|ending| matches!(ending, Ending::Row)) || !flow.xml.leave(b"</w:tr>") {
        return Ok(false);
    }
    stack.open.pop();
    flow.finish_row();
    if !flow.can_begin_row() || !flow.xml.enter_plain(b"<w:tr") {
        return Ok(false);
    }
    flow.begin_row();
    stack.open.push(Open { ending: Ending::Row, start: flow.xml.token_start() });
    if flow.xml.enter(b"<w:trPr>") {
        let tag = flow.xml.token_start()..flow.xml.position();
        let read = stack.recall.row(&mut flow.xml)?;
        flow.describe_row(read, tag);
    }
    Ok(true)
}

/// Reads a cell as far as it is as usual; says whether it has ended.
fn cell<'a>(flow: &mut Flow<'a, '_, '_>, stack: &mut Stack<'a>, start: usize) -> Result<bool> {
    flow.begin_cell(start)?;
    if flow.xml.enter(b"<w:tcPr>") {
        let tag = flow.xml.token_start()..flow.xml.position();
        let read = stack.recall.cell(&mut flow.xml)?;
        flow.describe_cell(read, tag);
    }
    let here = flow.xml.mark();
    if plain_cell(flow, stack)? {
        return Ok(true);
    }
    flow.xml.return_to(here);
    flow.begin_container(None);
    stack.open.push(Open { ending: Ending::Cell, start });
    while flow.xml.enter_plain(b"<w:p") {
        if !paragraph(flow, stack, flow.xml.token_start())? {
            return Ok(false);
        }
    }
    let ended = flow.xml.leave(b"</w:tc>");
    if ended {
        stack.open.pop();
        flow.finish_cell(flow.xml.position())?;
    }
    Ok(ended)
}

/// Reads the rest of a cell, if it is one paragraph of plain runs, as most are; if not, nothing has come of it.
fn plain_cell<'a>(flow: &mut Flow<'a, '_, '_>, stack: &mut Stack<'a>) -> Result<bool> {
    if !flow.takes_plain_cells() || !flow.xml.enter_plain(b"<w:p") {
        return Ok(false);
    }
    let start = flow.xml.token_start();
    let effect = if flow.xml.enter(b"<w:pPr>") {
        let read = stack.recall.paragraph(&mut flow.xml)?;
        flow.effect_of(read)
    } else {
        flow.effect_of_none()
    };
    if effect.hidden || effect.more {
        return Ok(false);
    }
    let mut text = flow.empty_text();
    whole_runs(flow, stack, &mut text);
    let ended = flow.xml.leave(b"</w:p>");
    let place = start..flow.xml.position();
    let ended = ended && flow.xml.leave(b"</w:tc>");
    if ended {
        flow.keep_plain_cell(&text, effect.outline, place);
    }
    flow.reuse(text);
    Ok(ended)
}

/// Reads a paragraph whose start tag came last, and the paragraphs after it.
pub(super) fn paragraphs<'a>(flow: &mut Flow<'a, '_, '_>, stack: &mut Stack<'a>, start: usize) -> Result<()> {
    let mut start = start;
    while paragraph(flow, stack, start)? && flow.xml.enter_plain(b"<w:p") {
        start = flow.xml.token_start();
    }
    Ok(())
}

/// Reads a paragraph as far as it is as usual; says whether it has ended.
fn paragraph<'a>(flow: &mut Flow<'a, '_, '_>, stack: &mut Stack<'a>, start: usize) -> Result<bool> {
    flow.begin_paragraph(start);
    stack.open.push(Open { ending: Ending::Paragraph, start });
    if flow.xml.enter(b"<w:pPr>") {
        let read = stack.recall.paragraph(&mut flow.xml)?;
        flow.describe_paragraph(read);
    }
    let plain = flow.takes_plain_runs();
    loop {
        if plain {
            let mut text = std::mem::take(&mut flow.paragraph().text);
            let before = text.len();
            whole_runs(flow, stack, &mut text);
            flow.count(&text[before..]);
            flow.paragraph().text = text;
        }
        if flow.xml.enter_plain(b"<w:r") {
            if !run(flow, stack, flow.xml.token_start())? {
                return Ok(false);
            }
        } else if !flow.xml.pass_empty(b"<w:proofErr") {
            break;
        }
    }
    let ended = flow.xml.leave(b"</w:p>");
    if ended {
        stack.open.pop();
        flow.finish_paragraph(flow.xml.position());
    }
    Ok(ended)
}

/// Adds the text of the runs that are one text under a property list that says nothing, up to something else.
fn whole_runs<'a>(flow: &mut Flow<'a, '_, '_>, stack: &Stack<'a>, text: &mut String) {
    loop {
        if let Some((run, preserve)) = flow.xml.whole_run(flow.room(text), stack.recall.silent()) {
            text.push_str(flow.kept_of_run(run, preserve));
        } else if !flow.xml.pass_empty(b"<w:proofErr") {
            break;
        }
    }
}

/// Reads a run whose start tag came last, as far as it is properties and one text; says whether it has ended.
pub(super) fn run<'a>(flow: &mut Flow<'a, '_, '_>, stack: &mut Stack<'a>, start: usize) -> Result<bool> {
    flow.begin_run();
    if flow.xml.enter(b"<w:rPr>") {
        let read = stack.recall.run(&mut flow.xml)?;
        flow.describe_run(read);
    }
    if flow.container.paragraph.is_some()
        && let Some((text, preserve)) = flow.xml.plain_text()
    {
        flow.begin_piece(TextKind::Shown, preserve);
        if !text.is_empty() {
            flow.take_text(text)?;
        }
        flow.finish_text();
        if flow.xml.leave(b"</w:t>") && flow.xml.leave(b"</w:r>") {
            flow.runs.pop();
            return Ok(true);
        }
    }
    stack.open.push(Open { ending: Ending::Run, start });
    Ok(false)
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use proptest::prelude::*;

    use crate::compose::Notices;
    use crate::docx::flow::Flow;
    use crate::docx::numbering::Numbering;
    use crate::docx::reading::Reading;
    use crate::docx::{ReadOptions, body};
    use crate::model::{Limits, PartId};

    /// Everything that comes of a part.
    fn read(text: &str, limits: &Limits) -> String {
        let options = ReadOptions { limits: limits.clone(), ..ReadOptions::default() };
        let mut reading = Reading::new(&options, Rc::default(), Numbering::default(), Notices::default());
        let blocks = body::read(Flow::new(text, PartId(0), &mut reading));
        let notes = std::mem::take(&mut reading.notices).finish();
        format!("{blocks:?} {:?} {} {} {notes:?}", reading.stories, reading.read, reading.noted)
    }

    /// The same part at the same bytes under another prefix, so that none of its markup is as usual.
    fn renamed(text: &str) -> String {
        ["<w", "</w", " w", "xmlns:w"].iter().fold(text.to_owned(), |text, before| {
            let letter = before.replace('w', "y");
            text.replace(&format!("{before}:"), &format!("{letter}:"))
                .replace(&format!("{before}="), &format!("{letter}="))
        })
    }

    #[test]
    fn a_list_of_another_prefix_does_not_end_one_of_this() {
        let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        let run = |start: &str| format!("<w:p><w:r><{start}:rPr><w:b/></v:rPr><w:t>1</w:t></w:r></w:p>");
        let text = |runs: &str| format!("<w:a xmlns:w='{word}' xmlns:v='{word}'>{runs}</w:a>");
        assert!(read(&text(&run("v")), &Limits::default()).starts_with("Ok"));
        assert!(read(&text(&(run("v") + &run("w"))), &Limits::default()).starts_with("Err"));
    }

    fn one_of(texts: &'static [&'static str]) -> impl Strategy<Value = String> {
        prop::sample::select(texts).prop_map(str::to_owned)
    }

    fn run() -> impl Strategy<Value = String> {
        let attributes = one_of(&[
            "",
            "",
            " w:rsidR=\"00AB12cd\"",
            " w:rsidRPr=\"00000001\" w:rsidR=\"00AB12CD\"",
            " w:rsidR=\"0>000001\"",
            " w:rsidR=\"0'000001\"",
            " w:rsidR='00000001'",
            " w:rsidR=\"0000001\"",
            " w:x=\">\"",
            " xmlns:w=\"u\"",
            "/",
        ]);
        let properties = one_of(&[
            "",
            "<w:rPr/>",
            "<w:rPr></w:rPr>",
            "<w:rPr><w:b/></w:rPr>",
            "<w:rPr><w:vanish/></w:rPr>",
            "<w:rPr><w:strike/></w:rPr>",
            "<w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr>",
            "<w:rPr xmlns:w=\"u\"><w:vanish/></w:rPr>",
        ]);
        let text = one_of(&[
            "",
            "<w:t>12 </w:t>",
            "<w:t xml:space=\"preserve\"> 三 </w:t>",
            "<w:t xml:space=\"default\"> 三 </w:t>",
            "<w:t/>",
            "<w:t></w:t>",
            "<w:t>a\r\nb</w:t>",
            "<w:t>a &amp; b</w:t>",
            "<w:t>&odd;</w:t>",
            "<w:t>a<!-- c -->b</w:t>",
            "<w:t>a<w:br/>b</w:t>",
            "<w:t>a</w:t ><w:tab/>",
            "<w:t>a</w:t><w:t>b</w:t>",
            "<w:t>a</w:p>",
            "<w:delText>gone</w:delText>",
            "stray",
            "<w:t>\u{3000}全\u{A0}角</w:t>",
        ]);
        let end = one_of(&["</w:r>", "</w:r>", "</w:r>", "</w:r>", "</w:r >", ""]);
        (attributes, properties, text, end).prop_map(|(a, p, t, e)| match a.as_str() {
            "/" => format!("<w:r/>{t}"),
            _ => format!("<w:r{a}>{p}{t}{e}"),
        })
    }

    fn paragraph() -> impl Strategy<Value = String> {
        let start = one_of(&[
            "<w:p>",
            "<w:p>",
            "<w:p w14:paraId=\"000D46C2\" w14:textId=\"77777777\" w:rsidR=\"0097BEA3\" w:rsidRDefault=\"0097BEA3\">",
            "<w:p xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
            "<w:p/>",
            "<w:pPr/><w:p >",
        ]);
        let properties = one_of(&[
            "",
            "<w:pPr><w:outlineLvl w:val=\"2\"/></w:pPr>",
            "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>",
            "<w:pPr/>",
        ]);
        let piece = prop_oneof![
            6 => run(),
            1 => one_of(&[
                "<w:proofErr w:type=\"spellStart\"/>",
                "<w:proofErr>text</w:proofErr>",
                "<w:bookmarkStart w:id=\"0\" w:name=\"b\"/>",
                "<w:ins><w:r><w:t>in</w:t></w:r></w:ins>",
                "<w:sdt><w:sdtContent><w:r><w:t>s</w:t></w:r></w:sdtContent></w:sdt>",
                "text",
                "</w:p>",
                "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
            ]),
        ];
        let end = one_of(&["</w:p>", "</w:p>", "</w:p>", "</w:p>", "</w:p >"]);
        (start, properties, prop::collection::vec(piece, 0..4), end).prop_map(|(s, p, r, e)| match s.as_str() {
            "<w:p/>" => s,
            _ => format!("{s}{p}{}{e}", r.concat()),
        })
    }

    fn table() -> impl Strategy<Value = String> {
        let properties = one_of(&[
            "",
            "<w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>",
            "<w:tcPr><w:gridSpan w:val=\"x\"/></w:tcPr>",
            "<w:tcPr><w:vMerge/></w:tcPr>",
            "<w:tcPr><w:cellDel/></w:tcPr>",
        ]);
        let start = one_of(&["<w:tc>", "<w:tc>", "<w:tc>", "<w:tc w:x=\"1\">", "<w:tc/>"]);
        let between = one_of(&["", "", "", "<w:p/>", "text", "<w:tc>"]);
        let cell = (start, properties, prop::collection::vec(paragraph(), 0..3), between).prop_map(|(s, p, c, b)| {
            match s.as_str() {
                "<w:tc/>" => format!("{s}{b}"),
                _ => format!("{s}{p}{}</w:tc>{b}", c.concat()),
            }
        });
        let start =
            one_of(&["<w:tr>", "<w:tr>", "<w:tr w:rsidR=\"00AB12cd\">", "<w:tr w:rsidR='1' >", "<w:tr/><w:tr>"]);
        let properties = one_of(&[
            "",
            "",
            "<w:trPr/>",
            "<w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>",
            "<w:trPr><w:gridBefore w:val=\"x\"/></w:trPr>",
            "<w:trPr><w:del/></w:trPr>",
            "<w:trPr><w:ins/></w:trPr>",
            "<w:tblPrEx/><w:trPr><w:gridBefore w:val=\"2\"/></w:trPr>",
            "<w:tr>",
        ]);
        let end = one_of(&[
            "</w:tr>",
            "</w:tr>",
            "</w:tr>",
            "</w:tr>",
            "</w:tr >",
            "</w:tr>text",
            "</w:tr></w:tr>",
            "</w:tr><w:p/>",
        ]);
        let row = (start, properties, prop::collection::vec(cell, 0..4), end)
            .prop_map(|(start, properties, cells, end)| format!("{start}{properties}{}{end}", cells.concat()));
        prop::collection::vec(row, 0..4).prop_map(|rows| format!("<w:tbl>{}</w:tbl>", rows.concat()))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5_000))]

        #[test]
        fn what_is_read_in_straight_lines_is_what_is_read_event_by_event(
            blocks in prop::collection::vec(prop_oneof![paragraph(), table()], 0..5),
            depth in prop_oneof![Just(256_usize), 4_usize..10],
            attributes in prop_oneof![Just(1_024_usize), 1_usize..6],
            cell_text in prop_oneof![Just(1_000_usize), 1_usize..20],
        ) {
            let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
            let text = format!("<w:a xmlns:w=\"{word}\"><w:b>{}</w:b></w:a>", blocks.concat());
            let limits = Limits { xml_depth: depth, attributes, cell_text, ..Limits::default() };
            let other = read(&renamed(&text), &limits).replace("y:", "w:");
            prop_assert_eq!(read(&text, &limits), other, "{}", text);
        }
    }
}
