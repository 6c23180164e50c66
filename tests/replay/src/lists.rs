//! An answer that is a page of a list.

use serde_json::Value as Json;

use super::{
    stage::{Stage, answering, reply},
    turn::Turn,
};
use kit::calls::{Listing, Running};

impl Turn<'_, '_> {
    /// Reads one page. The further ones are not in the example: where the list goes on is all there is to see of them.
    pub(super) async fn list(&mut self, list: Listing, stage: &Stage) {
        let mut pages = list.into_pages();
        let page = pages.next().await;
        self.compare_request(stage);
        self.once(stage);
        match page {
            None => return self.fail("there is no page"),
            Some(Err(error)) if self.answered.status < 400 => return self.unread(&error),
            Some(Err(error)) => return self.failure(&error),
            Some(Ok(_)) if self.answered.status >= 400 => return self.fail("a failure was taken for a success"),
            Some(Ok(page)) => self.body(Some(&page)),
        }
        let body = self.answered.body.clone().unwrap_or_default();
        let paging = self.play.op.paging.as_ref().expect("a list is paged");
        let link = paging.next_link.as_ref().and_then(|name| body[name].as_str()).filter(|link| !link.is_empty());
        if link.is_some() != pages.continuation().is_some() {
            self.fail(format!("the list goes on at {:?} instead of {link:?}", pages.continuation()));
        }
        self.items(&body, paging.items.as_deref()).await;
    }

    /// Item by item the list is the same, and the next page is not asked for before these are used up.
    async fn items(&mut self, body: &Json, member: Option<&str>) {
        let (items, base) = match member {
            Some(name) => (&body[name], self.place().join(name)),
            None => (body, self.place()),
        };
        let items = items.as_array().map(Vec::as_slice).unwrap_or_default();
        let stage = self.play.stage(self.validation, answering(reply(self.play.op, self.answered)));
        let Ok(Running::List(mut list)) = stage.run(self.play.op, &self.play.arguments) else {
            return self.fail("the list cannot be asked for again");
        };
        for (index, item) in items.iter().enumerate().filter(|(_, item)| !item.is_null()) {
            match list.next().await {
                Some(Ok(found)) => self.equal(item, &found, &base.join(index)),
                Some(Err(error)) => return self.unread(&error),
                other => self.fail(format!("item {index} is {other:?}")),
            }
        }
        self.once(&stage);
    }
}
