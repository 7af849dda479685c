//! A user in a list of users.

use crate::components::user_list::Person;
use crate::domain::application_view::ApplicationView;
use crate::domain::ids::UserId;

/// A user of the account; one who was deleted is shown by identifier.
pub(crate) fn person(user: UserId, app_view: ApplicationView) -> Person {
    let users = &app_view.directory.users;
    match users.row(user) {
        Some(row) => Person::named(users.name(row), users.email(row)),
        None => Person::named(&user.to_string(), ""),
    }
}
