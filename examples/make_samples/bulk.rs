//! Many realistic reports for measuring, each with about half a megabyte of document XML.

use crate::chance::Chance;
use crate::package::{Program, packed};
use crate::support::outline::Outline;
use crate::support::page::Page;
use crate::write::document;

/// What the running text is made of.
const SENTENCES: [&str; 8] = [
    "本机关按季度梳理公开目录，逐项核对责任单位和更新时限。",
    "门户网站设置意见征集栏目，收到的建议均在五个工作日内回应。",
    "对群众反复询问的办事材料，编印了图文并茂的流程说明。",
    "依申请公开由专人登记编号，到期前三天自动提醒承办人。",
    "涉及第三方权益的申请，先书面征求意见再作出答复。",
    "全年组织线上线下培训各一次，覆盖所有联络员。",
    "历史文件按年份整理上网，并标注效力状态。",
    "政策解读采用问答、图表和短视频等形式，与文件同步发布。",
];
/// Paragraphs of running text in a report; their runs make up most of the half megabyte.
const PARAGRAPHS: usize = 38;

/// The name and the bytes of one report; the same index gives the same bytes.
pub fn report(index: usize, models: &[Outline]) -> (String, Vec<u8>) {
    let name = format!("report-{index:05}");
    let mut chance = Chance::named(&name);
    let page = page(&models[index % models.len()], index, &mut chance);
    let page = Page::parse(&page).unwrap_or_else(|error| panic!("{name}: {error}"));
    let bytes = packed(document(&page, true), Program::Word, &mut chance);
    (name, bytes)
}

/// The model with words of its own and its figures multiplied, so that its sums hold as they did.
fn page(model: &Outline, index: usize, chance: &mut Chance) -> String {
    let mut outline = model.clone();
    let year = if model.applications.ends_with("2019") { 2019 + index % 2 } else { 2021 + index % 4 };
    outline.title = format!("第{index}号示范单位{year}年政府信息公开工作年度报告");
    outline.signed_by = format!("第{index}号示范单位");
    let prose = (0..PARAGRAPHS).map(|_| (0..5).map(|_| SENTENCES[chance.below(SENTENCES.len())]).collect()).collect();
    outline.prose.insert("overview".to_owned(), prose);
    let factor = 1 + chance.next() % 40;
    let mut figures = outline.figures();
    for figure in figures.values_mut().filter(|figure| figure.raw == figure.value) {
        if let Ok(number) = figure.raw.parse::<u64>() {
            figure.raw = (number * factor).to_string();
        }
    }
    outline.page_with(&figures)
}
