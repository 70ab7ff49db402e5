//! Every hostile file: its name, how it is made, what becomes of it, and what it may cost.

use super::bounds::{Bound, LARGE, SMALL};
use super::{documents, floods, packages, rich_text, web, web_archives};

/// What must become of a file.
#[derive(Debug, Clone, Copy)]
pub enum Verdict {
    /// It is read, with these notes on the document, each code once, in this order.
    Read(&'static [&'static str]),
    /// It is refused with this code.
    Refused(&'static str),
}

/// A hostile file.
pub struct Case {
    /// What is hostile about it.
    pub name: &'static str,
    /// How it is named, after the dot.
    pub extension: &'static str,
    /// Makes it.
    pub make: fn() -> Vec<u8>,
    /// What becomes of it.
    pub verdict: Verdict,
    /// What it may cost.
    pub bound: Bound,
}

use Verdict::{Read, Refused};

macro_rules! cases {
    ($($home:ident::$make:ident $verdict:expr, $bound:ident;)*) => {
        /// Every case.
        pub static CASES: &[Case] = &[
            $(Case { name: stringify!($make), extension: $home::EXTENSION, make: $home::$make, verdict: $verdict, bound: $bound },)*
        ];
    };
}

cases! {
    // What the package says.
    packages::a_part_too_large Refused("limit-reached"), SMALL;
    packages::ten_gibibytes_said_to_be_one_mebibyte Refused("package-unsound"), SMALL;
    packages::four_gibibytes Refused("limit-reached"), SMALL;
    packages::a_size_too_large Refused("package-unsound"), SMALL;
    packages::a_packed_size_beyond_the_file Refused("package-unsound"), SMALL;
    packages::a_wrong_checksum Refused("package-unsound"), SMALL;
    packages::a_local_name_of_its_own Refused("package-unsound"), SMALL;
    packages::a_local_size_of_its_own Refused("package-unsound"), SMALL;
    packages::a_local_packed_size_of_its_own Refused("package-unsound"), SMALL;
    packages::a_local_checksum_of_its_own Refused("package-unsound"), SMALL;
    packages::a_local_method_of_its_own Refused("package-unsound"), SMALL;
    packages::encrypted_by_the_local_header_alone Refused("package-unsound"), SMALL;
    packages::cut_at_the_end Refused("package-unsound"), SMALL;
    packages::cut_in_the_middle Refused("package-unsound"), SMALL;
    packages::sixty_thousand_entries Refused("limit-reached"), SMALL;
    packages::sixty_thousand_entries_said_to_be_three Refused("package-unsound"), SMALL;
    packages::many_end_records Refused("package-unsound"), SMALL;
    packages::one_name_twice Refused("package-unsound"), SMALL;
    packages::one_name_in_two_cases Refused("package-unsound"), SMALL;
    packages::one_name_with_two_slashes Refused("package-unsound"), SMALL;
    packages::one_name_with_a_slash_before_it Refused("package-unsound"), SMALL;
    packages::one_name_in_two_unicode_forms Refused("package-unsound"), SMALL;
    packages::one_entry_in_another Refused("package-unsound"), SMALL;
    packages::a_locked_part Refused("package-unsound"), SMALL;
    packages::odd_entries Read(&[]), SMALL;
    packages::names_that_lead_out Read(&[]), SMALL;
    packages::a_package_behind_another Refused("package-unsound"), SMALL;

    // What the XML says.
    documents::spans_of_two_to_the_thirty_first Read(&["span-clamped"]), SMALL;
    documents::spans_that_are_no_numbers Read(&["span-clamped"]), SMALL;
    documents::a_million_spans Read(&["span-clamped", "columns-cut", "columns-many"]), SMALL;
    documents::ten_thousand_nested_tables Refused("limit-reached"), SMALL;
    documents::a_million_nested_tables Refused("limit-reached"), SMALL;
    documents::thirty_three_nested_tables Refused("limit-reached"), SMALL;
    documents::a_million_nested_controls Refused("limit-reached"), SMALL;
    documents::a_million_nested_elements Refused("limit-reached"), SMALL;
    documents::a_million_nested_formulas Refused("limit-reached"), SMALL;
    documents::a_million_nested_elements_in_formatting Refused("limit-reached"), SMALL;
    documents::a_million_nested_elements_in_styles Refused("limit-reached"), SMALL;
    documents::a_million_nested_relationships Refused("limit-reached"), SMALL;
    documents::a_million_nested_types Refused("limit-reached"), SMALL;
    documents::a_million_nested_fields Refused("limit-reached"), SMALL;
    documents::two_hundred_thousand_attributes Refused("limit-reached"), SMALL;
    documents::two_hundred_thousand_namespaces Refused("limit-reached"), SMALL;
    documents::one_namespace_too_many Refused("limit-reached"), SMALL;
    documents::two_hundred_thousand_attributes_in_formatting Refused("limit-reached"), SMALL;
    documents::an_entity_of_a_file Refused("xml-unsound"), SMALL;
    documents::an_entity_of_an_address Refused("xml-unsound"), SMALL;
    documents::a_bomb_of_entities Refused("xml-unsound"), SMALL;
    documents::a_flat_bomb_of_entities Refused("xml-unsound"), SMALL;
    documents::a_document_type_in_utf_16 Refused("xml-unsound"), SMALL;
    documents::a_document_type_inside Refused("xml-unsound"), SMALL;
    documents::a_document_type_in_styles Refused("xml-unsound"), SMALL;
    documents::a_document_type_in_a_header Refused("xml-unsound"), SMALL;
    documents::a_document_type_in_relationships Refused("xml-unsound"), SMALL;
    documents::a_document_type_in_types Refused("xml-unsound"), SMALL;
    documents::a_document_type_in_a_flat_package Refused("xml-unsound"), SMALL;
    documents::a_flat_package_of_many_parts Refused("limit-reached"), SMALL;
    documents::an_undeclared_entity Refused("xml-unsound"), SMALL;
    documents::a_circle_of_styles Read(&["chain-cut"]), SMALL;
    documents::a_chain_of_styles Read(&["chain-cut"]), SMALL;
    documents::a_circle_of_lists Read(&["chain-cut"]), SMALL;
    documents::a_part_beside_itself Read(&["package-odd"]), SMALL;
    documents::relationships_that_lead_out Read(&[]), SMALL;
    documents::relationships_to_files Read(&["part-missing"]), SMALL;
    documents::a_broken_relationship Read(&["part-missing"]), SMALL;
    documents::another_file_taken_in Read(&["content-embedded"]), SMALL;
    documents::orphans_of_merges Read(&["merge-orphan"]), SMALL;
    documents::ragged_rows Read(&[]), SMALL;
    documents::utf_16_low_bytes_first Read(&[]), SMALL;
    documents::utf_16_high_bytes_first Read(&[]), SMALL;
    documents::utf_16_without_a_mark Read(&[]), SMALL;
    documents::half_a_character_of_utf_16 Refused("xml-unsound"), SMALL;
    documents::bytes_that_are_no_text Refused("xml-unsound"), SMALL;
    documents::nine_thousand_rows Read(&[]), SMALL;
    documents::two_hundred_thousand_empty_rows Read(&[]), LARGE;
    documents::a_million_empty_cells Read(&[]), LARGE;

    // What asks for a great deal of work.
    floods::text_under_one_long_merge Read(&["text-covered"]), SMALL;
    floods::an_attribute_of_ampersands Read(&[]), SMALL;
    floods::text_of_references Read(&[]), SMALL;
    floods::long_labels_of_many_items Read(&["number-cut"]), SMALL;
    floods::many_sections_and_headers Read(&[]), SMALL;
    floods::a_label_after_much_text Read(&[]), SMALL;
    floods::long_words_where_labels_stand Read(&[]), SMALL;
    floods::long_text_merged_over_many_rows Read(&[]), SMALL;
    floods::a_long_table_on_another_grid Read(&[]), SMALL;
    floods::many_tables_of_the_form Read(&[]), SMALL;
    floods::many_small_tables Read(&[]), SMALL;
    floods::many_headings Read(&[]), SMALL;
    floods::one_long_paragraph Read(&[]), SMALL;
    floods::many_short_paragraphs Read(&[]), SMALL;
    floods::deep_formulas_around_much_text Read(&[]), SMALL;
    floods::deep_alternatives Read(&[]), SMALL;
    floods::many_bookmarks Read(&[]), SMALL;
    floods::many_ends_of_fields Read(&["field-unmatched"]), SMALL;
    floods::many_unknown_names Read(&["text-unknown"]), SMALL;
    floods::tags_of_quotes Read(&[]), SMALL;
    floods::many_comments Read(&[]), SMALL;
    floods::a_long_name Read(&["text-unknown"]), SMALL;
    floods::paragraphs_joined_by_tracked_changes Read(&[]), SMALL;
    floods::many_text_boxes Read(&[]), SMALL;

    // What web pages say.
    web::a_million_nested_blocks Refused("limit-reached"), SMALL;
    web::a_million_nested_tables Refused("limit-reached"), SMALL;
    web::a_million_nested_fonts Refused("limit-reached"), LARGE;
    web::a_million_nested_bold_texts Refused("limit-reached"), SMALL;
    web::a_million_nested_lists Refused("limit-reached"), SMALL;
    web::blocks_behind_a_quotation_mark Refused("limit-reached"), SMALL;
    web::blocks_behind_a_comment Refused("limit-reached"), SMALL;
    web::blocks_behind_a_script Refused("limit-reached"), SMALL;
    web::many_attributes Refused("limit-reached"), SMALL;
    web::many_attributes_of_an_end Refused("limit-reached"), SMALL;
    web::many_attributes_in_a_drawing Refused("limit-reached"), SMALL;
    web::many_attributes_of_the_end_of_a_script Refused("limit-reached"), SMALL;
    web::elements_full_of_attributes Read(&[]), LARGE;
    web::bold_texts_full_of_attributes Read(&[]), SMALL;
    web::an_attribute_of_twenty_megabytes Read(&[]), LARGE;
    web::a_style_of_a_million_declarations Read(&[]), SMALL;
    web::a_style_sheet_of_a_million_rules Read(&[]), LARGE;
    web::a_picture_of_fifteen_megabytes Read(&[]), LARGE;
    web::two_million_empty_elements Refused("limit-reached"), LARGE;
    web::elements_of_many_names Read(&[]), LARGE;
    web::short_paragraphs Read(&[]), LARGE;
    web::items Read(&[]), LARGE;
    web::line_breaks Read(&[]), LARGE;
    web::comments Read(&[]), LARGE;
    web::a_comment_without_an_end Read(&[]), SMALL;
    web::ends_of_nothing Read(&[]), LARGE;
    web::brackets Read(&[]), LARGE;
    web::references Read(&[]), LARGE;
    web::text_of_twenty_megabytes Read(&[]), LARGE;
    web::short_words Read(&[]), LARGE;
    web::hidden_paragraphs Read(&[]), LARGE;
    web::choices Read(&[]), LARGE;
    web::boxes Read(&[]), LARGE;
    web::bold_texts_opened_anew Refused("limit-reached"), LARGE;
    web::bold_texts_that_cross_paragraphs Read(&[]), LARGE;
    web::bold_texts_around_many_elements Read(&[]), LARGE;
    web::text_between_rows Read(&[]), LARGE;
    web::elements_between_rows Read(&[]), LARGE;
    web::cells_over_everything Read(&["span-clamped"]), LARGE;
    web::cells_over_the_rows_to_come Refused("limit-reached"), LARGE;
    web::rows_without_a_free_column Read(&["span-clamped"]), LARGE;
    web::a_row_of_many_cells Read(&["columns-cut"]), LARGE;
    web::many_cells Read(&[]), LARGE;
    web::empty_rows Read(&[]), LARGE;
    web::short_rows Read(&[]), LARGE;
    web::many_tables Read(&[]), LARGE;
    web::too_many_tables Refused("limit-reached"), LARGE;

    // What web archives say.
    web_archives::a_hundred_thousand_parts Refused("limit-reached"), SMALL;
    web_archives::a_million_empty_parts Refused("limit-reached"), SMALL;
    web_archives::parts_in_parts Refused("limit-reached"), SMALL;
    web_archives::parts_that_do_not_come Refused("web-archive-unsound"), SMALL;
    web_archives::encoded_bytes Read(&[]), LARGE;
    web_archives::broken_lines Read(&[]), SMALL;
    web_archives::headers_and_dashes Read(&[]), SMALL;

    // What Rich Text says.
    rich_text::a_million_nested_groups Refused("limit-reached"), SMALL;
    rich_text::empty_groups Read(&[]), SMALL;
    rich_text::control_words Read(&[]), SMALL;
    rich_text::a_long_control_word Read(&[]), SMALL;
    rich_text::a_million_nested_fields Refused("limit-reached"), SMALL;
    rich_text::binary_data_beyond_the_file Read(&["file-cut"]), SMALL;
    rich_text::stand_ins_without_measure Read(&[]), SMALL;
    rich_text::characters_by_number Read(&[]), LARGE;
    rich_text::characters_by_byte Read(&[]), SMALL;
    rich_text::a_picture_of_twenty_megabytes Read(&[]), SMALL;
    rich_text::many_fonts Read(&[]), LARGE;
    rich_text::many_styles Read(&[]), SMALL;
    rich_text::many_lists Read(&[]), SMALL;
    rich_text::many_entries Read(&[]), SMALL;
    rich_text::many_bookmarks Read(&[]), SMALL;
    rich_text::many_footnotes Read(&[]), LARGE;
    rich_text::short_paragraphs Read(&[]), LARGE;
    rich_text::a_million_edges Read(&["columns-cut"]), LARGE;
    rich_text::rows_with_edges_of_their_own Refused("limit-reached"), LARGE;
    rich_text::rows_shorter_than_their_edges Read(&[]), LARGE;
    rich_text::a_million_cells Read(&["columns-cut"]), LARGE;
    rich_text::empty_rows Read(&[]), LARGE;
    rich_text::short_rows Read(&[]), LARGE;
    rich_text::text_under_one_long_merge Read(&["text-covered"]), LARGE;
    rich_text::many_tables Read(&[]), LARGE;
    rich_text::tables_in_tables_left_and_opened_anew Refused("limit-reached"), LARGE;
    rich_text::tables_in_a_cell_left_and_opened_anew Refused("limit-reached"), LARGE;
    rich_text::two_thousand_million_nested_tables Refused("limit-reached"), SMALL;
    rich_text::rows_in_rows Read(&[]), LARGE;
}
