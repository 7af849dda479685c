//! What must hold at the end of every world.

use license_management::model::ids::ProductId;
use license_management::model::plan::Change;
use license_management::run::{Outcome, Reason};

use crate::driver::End;
use crate::world::{NEW, OTHER, World};

/// Compares the report with what the server holds.
///
/// # Errors
/// The first user of whom the report is wrong.
pub fn all(world: &World, end: &End) -> Result<(), String> {
    for (change, outcome) in end.run.outcomes() {
        user(world, end, change, outcome)
            .map_err(|why| format!("{} is reported as {outcome:?}, but {why}", change.user))?;
    }
    Ok(())
}

fn user(world: &World, end: &End, change: &Change, outcome: &Outcome) -> Result<(), String> {
    let products = |held: &[license_management::model::plan::HeldLicense]| -> Vec<ProductId> {
        let mut products: Vec<ProductId> = held.iter().map(|each| each.product).collect();
        products.retain(|product| *product != OTHER);
        products.sort();
        products
    };
    let server = &end.server;
    let holds = products(&server.licenses[&change.user]);
    let held = products(&world.licenses[&change.user]);
    let wished: Vec<ProductId> = change.to.into_iter().collect();
    let others = server.others.contains(&change.user);
    let expect = |right: bool, what: &str| {
        right
            .then_some(())
            .ok_or_else(|| format!("{what}: {holds:?} after {held:?}"))
    };
    let other_license = server.licenses[&change.user]
        .iter()
        .any(|each| each.product == OTHER);
    expect(other_license, "a license of another application is gone")?;
    let both = |products: &[ProductId]| products.len() == 2 && products.contains(&NEW);
    match outcome {
        Outcome::Changed => {
            expect(holds == wished, "holds something else")?;
            expect(
                number_is_as_wished(end, change),
                "the number is not as wished",
            )?;
        }
        Outcome::SetAside => expect(others && holds.len() == 1, "nobody else changed it")?,
        _ if others => expect(holds.len() == 1, "what others did is overwritten")?,
        Outcome::NotBegun | Outcome::Unchanged => expect(holds == held, "it changed")?,
        Outcome::Failed(Reason::OldLicenseStays(_)) => expect(both(&holds), "it has not both")?,
        Outcome::Failed(Reason::NumberStays(_)) => {
            expect(holds == wished, "the license is not as wished")?;
        }
        Outcome::Failed(Reason::LicenseWithoutNumber(_)) => {
            expect(holds.contains(&NEW), "it has no license")?;
        }
        Outcome::Failed(Reason::LeftWithout(_)) => expect(holds.is_empty(), "it has one")?,
        Outcome::Failed(Reason::NotVerified(_)) => {}
        Outcome::Failed(_) => expect(holds == held, "it is not as before")?,
        Outcome::Waiting | Outcome::Running => return Err("it is not settled".into()),
    }
    let is_verified = !matches!(outcome, Outcome::Failed(Reason::NotVerified(_)));
    let sent = server.emails.get(&change.user).copied().unwrap_or_default();
    let reported = end.run.emails_to(change.user);
    if is_verified && sent != reported {
        return Err(format!("{sent} e-mails went out, {reported} are reported"));
    }
    Ok(())
}

fn number_is_as_wished(end: &End, change: &Change) -> bool {
    let numbers = &end.server.numbers;
    let given = change
        .number
        .give
        .is_none_or(|number| numbers.get(&number) == Some(&change.user));
    let alias = change
        .number
        .give
        .is_none_or(|number| end.server.aliases.get(&change.user) == Some(&number));
    let released = change
        .number
        .release
        .is_none_or(|number| !numbers.contains_key(&number));
    given && alias && released
}
