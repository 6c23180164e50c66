//! Ids of resources: what is built is read again, whatever the case, and what is no id is refused.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
};

use arm_apimanagement::{ResourceId, ResourceIdError, v2024_05_01::models::GatewayContract};
use proptest::prelude::*;

const SERVICE: &str = "/subscriptions/sub/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apim1";

fn parse(text: &str) -> ResourceId {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn an_id_says_what_it_consists_of() {
    let id = parse(&format!("{SERVICE}/apis/echo;rev=1/operations/get"));
    assert_eq!(id.names(["resourcegroups", "SERVICE", "apis"]), Ok(["rg1", "apim1", "echo;rev=1"]));
    assert_eq!((id.subscription_id(), id.resource_group(), id.name()), (Some("sub"), Some("rg1"), "get"));
    assert_eq!(id.names(["service", "gateways"]), Err(ResourceIdError::NoSuchType("gateways".to_owned())));
    assert_eq!(id.name_of("api"), None);
    let segments: Vec<_> = id.segments().collect();
    assert_eq!(segments[2..4], [("providers", "Microsoft.ApiManagement"), ("service", "apim1")]);
}

#[test]
fn every_scope_has_a_type_and_a_parent() {
    let lock = format!("{SERVICE}/providers/Microsoft.Authorization/locks/no-delete");
    for (id, ty, parent) in [
        ("/subscriptions/sub", "Microsoft.Resources/subscriptions", None),
        ("/subscriptions/sub/locations/eu", "Microsoft.Resources/subscriptions/locations", Some("/subscriptions/sub")),
        ("/subscriptions/sub/resourceGroups/rg1", "Microsoft.Resources/resourceGroups", Some("/subscriptions/sub")),
        ("/subscriptions/sub/providers/Microsoft.Web", "Microsoft.Resources/providers", Some("/subscriptions/sub")),
        (SERVICE, "Microsoft.ApiManagement/service", Some("/subscriptions/sub/resourceGroups/rg1")),
        (&lock, "Microsoft.Authorization/locks", Some(SERVICE)),
        ("/providers/Microsoft.Management/managementGroups/g", "Microsoft.Management/managementGroups", None),
    ] {
        let id = parse(id);
        assert_eq!(id.resource_type(), ty, "{id}");
        assert_eq!(id.parent().as_ref().map(ResourceId::as_str), parent, "{id}");
    }
    assert_eq!(parse(&lock).provider(), Some("Microsoft.Authorization"));
    assert_eq!(parse("/subscriptions/sub").provider(), None);
}

#[test]
fn what_is_no_id_is_refused() {
    for (text, expected) in [
        ("", ResourceIdError::Start),
        ("/", ResourceIdError::Start),
        ("subscriptions/a", ResourceIdError::Start),
        ("/apis/echo", ResourceIdError::Start),
        ("https://management.azure.com/subscriptions/a", ResourceIdError::Start),
        ("/subscriptions", ResourceIdError::NoName("subscriptions".to_owned())),
        ("/subscriptions/a/resourceGroups/", ResourceIdError::NoName("resourceGroups".to_owned())),
        ("/subscriptions//resourceGroups/a", ResourceIdError::Segment(2)),
        ("/subscriptions/../resourceGroups/a", ResourceIdError::Segment(2)),
        ("/subscriptions/a?b=c", ResourceIdError::Segment(2)),
        ("/subscriptions/a\nb", ResourceIdError::Segment(2)),
    ] {
        assert_eq!(text.parse::<ResourceId>(), Err(expected), "{text}");
    }
    let service = parse(SERVICE);
    for bad in ["", ".", "..", "a/b", "a?b", "a#b", "a\0b"] {
        assert!(service.child("apis", bad).is_err() && service.child(bad, "echo").is_err(), "{bad:?}");
    }
    assert_eq!(service.child("apis", ""), Err(ResourceIdError::Segment(10)));
    let error = azure_core::Error::from(ResourceIdError::Start);
    assert!(error.to_string().contains("/subscriptions/"), "{error}");
}

#[test]
fn the_id_of_a_model_leads_to_the_next_call() {
    let gateway = GatewayContract { id: Some(format!("{SERVICE}/gateways/gw/")), ..GatewayContract::default() };
    let id = ResourceId::try_from(&gateway.id).unwrap();
    assert_eq!(id.names(["resourceGroups", "service", "gateways"]), Ok(["rg1", "apim1", "gw"]));
    assert_eq!(ResourceId::try_from(&None), Err(ResourceIdError::Missing));
    let json = serde_json::to_value(&id).unwrap();
    assert_eq!(json, format!("{SERVICE}/gateways/gw"));
    assert_eq!(serde_json::from_value::<ResourceId>(json).unwrap(), id);
    assert!(serde_json::from_value::<ResourceId>("gw".into()).is_err());
}

fn segment() -> impl Strategy<Value = String> {
    "[^/?#\\pC]{1,12}".prop_filter("dots climb", |text| text != "." && text != "..")
}

/// A nested resource, perhaps one that extends another, and its pairs.
fn ids() -> impl Strategy<Value = (ResourceId, Vec<(String, String)>)> {
    let nested = prop::collection::vec((segment(), segment()), 1..4);
    let resource = (segment(), nested);
    (segment(), prop::option::of(segment()), prop::collection::vec(resource, 0..3)).prop_map(
        |(sub, group, resources)| {
            let mut id = ResourceId::of_subscription(&sub).unwrap();
            let mut pairs = vec![("subscriptions".to_owned(), sub)];
            if let Some(group) = group {
                id = id.child("resourceGroups", &group).unwrap();
                pairs.push(("resourceGroups".to_owned(), group));
            }
            for (provider, nested) in resources {
                let (ty, name) = &nested[0];
                id = id.resource(&provider, ty, name).unwrap();
                pairs.push(("providers".to_owned(), provider));
                pairs.push(nested[0].clone());
                for (ty, name) in &nested[1..] {
                    id = id.child(ty, name).unwrap();
                    pairs.push((ty.clone(), name.clone()));
                }
            }
            (id, pairs)
        },
    )
}

fn hash(id: &ResourceId) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

proptest! {
    #[test]
    fn what_is_built_is_read_again((id, pairs) in ids()) {
        prop_assert_eq!(&parse(id.as_str()), &id);
        prop_assert_eq!(String::from(parse(&format!("{id}/"))), id.as_str());
        let segments: Vec<_> = id.segments().map(|(ty, name)| (ty.to_owned(), name.to_owned())).collect();
        prop_assert_eq!(&segments, &pairs);
        prop_assert_eq!(id.name(), &pairs.last().unwrap().1);
        let innermost = |ty: &str| pairs.iter().rev().find(|(known, _)| known.eq_ignore_ascii_case(ty)).map(|(_, name)| &**name);
        for (ty, _) in &pairs {
            prop_assert_eq!(id.name_of(ty), innermost(ty));
        }
    }

    #[test]
    fn case_makes_no_difference((id, _) in ids()) {
        let (upper, lower) = (parse(&id.as_str().to_ascii_uppercase()), parse(&id.as_str().to_ascii_lowercase()));
        prop_assert_eq!(&upper, &lower);
        prop_assert_eq!(hash(&upper), hash(&id));
        prop_assert_eq!(upper.cmp(&lower), std::cmp::Ordering::Equal);
        prop_assert_eq!(HashSet::from([upper, lower, id]).len(), 1);
    }

    #[test]
    fn parents_lead_to_the_subscription((id, pairs) in ids()) {
        let mut scopes = vec![id];
        while let Some(parent) = scopes.last().unwrap().parent() {
            prop_assert!(scopes.last().unwrap().as_str().starts_with(parent.as_str()));
            scopes.push(parent);
        }
        // A provider is no scope of its own.
        let providers = pairs.iter().filter(|(ty, _)| ty.eq_ignore_ascii_case("providers")).count();
        prop_assert_eq!(scopes.len(), pairs.len() - providers);
        prop_assert_eq!(scopes.last().unwrap().resource_type(), "Microsoft.Resources/subscriptions");
    }

    #[test]
    fn no_text_is_too_strange(text in ".{0,40}", path in "(/[a-z.?#]{0,3}){0,6}") {
        for text in [text.clone(), path.clone(), format!("/subscriptions/{text}"), format!("/providers{path}")] {
            if let Ok(id) = text.parse::<ResourceId>() {
                prop_assert_eq!(&parse(id.as_str()), &id);
                let _ = (id.parent(), id.resource_type(), id.provider());
            }
        }
    }
}
