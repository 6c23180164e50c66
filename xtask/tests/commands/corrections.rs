//! Facts that are not as published, on the command line; and what a refusal says to do about a description.

use super::{Project, description, err};

const CORRECTION: &str = "overlay: 1.0.0\ninfo: {title: C, version: '1'}\nactions:\n- target: $.paths['/widgets'].get.responses\n  \
    description: it answers with nothing\n  update: {'204': {description: No Content}}\n";

fn project() -> Project {
    let project = Project::new();
    project.put("specs/apimanagement/corrections.overlay.yaml", CORRECTION);
    project
}

#[test]
fn what_is_corrected_is_marked_and_can_be_left_out() {
    let project = project();
    let spec = "specs/apimanagement/a.yaml";
    let listed = project.succeeds(&["list", spec]);
    assert!(
        listed.contains(" -> 200, 204\n") && listed.contains("\n       corrected: it answers with nothing\n"),
        "{listed}"
    );
    let json = project.succeeds(&["list", spec, "--format", "json"]);
    assert!(json.contains("\"corrected\": [\n        \"it answers with nothing\"\n      ]"), "{json}");
    for stage in ["raw", "api"] {
        let dumped = project.succeeds(&["dump", stage, spec]);
        assert!(dumped.contains("\"place\": \"/paths/~1widgets/get/responses/204\""), "{dumped}");
        assert!(dumped.contains("\"action\": \"specs/apimanagement/corrections.overlay.yaml:4:3\""), "{dumped}");
        assert!(!project.succeeds(&["dump", stage, spec, "--uncorrected"]).contains("204"));
    }
    let published = project.succeeds(&["list", spec, "--uncorrected"]);
    assert!(published.contains(" -> 200\n") && !published.contains("corrected"), "{published}");
}

#[test]
fn a_difference_that_a_correction_makes_is_told_as_one() {
    let project = project();
    // The newer description says so itself.
    let right = description("2025-01-01", "Widget_Get")
        .replace("'200': {description: OK}", "'200': {description: OK}\n        '204': {description: No Content}");
    let wrong_again = right.replace("'204'", "'202'");
    project.put("specs/apimanagement/b.yaml", &right);
    let diff = |flags: &[&str]| {
        project.succeeds(&[&["diff", "specs/apimanagement/a.yaml", "specs/apimanagement/b.yaml"][..], flags].concat())
    };
    assert!(diff(&[]).contains("changes     0: 0 breaking"), "{}", diff(&[]));
    assert!(diff(&["--uncorrected"]).contains("response-status-added"), "{}", diff(&["--uncorrected"]));
    project.put("specs/other/a.yaml", &wrong_again);
    let told = project.succeeds(&["diff", "specs/other/a.yaml", "specs/apimanagement/a.yaml"]);
    assert!(told.contains("; corrected, not as published: it answers with nothing"), "{told}");
}

#[test]
fn a_correction_that_no_version_needs_is_refused() {
    let project = project();
    project.put("specs/apimanagement/corrections.overlay.yaml", &CORRECTION.replace("/widgets", "/gadgets"));
    let refusal = "specs/apimanagement/corrections.overlay.yaml:4:3: unused-override: there is nothing to correct at \
                   \"$.paths['/gadgets'].get.responses\"; remove the action if the description is right by now, or correct the target\n";
    assert_eq!(project.refuses(&["regen"]), refusal);
}

#[test]
fn a_refusal_shows_the_lines_that_settle_it() {
    let project = Project::new();
    let path = "specs/apimanagement/a.yaml";
    let twice = description("2024-01-01", "Widget_Get")
        + "  /others:\n    get:\n      operationId: Widget_get\n      responses:\n        '200': {description: OK}\n";
    project.put(path, &twice);
    let told = project.refuses(&["regen"]);
    let entry = "    add to specs/apimanagement/names.toml:\n    [[rename]]\n    kind = \"method\"\n    from = \"Widget_Get\"\n    to = \"\"  # its name in Rust\n    reason = \"\"\n";
    assert!(told.contains(entry), "{told}");
    // The entry is one as it stands, once it is filled in.
    let lines = entry.lines().skip(1).map(|line| line.trim_start().to_owned() + "\n").collect::<String>();
    let names =
        lines.replace("to = \"\"", "to = \"get_widget\"").replace("reason = \"\"", "reason = \"two of one name\"");
    project.put("specs/apimanagement/names.toml", &names);
    project.succeeds(&["regen"]);

    project.put(path, &description("2024-01-01", "Widget_Get").replace("/widgets:", "/widgets/{name}:"));
    project.put("specs/apimanagement/names.toml", "");
    let told = project.refuses(&["regen"]);
    let lines: Vec<&str> = told.lines().filter_map(|line| line.strip_prefix("    ")).collect();
    assert_eq!(
        lines[..4],
        [
            "add to specs/apimanagement/corrections.overlay.yaml:",
            "overlay: 1.0.0",
            "info: {title: Corrections, version: 1.0.0}",
            "actions:"
        ],
        "{told}"
    );
    // The lines are a correction as they stand, once it is filled in.
    let parameter = "{parameters: [{name: name, in: path, required: true, schema: {type: string}}]}";
    let file: Vec<String> =
        lines[1..].iter().map(|line| line.replace("# why", "so # why").replace("{}", parameter)).collect();
    project.put("specs/apimanagement/corrections.overlay.yaml", &(file.join("\n") + "\n"));
    let output = project.command(&["regen"]).output().unwrap();
    assert!(output.status.success(), "{}{}", file.join("\n"), err(&output));
}
