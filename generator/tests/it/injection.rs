//! A description whose every text is hostile: it stays data wherever people, compilers and terminals read it.

mod reports;

use generator::{
    diff::{
        diff,
        report::{Excerpts, Places, Report, Side, Style, View, html, json, markdown, text},
    },
    import::Prose,
    listing::Listing,
    text::is_hidden,
};
use kit::{
    injection::{CODE, PLACES, lowered},
    pipeline::Lowered,
};

/// Every file that is rendered, with its path.
fn rendered(lowered: &Lowered) -> Vec<(String, String)> {
    let rendered = lowered.render().unwrap_or_else(|problems| panic!("{problems:#?}"));
    rendered.files.into_iter().map(|file| (file.path, file.text)).collect()
}

#[test]
fn nothing_hidden_reaches_a_file() {
    for prose in [Prose::Drop, Prose::Keep] {
        for (path, text) in rendered(&lowered(prose, "")) {
            assert!(!path.contains(is_hidden) && path.bytes().all(|byte| byte.is_ascii_graphic()), "{path:?}");
            assert!(!text.replace('\n', "").contains(is_hidden), "{path}:\n{text}");
        }
    }
}

#[test]
fn nothing_hidden_is_imported_as_it_is() {
    for prose in [Prose::Drop, Prose::Keep] {
        let lowered = lowered(prose, "");
        let shown = lowered.source.text().replace('\n', "");
        assert!(shown.contains("VALUE") && !shown.contains(is_hidden), "{shown}");
    }
}

#[test]
fn every_place_is_documented() {
    let files = rendered(&lowered(Prose::Keep, ""));
    let docs: Vec<&str> = files.iter().flat_map(|(_, text)| text.lines()).map(str::trim).collect();
    for place in PLACES {
        let said = |line: &&&str| line.starts_with("//") && line.contains(place);
        assert!(docs.iter().any(|line| said(&line)), "the text of {place} is in no documentation");
    }
}

#[test]
fn reports_show_it_as_text() {
    let (old, new) = (lowered(Prose::Keep, "old"), lowered(Prose::Keep, "new"));
    let report = report(&old, &new);
    assert!(report.entries.len() > 3, "{:#?}", report.entries);
    let shown = [
        ("text", text(&report, Style::Plain)),
        ("coloured", text(&report, Style::Colour).replace('\u{1b}', "")),
        ("markdown", markdown(&report, "../")),
        ("json", json(&report)),
        ("html", html(&report, Excerpts { old: old.source.text(), new: new.source.text() }, "")),
        ("listing", Listing::new(&new.api, &[], |_| "client::Client::get".to_owned()).to_string()),
    ];
    for (format, shown) in shown {
        assert!(!shown.replace(['\n'], "").contains(is_hidden), "{format}: {shown}");
        // The texts are full of lines of their own; in a report they are none.
        for line in shown.lines().map(|line| line.trim_start_matches(['>', '-', ' ', '|'])) {
            assert!(
                !["```", "~~~", CODE, "<script>alert"].iter().any(|start| line.starts_with(start)),
                "{format}: {line}"
            );
        }
        if format == "html" {
            assert_eq!(shown.matches("</script>").count(), 2, "only its own scripts end");
        }
    }
}

fn report(old: &Lowered, new: &Lowered) -> Report {
    let side = |side: &Lowered| Side {
        version: side.api.api_version.clone(),
        file: side.source.name.clone(),
        operations: side.api.operations.len(),
    };
    let places = Places { old: &|at| old.source.at(at), new: &|at| new.source.at(at) };
    Report::new((side(old), side(new)), diff(&old.api, &new.api), places, View::Wire, None)
}
