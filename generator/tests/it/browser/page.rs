//! A page in the browser: its script, its keys, what it looks like, what it asked for.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value as Json, json};

use super::wire::Wire;

/// What a page is shown on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Media {
    /// In CSS pixels.
    pub width: u32,
    /// In CSS pixels.
    pub height: u32,
    /// `light` or `dark`, as the system prefers.
    pub scheme: &'static str,
    /// `screen` or `print`.
    pub kind: &'static str,
}

impl Media {
    /// A desk's screen in a light room.
    pub const DESK: Self = Self { width: 1280, height: 1000, scheme: "light", kind: "screen" };

    /// The same in the dark.
    #[must_use]
    pub const fn dark(self) -> Self {
        Self { scheme: "dark", ..self }
    }
}

/// An open page.
#[derive(Debug)]
pub struct Page<'a> {
    wire: &'a mut Wire,
}

impl<'a> Page<'a> {
    pub(super) fn open(wire: &'a mut Wire, address: &str, media: Media) -> Self {
        wire.session = None;
        wire.forget();
        let target = wire.ask("Target.createTarget", json!({ "url": "about:blank" }));
        let attached = wire.ask("Target.attachToTarget", json!({ "targetId": target["targetId"], "flatten": true }));
        wire.session = attached["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            wire.ask(&format!("{domain}.enable"), json!({}));
        }
        let offline = json!({ "offline": true, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        wire.ask("Network.emulateNetworkConditions", offline);
        // Without it a page that is not in front has no focus to show.
        wire.ask("Emulation.setFocusEmulationEnabled", json!({ "enabled": true }));
        let mut page = Self { wire };
        page.show_on(media);
        page.wire.forget();
        page.wire.ask("Page.navigate", json!({ "url": address }));
        page.wire.wait("Page.loadEventFired");
        page
    }

    /// Shows it on something else.
    pub fn show_on(&mut self, media: Media) {
        let size = json!({ "width": media.width, "height": media.height, "deviceScaleFactor": 1, "mobile": false });
        self.wire.ask("Emulation.setDeviceMetricsOverride", size);
        let scheme = json!([{ "name": "prefers-color-scheme", "value": media.scheme }]);
        self.wire.ask("Emulation.setEmulatedMedia", json!({ "media": media.kind, "features": scheme }));
    }

    /// What an expression of its script gives.
    ///
    /// # Panics
    /// If it throws.
    #[track_caller]
    pub fn evaluate(&mut self, script: &str) -> Json {
        let params = json!({ "expression": script, "returnByValue": true, "awaitPromise": true });
        let mut found = self.wire.ask("Runtime.evaluate", params);
        assert!(found.get("exceptionDetails").is_none(), "{script}: {:#}", found["exceptionDetails"]);
        found["result"]["value"].take()
    }

    /// Presses a key: `Tab`, `Shift+Tab`, `Enter`, `Space`, `ArrowDown`, or a letter or sign.
    pub fn press(&mut self, key: &str) {
        let (modifiers, name) = key.strip_prefix("Shift+").map_or((0, key), |key| (8, key));
        let (key, code, text) = match name {
            "Tab" => ("Tab", 9, ""),
            "Enter" => ("Enter", 13, "\r"),
            "Space" => (" ", 32, " "),
            "ArrowDown" => ("ArrowDown", 40, ""),
            sign => (sign, u32::from(sign.as_bytes()[0].to_ascii_uppercase()), sign),
        };
        let event = |kind: &str| {
            json!({ "type": kind, "key": key, "code": name, "text": text, "windowsVirtualKeyCode": code,
                    "modifiers": modifiers })
        };
        self.wire.ask("Input.dispatchKeyEvent", event(if text.is_empty() { "rawKeyDown" } else { "keyDown" }));
        self.wire.ask("Input.dispatchKeyEvent", event("keyUp"));
    }

    /// Types a text where the focus is.
    pub fn enter(&mut self, text: &str) {
        self.wire.ask("Input.insertText", json!({ "text": text }));
    }

    /// What assistive technology is told of each part: role and name, in the order of the page.
    pub fn accessible(&mut self) -> Vec<(String, String)> {
        let tree = self.wire.ask("Accessibility.getFullAXTree", json!({}));
        let nodes = tree["nodes"].as_array().expect("a tree has nodes").iter();
        let text = |value: &Json| value["value"].as_str().unwrap_or_default().to_owned();
        nodes.filter(|node| node["ignored"] == false).map(|node| (text(&node["role"]), text(&node["name"]))).collect()
    }

    /// A picture of what can be seen of it.
    ///
    /// # Panics
    /// If there is none.
    pub fn picture(&mut self) -> Vec<u8> {
        let shot = self.wire.ask("Page.captureScreenshot", json!({ "format": "png" }));
        BASE64_STANDARD.decode(shot["data"].as_str().expect("a picture")).expect("the browser writes base64")
    }

    /// The page on paper, as PDF.
    ///
    /// # Panics
    /// If there is none.
    pub fn paper(&mut self) -> Vec<u8> {
        let printed = self.wire.ask("Page.printToPDF", json!({}));
        BASE64_STANDARD.decode(printed["data"].as_str().expect("a document")).expect("the browser writes base64")
    }

    /// Everything it complained of: exceptions, its own console, the browser's log.
    #[must_use]
    pub fn complaints(&self) -> Vec<String> {
        let kinds = ["Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"];
        kinds.iter().flat_map(|kind| self.wire.events(kind)).map(ToString::to_string).collect()
    }

    /// The addresses of all that it asked for.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        let sent = self.wire.events("Network.requestWillBeSent");
        sent.map(|event| event["request"]["url"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

impl Drop for Page<'_> {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.wire.ask("Page.close", json!({}));
            self.wire.session = None;
        }
    }
}
