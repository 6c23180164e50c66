//! From where to where a run renders, and whether that is the crate itself.
//!
//! Invariant: the crate's own folders are written by its own descriptions alone. Any others are given a folder by the caller.

use std::path::{Path, PathBuf};

use anyhow::bail;

use super::{
    Rendered,
    facade::{Compared, Facade},
    plan::{Others, Plan},
};
use crate::{
    disk::{self, Folders},
    flags,
    report::Refused,
    service::{self, Service},
};

/// Whose client is rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// That of the crate.
    Crate,
    /// Another one.
    Caller,
}

/// The two folders of a run.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) specs: PathBuf,
    pub(super) out: PathBuf,
    pub(super) owner: Owner,
}

impl Site {
    /// What the flags name.
    pub(super) fn of(flags: &flags::Regen) -> anyhow::Result<Self> {
        let own = Service::folder(service::DEFAULT);
        let (specs, named) = match (&flags.specs, &flags.service) {
            (Some(specs), _) => (specs.clone(), Some("--specs".to_owned())),
            (None, Some(name)) if name != service::DEFAULT => {
                (Service::folder(name), Some(format!("--service {name}")))
            }
            (None, _) => (own.clone(), None),
        };
        let client = client();
        let out = match (&flags.out, named) {
            (Some(out), _) => out.clone(),
            (None, None) => client.clone(),
            (None, Some(named)) => bail!(
                "{named} needs --out: {} holds the client of {}; name another folder with --out DIR",
                disk::shown(&client),
                service::DEFAULT
            ),
        };
        if disk::stands(&out).map_err(Refused::from)? {
            disk::existing(&out).map_err(Refused::from)?;
        }
        let owner = if is_same(&specs, &own) && is_same(&out, &client) { Owner::Crate } else { Owner::Caller };
        // A version below would be deleted by the next run for the crate, which has no description of it.
        if owner == Owner::Caller && disk::place(&out).starts_with(disk::place(&client)) {
            bail!(
                "{} belongs to the client of {}; name another folder with --out DIR",
                disk::shown(&out),
                service::DEFAULT
            );
        }
        Ok(Self { specs, out, owner })
    }

    /// Makes the folder for the versions, unless its name is mistyped. It goes again if nothing is written.
    pub(super) fn make_out(&self) -> Result<Folders, Refused> {
        disk::existing(disk::parent(&self.out))?;
        let mut made = Folders::default();
        made.make(&self.out).map_err(|error| disk::unmade(&self.out, &error))?;
        Ok(made)
    }

    /// What is to be done there, and what each version was compared with.
    pub(super) fn plan(&self, versions: &[Rendered]) -> Result<(Plan, Compared), Refused> {
        if self.owner == Owner::Caller {
            return Ok((Plan::new(&self.out, versions, Others::Keep)?, Compared::new()));
        }
        let mut plan = Plan::new(&self.out, versions, Others::Delete)?;
        let mut facade = Facade::new(versions)?;
        let compared = std::mem::take(&mut facade.compared);
        plan.add_facade(facade)?;
        Ok((plan, compared))
    }
}

/// Where the crate's versions stand.
fn client() -> PathBuf {
    disk::project_root().join("generated/src")
}

/// Whether two paths are one place.
fn is_same(one: &Path, other: &Path) -> bool {
    disk::place(one) == disk::place(other)
}
