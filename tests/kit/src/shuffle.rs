//! The same document in another order of keys, for tests that order must not matter.

use generator::spec::yaml;
use serde_json::{Map, Value};

use crate::random::Random;

/// The YAML text with the members of every object in another order; arrays keep theirs.
///
/// # Panics
/// If the text is not YAML.
#[must_use]
pub fn yaml(text: &str, seed: u64) -> String {
    let value = yaml::parse("shuffled.yaml", text).expect("the text is YAML");
    yaml::write(&shuffled(&value, &mut Random::new(seed)))
}

fn shuffled(value: &Value, random: &mut Random) -> Value {
    match value {
        Value::Array(list) => list.iter().map(|element| shuffled(element, random)).collect(),
        Value::Object(map) => {
            let mut members: Vec<(String, Value)> = map.iter().map(|(k, v)| (k.clone(), shuffled(v, random))).collect();
            for last in (1..members.len()).rev() {
                members.swap(last, random.below(last + 1));
            }
            Value::Object(members.into_iter().collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}
