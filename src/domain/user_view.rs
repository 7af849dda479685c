//! The user view: name, email and status in the table.

use super::application_view::ApplicationView;
use super::directory::{Row, UserStatus};
use super::ids::UserId;

/// A user, as the table shows them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UserView {
    /// The user.
    pub id: UserId,
    /// Full name; may be empty.
    pub name: String,
    /// Email address; may be empty.
    pub email: String,
    /// Whether licenses can be assigned.
    pub status: UserStatus,
}

impl UserView {
    /// The view of the user in a row.
    pub fn new(row: Row, app_view: ApplicationView) -> Self {
        let users = &app_view.directory.users;
        Self {
            id: users.id(row),
            name: users.name(row).to_owned(),
            email: users.email(row).to_owned(),
            status: users.status(row),
        }
    }

    /// An unambiguous label.
    pub fn label(&self) -> String {
        label(&self.name, &self.email)
    }
}

/// Name and email address, since names are not unique; either may be empty.
pub fn label(name: &str, email: &str) -> String {
    match (name, email) {
        ("", only) | (only, "") => only.to_owned(),
        (name, email) => format!("{name}, {email}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::World;

    #[test]
    fn users_of_the_same_name_have_different_labels() {
        let world = World::named(&["Ana Beltrán", "Ana Beltrán"]);
        let label_of = |at| {
            let row = world.directory.users.row(world.id(at)).unwrap();
            UserView::new(row, world.app_view(&world.meet)).label()
        };
        assert_eq!(label_of(0), "Ana Beltrán, user0@example.com");
        assert_ne!(label_of(0), label_of(1));
        assert_eq!(label("", "ana@example.com"), "ana@example.com");
        assert_eq!(label("Ana", ""), "Ana");
    }
}
