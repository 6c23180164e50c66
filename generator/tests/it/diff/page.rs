//! The page in a browser: it is opened from a file, without a network, and used as people use it.

use std::{collections::BTreeSet, fs, path::PathBuf};

use crate::browser::{Browser, Media, Page, program};
use generator::diff::report::{self, View};
use serde_json::Value as Json;
use tempfile::TempDir;

use super::real;

const DRIVER: &str = include_str!("page.js");

const PHONE: Media = Media { width: 360, height: 740, scheme: "light", kind: "screen" };

/// A browser, and the page of the two published versions in a file.
struct Desk {
    browser: Browser,
    folder: TempDir,
}

impl Desk {
    fn open(&mut self, media: Media) -> Page<'_> {
        self.open_at("", media)
    }

    /// Opens it with something behind the `#`.
    fn open_at(&mut self, fragment: &str, media: Media) -> Page<'_> {
        let file = self.file();
        let mut page = self.browser.open(&format!("file://{}{fragment}", file.display()), media);
        page.evaluate(&format!("{DRIVER}\nwindow.audit = audit; 0"));
        page
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("page.html")
    }
}

fn number(page: &mut Page<'_>, script: &str) -> u64 {
    let found = page.evaluate(script);
    found.as_u64().unwrap_or_else(|| panic!("{script} is {found}"))
}

fn words(value: &Json) -> Vec<&str> {
    value.as_array().expect("a list").iter().map(|word| word.as_str().expect("a text")).collect()
}

fn settle(page: &mut Page<'_>) {
    page.evaluate("audit.settled()");
}

/// How many cards can be seen; what the page says must be the same number.
fn shown(page: &mut Page<'_>) -> u64 {
    settle(page);
    let cards = number(page, "audit.shown('.change')");
    let said = page.evaluate("document.getElementById('found').textContent");
    assert!(said.as_str().expect("a text").starts_with(&format!("{cards} change")), "{cards} cards, but {said}");
    cards
}

/// What the page does, and the test of it.
type Subject = (&'static str, fn(&mut Desk));

#[test]
fn the_page_works_in_a_browser() {
    let Some(program) = program() else { return };
    let mut desk = Desk { browser: Browser::start(&program), folder: TempDir::new().expect("a folder") };
    fs::write(desk.file(), real::page()).expect("the folder takes a file");
    let subjects: [Subject; 12] = [
        ("is judged by eyes that see", faults),
        ("renders without a word of complaint", renders),
        ("asks for nothing but itself", asks_for_nothing),
        ("searches and filters", filters),
        ("links to both places", links),
        ("can be walked through by keyboard", keyboard),
        ("can be worked by keyboard", keys),
        ("speaks to a screen reader", speaks),
        ("can be read in light and dark", colours),
        ("fits a phone", phone),
        ("prints", prints),
        ("can be looked at", pictures),
    ];
    for (subject, test) in subjects {
        // The test harness prints this when the subject panics.
        println!("the page {subject}");
        test(&mut desk);
    }
}

/// A page with every fault there is a question for.
const FAULTY: &str = r#"<body style="margin: 0; background: white">
<p style="color: #999">grey on white</p><div style="width: 3000px">wide</div>
<button style="width: 9px; height: 9px; padding: 0; border: 1px solid #ddd; outline: none">x</button>
<input placeholder="p" style="outline: none"><h1 id="a">one</h1><h3 id="a">three</h3>
<script>console.error("oh"); fetch("https://example.invalid/"); throw new Error("no")</script></body>"#;

fn faults(desk: &mut Desk) {
    let file = desk.folder.path().join("faulty.html");
    fs::write(&file, FAULTY).expect("the folder takes a file");
    let mut page = desk.browser.open(&format!("file://{}", file.display()), PHONE);
    page.evaluate(&format!("{DRIVER}\nwindow.audit = audit; 0"));
    settle(&mut page);
    let faint = page.evaluate("audit.faint().wrong");
    assert_eq!(words(&faint).len(), 2, "the text and the edge of the button: {faint}");
    let wide = page.evaluate("audit.wide()");
    assert!(wide["scrolls"].as_u64() > Some(2000) && words(&wide["out"]).len() == 1, "{wide}");
    assert_eq!(words(&page.evaluate("audit.small()")).len(), 2, "the button, and the field without a padding");
    assert_eq!(page.evaluate("audit.headings()"), serde_json::json!([1, 3]));
    page.press("Tab");
    assert_eq!(page.evaluate("audit.focus().ring"), false);
    assert!(page.requests().contains(&"https://example.invalid/".to_owned()), "{:?}", page.requests());
    assert!(page.complaints().len() >= 2, "{:?}", page.complaints());
}

fn renders(desk: &mut Desk) {
    let report = real::report(View::Wire);
    let mut page = desk.open(Media::DESK);
    assert_eq!(shown(&mut page), report.entries.len() as u64);
    let summary = report.summary();
    let numbers = page.evaluate("audit.texts('#numbers li')");
    assert_eq!(
        words(&numbers)[..2],
        [format!("{}breaking changes", summary.total.breaking), format!("{}changes in all", summary.total.changes)]
    );
    assert_eq!(number(&mut page, "audit.shown('.change.breaking')"), summary.total.breaking as u64);
    let groups: BTreeSet<&str> = report.entries.iter().map(|entry| entry.group.as_str()).collect();
    assert_eq!(number(&mut page, "document.querySelectorAll('#chart tbody tr').length"), groups.len() as u64);
    // Every card opens.
    page.evaluate("document.querySelectorAll('.change > details').forEach((card) => { card.open = true; })");
    settle(&mut page);
    let empty = page.evaluate(
        "[...document.querySelectorAll('.change > details')].filter((card) => card.children.length < 2).length",
    );
    assert_eq!(empty, 0, "cards without an inside");
    assert_eq!(page.complaints(), [""; 0]);
}

fn asks_for_nothing(desk: &mut Desk) {
    let address = format!("file://{}", desk.file().display());
    let page = desk.open(Media::DESK);
    let asked: Vec<_> = page.requests().into_iter().filter(|url| !url.starts_with("data:")).collect();
    assert_eq!(asked, [address]);
    let bare = report::html(&real::report(View::Wire), report::Excerpts { old: "", new: "" }, "");
    let markup = bare.split("id=\"data\">").next().expect("the page holds its data").to_owned()
        + bare.rsplit("<script>").next().expect("the page has a script");
    for address in ["http:", "https:", "ws:", "href=\"//", "src="] {
        assert!(!markup.contains(address), "the page says {address}");
    }
}

fn filters(desk: &mut Desk) {
    let report = real::report(View::Wire);
    let count =
        |fits: &dyn Fn(&report::Entry) -> bool| report.entries.iter().filter(|entry| fits(entry)).count() as u64;
    let choose = |page: &mut Page<'_>, id: &str, value: &str| {
        page.evaluate(&format!(
            "{{ const field = document.getElementById('{id}'); field.value = '{value}';
               if (field.value !== '{value}') throw new Error('no such choice'); field.dispatchEvent(new Event('input', {{ bubbles: true }})); }}"
        ));
    };
    let mut page = desk.open(Media::DESK);
    // By search: every word counts, wherever it stands and however it is written.
    page.evaluate("document.getElementById('query').focus()");
    page.enter("API_delete long");
    let found = shown(&mut page);
    assert!((1..5).contains(&found), "{found}");
    page.enter(" nowhere");
    assert_eq!(shown(&mut page), 0);
    assert_eq!(page.evaluate("audit.shown('#nothing')"), 1);
    page.evaluate("document.getElementById('all').click()");
    assert_eq!(shown(&mut page), report.entries.len() as u64);
    assert_eq!(page.evaluate("document.activeElement.id"), "query");
    // By each field, alone and together.
    choose(&mut page, "group", "Api");
    assert_eq!(shown(&mut page), count(&|entry| entry.group == "Api"));
    assert_eq!(page.evaluate("audit.texts('#changes h2').length"), 1);
    page.evaluate("document.getElementById('breaking').click()");
    assert_eq!(shown(&mut page), count(&|entry| entry.group == "Api" && entry.breaking));
    let address = page.evaluate("location.hash");
    page.evaluate("document.getElementById('reset').click()");
    assert_eq!(shown(&mut page), report.entries.len() as u64);
    choose(&mut page, "kind", "response-status-removed");
    assert_eq!(shown(&mut page), count(&|entry| entry.change.kind.id() == "response-status-removed"));
    page.evaluate("document.getElementById('reset').click()");
    choose(&mut page, "direction", "request");
    let request = |entry: &report::Entry| entry.effects.iter().any(|(direction, _)| direction.as_str() == "request");
    assert_eq!(shown(&mut page), count(&request));
    // A view can be passed on: by opening it, and by pasting it over another.
    let address = address.as_str().expect("a text");
    let wanted = count(&|entry| entry.group == "Api" && entry.breaking);
    page.evaluate(&format!("location.hash = '{address}'"));
    assert_eq!(shown(&mut page), wanted);
    drop(page);
    let mut page = desk.open_at(address, Media::DESK);
    assert_eq!(shown(&mut page), wanted);
    assert_eq!(page.complaints(), [""; 0]);
}

fn links(desk: &mut Desk) {
    let report = real::report(View::Wire);
    let mut page = desk.open(Media::DESK);
    let links = page.evaluate("[...document.querySelectorAll('.change')].map((card) => [...card.querySelectorAll('a')].map((link) => link.getAttribute('href')).join(' '))");
    let links: BTreeSet<&str> = words(&links).into_iter().collect();
    let both = report.entries.iter().filter(|entry| entry.old_at.is_some() && entry.new_at.is_some());
    let mut checked = 0;
    for entry in both {
        let place =
            |at: &Option<generator::diag::At>| at.as_ref().map(|at| format!("../../../../../{}#L{}", at.file, at.line));
        let wanted = [place(&entry.old_at), place(&entry.new_at)].map(Option::unwrap).join(" ");
        assert!(links.contains(wanted.as_str()), "no card links to {wanted}");
        checked += 1;
    }
    assert!(checked > 100, "{checked} changes stand in both descriptions");
    // The lines themselves are on the page, the one that is meant marked.
    page.evaluate("document.querySelector('.change > details').open = true");
    settle(&mut page);
    let marks = page.evaluate("audit.texts('.change mark')");
    let first = &report.entries[0];
    let lines: Vec<usize> = [&first.old_at, &first.new_at].into_iter().flatten().map(|at| at.line).collect();
    let marked: Vec<usize> =
        words(&marks).iter().map(|line| line.split(' ').next().unwrap().parse().unwrap()).collect();
    assert_eq!(marked, lines);
}

fn keyboard(desk: &mut Desk) {
    // Few cards, so that the tour through all controls ends soon.
    let mut page = desk.open_at("#group=Api&breaking=yes", Media::DESK);
    settle(&mut page);
    let wanted = page.evaluate("audit.reachable()");
    let mut seen = Vec::new();
    loop {
        page.press("Tab");
        settle(&mut page);
        let at = page.evaluate("audit.focus()");
        let Some(what) = at["what"].as_str() else { break };
        assert_eq!(
            (&at["ring"], &at["bare"]),
            (&Json::Bool(true), &Json::Bool(true)),
            "{what}: a ring that is seen, nothing over it"
        );
        seen.push(what.to_owned());
        assert!(seen.len() < 200, "the tour does not end: {seen:?}");
    }
    assert_eq!(seen, words(&wanted), "what can be reached, in the order of the page");
}

/// Each kind of control, by its own keys.
fn keys(desk: &mut Desk) {
    let mut page = desk.open_at("#group=Api&breaking=yes", Media::DESK);
    settle(&mut page);
    page.evaluate("document.body.focus(); document.querySelector('.skip').focus()");
    page.press("Enter");
    assert_eq!(page.evaluate("document.activeElement.id"), "changes");
    page.press("/");
    assert_eq!(page.evaluate("document.activeElement.id"), "query");
    page.evaluate("document.getElementById('breaking').focus()");
    page.press("Space");
    let unchecked = shown(&mut page);
    page.press("Space");
    assert!(shown(&mut page) < unchecked);
    let card = "document.querySelector('.change:not([hidden]) > details')";
    page.evaluate(&format!("{card}.querySelector('summary').focus()"));
    page.press("Enter");
    settle(&mut page);
    assert_eq!(page.evaluate(&format!("{card}.open")), true);
    page.evaluate("document.getElementById('more-groups').focus()");
    page.press("Enter");
    assert_eq!(page.evaluate("document.getElementById('more-groups').getAttribute('aria-expanded')"), "true");
    let group = "document.querySelector('#chart tbody button')";
    page.evaluate(&format!("{group}.focus()"));
    page.press("Space");
    settle(&mut page);
    assert_eq!(page.evaluate(&format!("{group}.getAttribute('aria-pressed')")), "true");
    assert_eq!(page.evaluate("document.getElementById('group').value"), page.evaluate(&format!("{group}.textContent")));
    page.evaluate("document.getElementById('group').focus()");
    page.press("ArrowDown");
    settle(&mut page);
    assert_eq!(page.evaluate(&format!("{group}.getAttribute('aria-pressed')")), "false", "another group is chosen");
    page.evaluate("document.getElementById('theme').focus()");
    page.press("Enter");
    page.press("Enter");
    assert_eq!(page.evaluate("document.documentElement.dataset.theme"), "dark");
    assert_eq!(page.complaints(), [""; 0]);
}

fn speaks(desk: &mut Desk) {
    let mut page = desk.open_at("#group=Api&breaking=yes", Media::DESK);
    settle(&mut page);
    assert_eq!(page.evaluate("document.documentElement.lang"), "en");
    assert_eq!(page.evaluate("document.title"), "Changes from 2021-08-01 to 2024-05-01");
    page.evaluate("document.querySelectorAll('.change > details').forEach((card) => { card.open = true; })");
    settle(&mut page);
    let headings = page.evaluate("audit.headings()");
    let headings: Vec<u64> = headings.as_array().unwrap().iter().map(|level| level.as_u64().unwrap()).collect();
    assert_eq!((headings[0], headings.iter().filter(|level| **level == 1).count()), (1, 1), "{headings:?}");
    assert!(headings.windows(2).all(|pair| pair[1] <= pair[0] + 1), "a level is left out: {headings:?}");
    let ids = page.evaluate("audit.ids()");
    assert_eq!(words(&ids).iter().collect::<BTreeSet<_>>().len(), words(&ids).len(), "an id stands twice");
    let parts = page.accessible();
    for (role, name) in &parts {
        let named = [
            "button",
            "checkbox",
            "combobox",
            "searchbox",
            "link",
            "region",
            "search",
            "table",
            "heading",
            "DisclosureTriangle",
        ];
        assert!(!named.contains(&role.as_str()) || !name.is_empty(), "a {role} without a name");
    }
    let count = |wanted: &str| parts.iter().filter(|(role, _)| role == wanted).count();
    for (role, times) in [
        ("main", 1),
        ("banner", 1),
        ("search", 1),
        ("status", 1),
        ("searchbox", 1),
        ("combobox", 3),
        ("checkbox", 1),
        ("table", 1),
        ("columnheader", 3),
    ] {
        assert_eq!(count(role), times, "{role} in {parts:?}");
    }
    let rows = number(&mut page, "audit.shown('#chart tbody tr')");
    assert_eq!(count("rowheader") as u64, rows);
    assert_eq!(count("article") as u64, number(&mut page, "audit.shown('.change')"));
    let names: Vec<&str> = parts.iter().filter(|(role, _)| role == "link").map(|(_, name)| name.as_str()).collect();
    assert!(names.iter().any(|name| name.starts_with("old 2021-08-01.yaml:")), "{names:?}");
    assert_eq!(page.evaluate("document.getElementById('found').getAttribute('role')"), "status");
}

fn colours(desk: &mut Desk) {
    for media in [Media::DESK, Media::DESK.dark()] {
        let mut page = desk.open(media);
        page.evaluate(
            "document.querySelectorAll('.change > details').forEach((card, index) => { card.open = index < 20; })",
        );
        settle(&mut page);
        let found = page.evaluate("audit.faint()");
        assert_eq!(words(&found["wrong"]), [""; 0], "{}", media.scheme);
        assert!(found["checked"].as_u64() > Some(1000), "{found}");
        let paper = page.evaluate("getComputedStyle(document.body).backgroundColor");
        assert_eq!(paper == "rgb(15, 19, 24)", media.scheme == "dark", "{paper}");
        // The button overrules the system, both ways.
        for theme in ["light", "dark"] {
            page.evaluate("document.getElementById('theme').click()");
            let paper = page.evaluate("getComputedStyle(document.body).backgroundColor");
            assert_eq!(paper == "rgb(15, 19, 24)", theme == "dark", "{paper}");
            assert_eq!(words(&page.evaluate("audit.faint()")["wrong"]), [""; 0], "{theme} on {}", media.scheme);
        }
    }
}

fn phone(desk: &mut Desk) {
    let mut page = desk.open(PHONE);
    page.evaluate(
        "document.querySelectorAll('.change > details').forEach((card, index) => { card.open = index < 20; })",
    );
    page.evaluate("document.getElementById('more-groups').click()");
    settle(&mut page);
    let found = page.evaluate("audit.wide()");
    assert_eq!((words(&found["out"]), &found["scrolls"]), (vec![], &Json::from(0)));
    assert_eq!(words(&page.evaluate("audit.small()")), [""; 0]);
}

fn prints(desk: &mut Desk) {
    let mut page = desk.open(Media { kind: "print", ..Media::DESK });
    settle(&mut page);
    assert_eq!(
        number(&mut page, "audit.shown('button:not(#chart button), input, select')"),
        0,
        "nobody clicks on paper"
    );
    assert!(number(&mut page, "audit.shown('.change')") > 300);
    let paper = page.paper();
    assert!(paper.starts_with(b"%PDF") && paper.len() > 50_000, "{} bytes", paper.len());
}

/// Pictures for people to look at, in the folder that `PAGE_PICTURES` names. The README's is `desk.png`.
fn pictures(desk: &mut Desk) {
    for (name, fragment, media) in [
        ("desk", "", Media::DESK),
        ("dark", "#breaking=yes", Media::DESK.dark()),
        ("phone", "", PHONE),
        ("phone-dark", "#group=Api", PHONE.dark()),
    ] {
        let mut page = desk.open_at(fragment, media);
        if !fragment.is_empty() {
            page.evaluate("document.querySelector('.change:not([hidden]) > details').open = true; document.getElementById('filters').scrollIntoView()");
        }
        settle(&mut page);
        let picture = page.picture();
        assert!(picture.starts_with(b"\x89PNG") && picture.len() > 10_000, "{name}: {} bytes", picture.len());
        if let Some(folder) = std::env::var_os("PAGE_PICTURES") {
            fs::write(PathBuf::from(folder).join(format!("{name}.png")), picture).expect("the folder takes a file");
        }
    }
}
