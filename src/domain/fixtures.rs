//! Fixtures: a small account for tests.

use std::sync::Arc;

use super::application_view::ApplicationView;
use super::catalog::{Application, Catalog, LicenseType, Offer, TypeIndex};
use super::directory::{
    Directory, LicenseRecord, LicenseStatus, NumberRecord, NumberState, Numbers, Row, UserRecord,
    UserStatus,
};
use super::ids::{ApplicationId, LicenseId, ProductId, UserId};
use super::number::Number;
use super::plan::{Change, Plan};

pub const MEET: ProductId = ProductId::from_u128(0x11);
pub const MEET_PRO: ProductId = ProductId::from_u128(0x12);
/// Has one seat.
pub const MEET_FULL: ProductId = ProductId::from_u128(0x13);
/// Is disabled for the account.
pub const MEET_OFF: ProductId = ProductId::from_u128(0x14);
pub const CHAT: ProductId = ProductId::from_u128(0x21);
pub const SMS: ProductId = ProductId::from_u128(0x31);
pub const SMS_ULTIMATE: ProductId = ProductId::from_u128(0x32);

pub fn decompose(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfd().flat_map(char::to_lowercase).collect()
}

pub fn number(digits: u64) -> Number {
    format!("{digits:010}").parse().unwrap()
}

pub fn user_id(n: u128) -> UserId {
    UserId::from_u128(0x1000 + n)
}

pub fn user(n: u128, name: &str) -> UserRecord {
    UserRecord {
        id: user_id(n),
        name: name.into(),
        email: format!("user{n}@example.com"),
        phone: format!("+1 212 555 {n:04}"),
        status: UserStatus::Active,
    }
}

pub fn license(id: u128, user: u128, product: ProductId) -> LicenseRecord {
    LicenseRecord {
        id: LicenseId::from_u128(id),
        user: user_id(user),
        product,
        status: LicenseStatus::Active,
        number: None,
    }
}

pub fn catalog() -> Catalog {
    let kind = |id, application, name: &str, seats, offer| LicenseType {
        id,
        application: ApplicationId::from_u128(application),
        name: name.into(),
        seats,
        offer,
    };
    Catalog::new(vec![
        kind(MEET, 1, "Meet", Some(100), Offer::Offered),
        kind(MEET_PRO, 1, "Meet Pro", None, Offer::Offered),
        kind(MEET_FULL, 1, "Meet Full", Some(1), Offer::Offered),
        kind(MEET_OFF, 1, "Meet Off", None, Offer::SwitchedOff),
        kind(CHAT, 2, "Chat", None, Offer::Offered),
        kind(SMS, 3, "StarMessenger", Some(10), Offer::Offered),
        kind(
            SMS_ULTIMATE,
            3,
            "StarMessenger Ultimate",
            Some(2),
            Offer::Offered,
        ),
    ])
}

/// An account whose users are numbered from 0.
pub struct World {
    pub directory: Directory,
    pub catalog: Catalog,
    pub meet: Application,
    pub sms: Application,
    records: Vec<UserRecord>,
    licenses: Vec<LicenseRecord>,
    numbers: Vec<NumberRecord>,
    last_license: u128,
}

impl World {
    pub fn new(users: usize) -> Self {
        let names: Vec<String> = (0..users).map(|n| format!("User {n:04}")).collect();
        Self::named(&names.iter().map(String::as_str).collect::<Vec<_>>())
    }

    pub fn named(names: &[&str]) -> Self {
        let application = |id, slug: &str, needs_number| Application {
            id: ApplicationId::from_u128(id),
            slug: slug.into(),
            name: slug.into(),
            needs_number,
        };
        let mut world = Self {
            directory: Directory::default(),
            catalog: catalog(),
            meet: application(1, "meet", false),
            sms: application(3, "star-messenger", true),
            records: (0u128..)
                .zip(names)
                .map(|(n, name)| user(n, name))
                .collect(),
            licenses: Vec::new(),
            numbers: Vec::new(),
            last_license: 0,
        };
        world.read();
        world
    }

    fn read(&mut self) {
        let mut directory = Directory::default();
        let users = self.records.iter().cloned();
        directory.add_users(users, decompose);
        Arc::make_mut(&mut directory.users).put_in_order();
        directory.add_licenses(self.licenses.iter().cloned(), &self.catalog);
        directory.mark_licenses_complete();
        directory.numbers = Arc::new(Numbers::new(self.numbers.clone()));
        self.directory = directory;
    }

    pub fn app_view<'a>(&'a self, application: &'a Application) -> ApplicationView<'a> {
        ApplicationView {
            directory: &self.directory,
            catalog: &self.catalog,
            application,
        }
    }

    pub fn id(&self, user: usize) -> UserId {
        user_id(user as u128)
    }

    pub fn all_ids(&self) -> Vec<UserId> {
        (0..self.records.len()).map(|user| self.id(user)).collect()
    }

    pub fn row(&self, user: usize) -> Row {
        self.directory.users.row(self.id(user)).unwrap()
    }

    pub fn kind(&self, product: ProductId) -> TypeIndex {
        self.catalog.find(product).unwrap()
    }

    pub fn license(&mut self, user: usize, product: ProductId) -> LicenseId {
        self.license_id(user_id(user as u128), product)
    }

    pub fn license_id(&mut self, user: UserId, product: ProductId) -> LicenseId {
        self.last_license += 1;
        let id = LicenseId::from_u128(self.last_license);
        let record = LicenseRecord {
            id,
            user,
            product,
            status: LicenseStatus::Active,
            number: None,
        };
        self.licenses.push(record.clone());
        self.directory.add_licenses([record], &self.catalog);
        id
    }

    pub fn unlicense(&mut self, user: UserId, license: LicenseId) {
        self.licenses.retain(|held| held.id != license);
        let kept = self.licenses.iter().filter(|held| held.user == user);
        self.directory
            .replace_licenses(user, kept.cloned().collect(), &self.catalog);
    }

    /// Applies a plan to the account. Within a wave, all licenses are assigned before any is removed; `look` is called
    /// in between, when most seats are used.
    pub fn apply(&mut self, plan: &Plan, mut look: impl FnMut(&Self)) {
        let waves = plan.changes.iter().map(|change| change.wave).max();
        for wave in 0..=waves.unwrap_or_default() {
            let changes = plan.changes.iter().filter(|change| change.wave == wave);
            changes.clone().for_each(|change| self.assign(change));
            look(self);
            changes.for_each(|change| self.remove(change));
        }
    }

    fn assign(&mut self, change: &Change) {
        if let Some(given) = change.number.give {
            self.hand_over(given, Some(change.user));
        }
        if let Some(to) = change.to.filter(|_| change.assign) {
            self.license_id(change.user, to);
        }
    }

    fn remove(&mut self, change: &Change) {
        for removed in &change.remove {
            self.unlicense(change.user, removed.license);
        }
        if let Some(released) = change.number.release {
            self.hand_over(released, None);
        }
    }

    fn hand_over(&mut self, number: Number, holder: Option<UserId>) {
        self.directory.set_holder(number, holder);
        let mut records = self.numbers.iter_mut();
        if let Some(record) = records.find(|record| record.number == number) {
            record.holder = holder;
        }
    }

    /// The license types and the number of each user.
    pub fn holdings(&self, application: &Application) -> Vec<(Vec<ProductId>, Option<Number>)> {
        let app_view = self.app_view(application);
        let of = |user| {
            let held = app_view
                .held(user)
                .filter_map(|held| self.catalog.get(held.kind));
            (held.map(|kind| kind.id).collect(), app_view.number_of(user))
        };
        self.all_ids().into_iter().map(of).collect()
    }

    pub fn deactivate(&mut self, user: usize) {
        self.records[user].status = UserStatus::Inactive;
        self.read();
    }

    pub fn rename(&mut self, user: usize, name: &str) {
        self.records[user].name = name.into();
        self.read();
    }

    pub fn add_free_numbers(&mut self, numbers: &[u64]) {
        for digits in numbers {
            self.put_number(*digits, None, NumberState::Registered);
        }
    }

    pub fn give_number(&mut self, user: usize, digits: u64) {
        self.put_number(digits, Some(self.id(user)), NumberState::Registered);
    }

    pub fn give_unregistered_number(&mut self, user: usize, digits: u64) {
        self.put_number(digits, Some(self.id(user)), NumberState::NoCampaign);
    }

    pub fn put_number(&mut self, digits: u64, holder: Option<UserId>, state: NumberState) {
        self.numbers
            .retain(|record| record.number != number(digits));
        self.numbers.push(NumberRecord {
            number: number(digits),
            holder,
            state,
        });
        self.directory.numbers = Arc::new(Numbers::new(self.numbers.clone()));
    }
}
