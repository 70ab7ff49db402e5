//! Web pages and web archives: what a browser shows is what is read, and the facts are those of the Word file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::support::facts::{differences, of_report, of_values};
use crate::support::package::{codes, lines, paragraphs, shape, story};
use crate::support::page::{Page, Piece, Style, Text};
use baobiao::extract::{Report, extract};
use baobiao::input::{ReadOptions, Revisions, Source, detect, read};
use baobiao::model::{Document, Limits, StoryKind};
use baobiao::schema::Schema;

fn try_read(bytes: &[u8]) -> Result<Document, baobiao::model::Error> {
    read(&Source::new("test", bytes.to_vec()), &ReadOptions::default())
}

/// Reads a page, which must succeed with every character accounted for.
#[track_caller]
fn page(html: impl AsRef<[u8]>) -> Document {
    let document = try_read(html.as_ref()).expect("the page is read");
    assert!(document.tally.balances(), "characters are lost: {:?}\n{document:#?}", document.tally);
    document
}

fn shapes(table: &str) -> Vec<Vec<String>> {
    page(format!("<table>{table}</table>")).tables().into_iter().map(shape).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('\n', "<br>")
}

/// A page as Word's filtered HTML looks: formatting in every tag, lists as labels, blank paragraphs as `o:p`.
fn filtered(page: &Page) -> String {
    let mut html = String::from(
        "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head><meta http-equiv=Content-Type content=\"text/html; \
         charset=utf-8\"><style><!-- p.MsoNormal {margin:0cm;} --></style></head><body lang=ZH-CN>\
         <!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--><div class=Section1>\r\n",
    );
    pieces(&page.pieces, &mut html);
    html + "</div></body></html>"
}

fn pieces(pieces_of: &[Piece], html: &mut String) {
    let mut count = 0;
    for piece in pieces_of {
        match piece {
            Piece::Text(Style::Numbered { level, restart }, text) => {
                count = restart.unwrap_or(count + 1);
                let sign = "〇一二三四五六七八九十".chars().nth(count as usize).expect("few headings");
                *html += &format!(
                    "<h{h} style='margin-left:0cm;mso-list:l0 level{h} lfo1'><![if !supportLists]><span lang=EN-US \
                     style='mso-list:Ignore'>{sign}、<span style='font:7.0pt \"Times New Roman\"'>&nbsp; </span></span>\
                     <![endif]><span>{}</span></h{h}>\r\n",
                    escaped(&text.words),
                    h = level + 1
                );
            }
            Piece::Text(Style::Heading { level }, text) => {
                *html += &format!("<h{h}>{}</h{h}>", escaped(&text.words), h = level + 1);
            }
            Piece::Text(_, text) => *html += &paragraph(text),
            Piece::Table(grid) => {
                *html += "<table class=MsoTableGrid border=1 cellspacing=0 style='border-collapse:collapse'>\r\n";
                for row in 0..grid.rows {
                    *html += "<tr style='height:20pt'>\r\n";
                    let mut last = None;
                    for column in 0..grid.columns {
                        let index = grid.at(row, column);
                        let cell = index.filter(|_| index != last).map(|index| &grid.cells[index]);
                        last = index;
                        let Some(cell) = cell.filter(|cell| cell.area.row == row) else {
                            if index.is_none() {
                                *html += "<td></td>";
                            }
                            continue;
                        };
                        *html += &format!("<td colspan={} rowspan={}>\r\n", cell.area.column_span, cell.area.row_span);
                        cell.paragraphs.iter().for_each(|text| *html += &paragraph(text));
                        if cell.paragraphs.is_empty() {
                            *html += "<p class=MsoNormal><o:p>&nbsp;</o:p></p>";
                        }
                        *html += "</td>\r\n";
                    }
                    *html += "</tr>";
                }
                *html += "</table>\r\n";
            }
            Piece::Frame(_, inner) => {
                *html += "<table><tr><td>";
                pieces(inner, html);
                *html += "</td></tr></table>";
            }
        }
    }
}

fn paragraph(text: &Text) -> String {
    format!(
        "<p class=MsoNormal align=center><span lang=EN-US style='font-size:12pt'>{}</span></p>\r\n",
        escaped(&text.words)
    )
}

fn root(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn report(bytes: &[u8]) -> Report {
    let report = extract(&page(bytes), Schema::builtin());
    assert!(report.audit.balances(), "{:?}", report.audit);
    report
}

/// The pages of both vintages as filtered HTML, and the values file of each.
fn reports() -> Vec<(String, Vec<u8>)> {
    let both = ["2019", "2021"].into_iter().map(|vintage| {
        let source = std::fs::read_to_string(root("tests/pages").join(format!("{vintage}.page"))).expect("a page");
        let values = std::fs::read(root("tests/pages").join(format!("{vintage}.values.csv"))).expect("values");
        (filtered(&Page::parse(&source).unwrap_or_else(|error| panic!("{vintage}: {error}"))), values)
    });
    both.collect()
}

#[track_caller]
fn check(values: &[u8], bytes: &[u8]) {
    let differences = differences(&of_values(values), &of_report(&report(bytes), Schema::builtin()));
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn filtered_pages_give_the_facts_of_their_word_files() {
    for (html, values) in reports() {
        check(&values, html.as_bytes());
        let (gbk, _, lost) = encoding_rs::GBK.encode(&html);
        assert!(!lost);
        let at = memchr::memmem::find(&gbk, b"utf-8").expect("the page says its charset");
        check(&values, &[&gbk[..at], b"gb2312", &gbk[at + 5..]].concat());
    }
}

#[test]
fn navigation_around_a_report_and_tables_cut_in_pieces_change_no_fact() {
    for (html, values) in reports() {
        let around = html
            .replace(
                "<div class=Section1>",
                "<script>var a = '<table><tr><td>1</td></tr></table>';</script><nav><ul><li><a href='/'>首页</a></li>\
                 <li>信息公开</li></ul></nav><header><img alt='徽'></header><div style='display:none'>2099年<table><tr>\
                 <td>规章</td><td>99</td></tr></table></div><main><noscript>请打开脚本</noscript>",
            )
            .replace("</body>", "</main><footer><p>版权所有 京ICP备000001号</p></footer></body>");
        check(&values, around.as_bytes());
        let document = page(&around);
        assert_eq!(story(&document, StoryKind::Footer), ["版权所有 京ICP备000001号"]);
        assert_eq!(story(&document, StoryKind::Header), ["首页", "信息公开"]);
        assert_eq!(document.story_tables().len(), 1);
    }
}

#[test]
fn a_table_cut_where_a_page_ends_is_one_table() {
    let (html, values) = reports().remove(1);
    let at = html.find("行政许可").expect("the row is there");
    let row = html[..at].rfind("<tr").expect("a row begins before it");
    let cut = format!("{}</table>\r\n<table border=1>{}", &html[..row], &html[row..]);
    check(&values, cut.as_bytes());
}

#[test]
fn characters_are_told_by_mark_by_word_and_by_look() {
    let words = "<p>第二十条第（一）項規章：本年制發件數，現行有效件數，行政許可處理決定數量</p>";
    let plain = "<p>本年制发件数，现行有效件数，行政许可处理决定数量，政府信息公开工作年度报告</p>";
    let expect = |bytes: &[u8], text: &str, notes: &[&str]| {
        let document = page(bytes);
        assert_eq!(lines(&document), [text.trim_start_matches("<p>").trim_end_matches("</p>")]);
        assert_eq!(codes(&document), notes);
    };
    let (big5, _, _) = encoding_rs::BIG5.encode(words);
    let (gbk, _, _) = encoding_rs::GBK.encode(plain);
    let named = |name: &str, bytes: &[u8]| [b"<meta charset=", name.as_bytes(), b">", bytes].concat();
    expect(&named("big5", &big5), words, &[]);
    expect(&named("'GB2312'", &gbk), plain, &[]);
    expect(&[b"<div></div>", &gbk[..]].concat(), plain, &[]);
    expect(&named("gb2312", plain.as_bytes()), plain, &["encoding-doubtful"]);
    expect(&named("utf-8", &gbk), plain, &["encoding-doubtful"]);
    expect(&[b"\xEF\xBB\xBF<div></div>", plain.as_bytes()].concat(), plain, &[]);
    let mut broken = named("utf-8", plain.as_bytes());
    broken.insert(40, 0xE6);
    let document = page(&broken);
    assert!(lines(&document).concat().contains("现行有效件数，行政许可处理决定数量"), "{document:?}");
    assert_eq!(codes(&document), ["encoding-doubtful"]);
    let wide: Vec<u8> = format!("\u{FEFF}<div></div>{plain}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    expect(&wide, plain, &[]);
}

#[test]
fn white_space_is_what_a_browser_shows() {
    for (html, expected) in [
        ("<p> a  b\n c </p>", "a b c"),
        ("<p>中\n文 字</p>", "中文 字"),
        ("<p>本年新<br>\n制作数量</p>", "本年新\n制作数量"),
        ("<p>1<br></p>", "1"),
        ("<p><b>a </b> <i> b</i></p>", "a b"),
        ("<pre>a  b\n c</pre>", "a  b\n c"),
        ("<p>a<span style='mso-spacerun:yes'>&nbsp; </span>b</p>", "a\u{a0} b"),
        ("<p>a<span style='mso-tab-count:1'>&nbsp;&nbsp; </span>b</p>", "a\tb"),
        ("<p>&lt;1&gt; &amp;nbsp; &#19968;&hellip;</p>", "<1> &nbsp; 一…"),
        (
            "<p><span style='font-family:Wingdings'>&#254;</span>是<font face='Wingdings 2'>&#163;</font>否</p>",
            "☑是☐否",
        ),
        ("<p><input type=checkbox checked>是<input type=radio>否<input value=甲></p>", "☑是☐否甲"),
        ("<p>10<sup>2</sup>H<sub>2</sub>O</p>", "10²H₂O"),
        ("<p><select><option>甲<option selected>乙</select></p>", "乙"),
        ("<p><select><option>甲<option>乙</select></p>", "甲"),
        ("<div><textarea>\na\n b</textarea>", "a\n b"),
    ] {
        assert_eq!(lines(&page(html)), [expected], "{html}");
    }
}

#[test]
fn what_is_not_shown_goes_to_stories() {
    let document = page(
        "<title>题</title><p>a<span style='display:none'>b</span><span style='mso-hide:all'>c</span><del>d</del><ins>e</ins>\
         <ruby>字<rp>(</rp><rt>zì</rt></ruby></p><div style='mso-element:footnote'><p>注</p></div><aside>旁</aside>",
    );
    assert_eq!(lines(&document), ["ae字"]);
    for (kind, text) in [
        (StoryKind::Header, "题"),
        (StoryKind::Hidden, "bc"),
        (StoryKind::Deleted, "d"),
        (StoryKind::Ruby, "(zì"),
        (StoryKind::Footnote, "注"),
        (StoryKind::TextBox, "旁"),
    ] {
        assert_eq!(story(&document, kind).concat(), text, "{kind:?}");
    }
    assert_eq!(codes(&document), ["changes-tracked"]);
    let options = ReadOptions { revisions: Revisions::Original, ..ReadOptions::default() };
    let source = Source::new("x", b"<p>1<del>2</del><ins>3</ins></p>".to_vec());
    assert_eq!(lines(&read(&source, &options).expect("it is read")), ["12"]);
    assert_eq!(codes(&page("<p>1<s>2</s></p>")), ["text-struck"]);
}

#[test]
fn headings_and_lists_have_levels_and_numbers() {
    let document = page(
        "<h2>a</h2><p style='mso-outline-level:1'>b</p><p class=MsoHeading3>c</p><p>d</p><ol start=3><li>e<li><h1>f</h1>\
         <ol type=a><li>g</ol></ol><ol style='list-style-type:cjk-ideographic'><li value=2>h</ol><ul><li>i</ul>",
    );
    let outlines: Vec<Option<u8>> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            baobiao::model::Block::Paragraph(paragraph) => Some(paragraph.outline),
            baobiao::model::Block::Table(_) => None,
        })
        .collect();
    assert_eq!(outlines[..6], [Some(1), Some(0), Some(2), None, None, Some(0)]);
    assert_eq!(paragraphs(&document.blocks)[4..], ["[3.]e", "[4.]f", "[a.]g", "[二、]h", "i"]);
}

#[test]
fn cells_lie_where_the_table_model_puts_them() {
    assert_eq!(
        shapes("<caption>题</caption><tr><th rowspan=2>a<th colspan=2>b<tr><td>c<td>d"),
        [["0,0+2×1 a", "0,1+1×2 b", "1,1+1×1 c", "1,2+1×1 d"]]
    );
    assert_eq!(
        shapes("<tfoot><tr><td>f</tfoot><tbody><tr><td rowspan=0>a<td>b<tr><td>c</tbody><tbody><tr><td rowspan=9>d"),
        [["3,0+1×1 f", "0,0+2×1 a", "0,1+1×1 b", "1,1+1×1 c", "2,0+1×1 d"]]
    );
    let nested = page("<table><tr><td>x<table><tr><td>y</table>z<td>w</table>");
    let tables = nested.tables();
    assert_eq!(shape(tables[0]), ["0,0+1×1 x\nz", "0,1+1×1 w"]);
    assert_eq!(tables[1].parent(), Some((tables[0].id(), 0, 0)));
    let caption = page("<p>a</p><table><caption>题</caption><tr><td>b</table>");
    assert_eq!(lines(&caption), ["a", "题"]);
    let place = caption.tables()[0].cells()[0].place;
    assert_eq!((place.row, place.column, place.start), (0, 0, 41));
    let bad = page("<table><tr><td colspan=0>a<td rowspan=x>b<td colspan=1001>c<tr><td colspan=3>d</table>");
    assert_eq!(codes(&bad), ["span-clamped"; 3]);
    assert_eq!(codes(&page("<table><tr><td rowspan=2><td rowspan=2>a<tr><td>b</table>")), [""; 0]);
    let row = page("<table><tr><td>a<tr style='display:none'><td>b<tr><td>c</table>");
    assert_eq!(shape(row.tables()[0]), ["0,0+1×1 a", "1,0+1×1 c"]);
    assert_eq!(story(&row, StoryKind::Hidden), ["b"]);
}

fn archive(encoding: &str, charset: &str, body: &str) -> Vec<u8> {
    format!(
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"----=_x\"; start=\"<page@x>\"\r\n\r\n\
         ------=_x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: file:///C:/header.htm\r\n\r\n<p>页眉</p>\r\n\
         ------=_x\r\nContent-ID: <page@x>\r\nContent-Transfer-Encoding: {encoding}\r\nContent-Type: text/html; \
         charset=\"{charset}\"\r\nContent-Location: file:///C:/a.htm\r\n\r\n{body}\r\n------=_x--\r\n"
    )
    .into_bytes()
}

#[test]
fn web_archives_are_read_by_their_main_part() {
    for bytes in [
        archive("quoted-printable", "gb2312", "<p>=B9=E6=D5=C2 =\r\n1</p>"),
        archive("base64", "gb2312", "PHA+uebVwiAxPC9wPg=="),
        archive("8bit", "utf-8", "<p>规章 1</p>"),
    ] {
        assert_eq!(detect(&bytes).code, "mht");
        let document = page(&bytes);
        assert_eq!(lines(&document), ["规章 1"]);
        assert_eq!(document.parts, ["file:///C:/a.htm"]);
        assert_eq!(codes(&document), ["content-embedded"]);
    }
    let none = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x--\r\n";
    assert_eq!(try_read(none).expect_err("there is no page").code(), "web-archive-unsound");
}

#[test]
fn hostile_pages_are_read_or_refused_at_once() {
    let attributes: String = (0..200_000).map(|index| format!(" a{index}=1")).collect();
    let formats: String = (0..100_000).map(|index| format!("<p><font size={index}>")).collect();
    let cases: Vec<(&str, String, &str)> = vec![
        ("deep", "<div>".repeat(1_000_000), "limit-reached"),
        ("deep tables", "<table><tr><td>".repeat(100_000), "limit-reached"),
        ("attributes", format!("<p{attributes}>"), "limit-reached"),
        ("attributes in pieces", format!("<p{}>", attributes.replace(" a", " <a")), "limit-reached"),
        ("formats", formats, "limit-reached"),
        ("spans", "<table>".to_owned() + &"<tr><td rowspan=65534 colspan=1000>".repeat(20_000), "limit-reached"),
        ("a long attribute", format!("<p style='{}'>a", "x:y;".repeat(500_000)), "read"),
        ("unclosed", "<table><tr><td>a<b><i><p>b<table><td>c<select><option>d<textarea>e".repeat(3), "read"),
        ("cells", format!("<table><tr>{}", "<td>".repeat(900)), "read"),
        ("rows", format!("<table>{}", "<tr><td>1".repeat(20_000)), "read"),
        ("strays", "<table>a".repeat(20), "read"),
        ("ends", "</p></table></b>".repeat(10_000), "read"),
        ("quotes", "<p a=\"".to_owned() + &"x".repeat(1_000_000), "read"),
        ("entities", format!("<p>{}", "&&#x110000;&#0;&nosuch;".repeat(10_000)), "read"),
    ];
    for (name, html, expected) in cases {
        let before = Instant::now();
        let html = format!("<html><body>{html}");
        let code = try_read(html.as_bytes()).map_or_else(
            |error| error.code(),
            |document| {
                assert!(document.tally.balances(), "{name}: {:?}", document.tally);
                "read"
            },
        );
        assert_eq!(code, expected, "{name}");
        // Half a second in the program as it is built for use; tests are built without optimisation.
        assert!(before.elapsed().as_secs() < 10, "{name}: {:?}", before.elapsed());
    }
}

#[test]
fn limits_of_a_page_hold_at_their_value_and_not_beyond() {
    let html = b"<html><head></head><body><div><p>a</p></div></body></html>";
    let code = |limits: Limits| {
        let options = ReadOptions { limits, ..ReadOptions::default() };
        read(&Source::new("x", html.to_vec()), &options).map_or_else(|error| error.code(), |_| "read")
    };
    type Change = fn(&mut Limits, u64);
    let cases: [(u64, Change); 3] = [
        (7, |limits, value| limits.nodes = value as usize),
        (5, |limits, value| limits.xml_depth = value as usize),
        (html.len() as u64, |limits, value| limits.part = value),
    ];
    for (value, change) in cases {
        let set = |value| {
            let mut limits = Limits::default();
            change(&mut limits, value);
            limits
        };
        assert_eq!((code(set(value)), code(set(value - 1))), ("read", "limit-reached"), "{value}");
    }
}

#[test]
fn mutants_never_panic_and_lose_nothing() {
    let (html, _) = reports().remove(0);
    let sample =
        [&html.as_bytes()[..6000], &archive("quoted-printable", "utf-8", &html[..html.floor_char_boundary(3000)])]
            .concat();
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = |bound: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % bound as u64) as usize
    };
    let signs = b"<>/\"'=&;-! \n\x00\xff\x81";
    for round in 0..1_000 {
        let start = if round % 4 == 0 { 6000 } else { 0 };
        let mut bytes = sample[start..].to_vec();
        for _ in 0..1 + next(8) {
            let at = next(bytes.len());
            match next(3) {
                0 => bytes[at] = signs[next(signs.len())],
                1 => bytes[at] = next(256) as u8,
                _ => drop(bytes.drain(at..(at + 1 + next(40)).min(bytes.len()))),
            }
        }
        if let Ok(document) = try_read(&bytes) {
            assert!(document.tally.balances(), "round {round}: {:?}", document.tally);
        }
    }
}

/// The field that a group of the shared files' numbers is.
fn field(path: &str) -> String {
    let Some(rest) = path.strip_prefix("applications.") else { return path.replace("_wanyuan", "") };
    let rest = rest.replacen(".org_", ".org.", 1);
    for group in ["denied", "refused", "unable"] {
        if let Some(row) = rest.strip_prefix(&format!("{group}_")) {
            return format!("applications.result.{group}.{row}");
        }
    }
    for row in ["other_misc", "other_no_correction", "other_unpaid_fee", "result_total"] {
        if rest.starts_with(row) {
            return format!(
                "applications.{}",
                rest.replacen("other_", "result.other.", 1).replacen("result_", "result.", 1)
            );
        }
    }
    let is_result = ["granted", "partially_granted", "other_handling"].iter().any(|row| rest.starts_with(row));
    format!("applications.{}{rest}", if is_result { "result." } else { "" })
}

fn flat(value: &serde_json::Value, path: &str, found: &mut BTreeMap<String, Option<String>>) {
    match value {
        serde_json::Value::Object(inner) => {
            for (name, value) in inner {
                flat(value, &if path.is_empty() { name.clone() } else { format!("{path}.{name}") }, found);
            }
        }
        serde_json::Value::Null => drop(found.insert(field(path), None)),
        serde_json::Value::String(text) => {
            drop(found.insert(field(path), Some(text.trim_end_matches('元').to_owned())))
        }
        other => drop(found.insert(field(path), Some(other.to_string()))),
    }
}

#[test]
fn published_pages_give_exactly_the_numbers_beside_them() {
    let folder = root("../shared/domain/reports");
    if !folder.is_dir() {
        eprintln!("skipped: there are no published reports at {}", folder.display());
        return;
    }
    for (html, json) in [
        ("shanghai-general-office-2019.html", "shanghai-general-office-2019.json"),
        ("huaian-city-2024.tables.html", "huaian-city-2024.json"),
    ] {
        let json = std::fs::read(folder.join(json)).expect("the numbers");
        let mut expected = BTreeMap::new();
        flat(&serde_json::from_slice(&json).expect("they are JSON"), "", &mut expected);
        ["source", "format", "report_year", "note", "notes"].iter().for_each(|name| drop(expected.remove(*name)));
        let found = of_report(&report(&std::fs::read(folder.join(html)).expect("the page")), Schema::builtin());
        let found: BTreeMap<String, Option<String>> =
            found.into_iter().map(|(id, figure)| (id, (figure.state == "value").then_some(figure.value))).collect();
        let differs = |id: &&String| found.get(*id) != expected.get(*id);
        let different: Vec<&String> = found.keys().chain(expected.keys()).filter(differs).collect();
        assert!(different.is_empty(), "{html}: {different:?}");
        assert!(found.len() > 190, "{html}");
    }
}
