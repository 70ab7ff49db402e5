//! Web pages, RTF and OpenDocument text, each by the first byte: what follows stands inside a sound frame.
#![no_main]

use libfuzzer_sys::fuzz_target;

const SPACES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\"";

fuzz_target!(|data: &[u8]| {
    let Some((kind, inside)) = data.split_first() else { return };
    let around = match kind % 4 {
        0 => ("<html><body>".to_owned(), "</body></html>"),
        1 => ("{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0 SimSun;}}".to_owned(), "}"),
        2 => (
            format!(
                "<office:document {SPACES} office:mimetype=\"application/vnd.oasis.opendocument.text\">\
                 <office:body><office:text>"
            ),
            "</office:text></office:body></office:document>",
        ),
        _ => (
            "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\n\
             Content-Type: text/html; charset=utf-8\r\n\r\n"
                .to_owned(),
            "\r\n--b--\r\n",
        ),
    };
    baobiao_fuzz::whole([around.0.as_bytes(), inside, around.1.as_bytes()].concat());
});
