//! What surrounds every page, for the person who sees it.

use passport_pages::{Account, Frame, Link, MenuItem, PostForm};

use super::address;
use super::visit::Visit;
use crate::access::{Asker, Role, Who};
use crate::queries::Waiting;

/// The frame of a visit's page.
pub(super) fn of(visit: &Visit, csrf: String) -> Frame {
    let session = visit.session.as_deref();
    let demo = visit.app.settings.demo.is_some();
    let mut footer = vec![
        Link::new("Accessibility statement", "/accessibility"),
        Link::new("Privacy", "/privacy"),
    ];
    if demo {
        footer.insert(0, Link::new("Log in as someone else", "/demo"));
    }
    Frame {
        organisation: session.map_or_else(
            || visit.app.face().name,
            |session| session.organisation_name().to_owned(),
        ),
        logo: None,
        home: "/".to_owned(),
        account: session.map(|session| Account {
            name: session.asker.name.clone(),
            links: if demo {
                vec![Link::new("Messages", "/messages")]
            } else {
                vec![Link::new("Messages", "/messages"), Link::new("Your account", "/account")]
            },
            log_out: PostForm { action: "/log-out".to_owned(), csrf },
        }),
        menu: session
            .map(|session| menu(&session.asker, &visit.path, visit.waiting))
            .unwrap_or_default(),
        footer,
        demo,
        nonce: Some(visit.nonce.clone()),
    }
}

/// What someone with these roles finds in the menu.
fn menu(asker: &Asker, path: &str, waiting: Waiting) -> Vec<MenuItem> {
    let roles = &asker.roles;
    let mut menu = Vec::new();
    if roles.include(Role::Staff) {
        menu.push(("My passport", "/passport"));
    }
    if roles.include(Role::Manager) {
        menu.push(("My team", "/team"));
    }
    if roles.include(Role::TrainingLead) {
        menu.push(("Your desk", "/desk"));
    }
    let reviews = Who::Reviewers.admits(roles);
    let (queries, claims) =
        (counted("Queries", waiting.queries), counted("Prior learning", waiting.claims));
    // What is counted stands early: a narrow screen hides the end of the menu.
    if roles.include(Role::Manager) || reviews {
        menu.push((&queries, "/queries"));
    }
    if Who::RecordReaders.admits(roles) {
        menu.push(("Find a person", "/people"));
    }
    // A menu that does not fit in one line hides its end: a training lead finds the
    // rest on the desk.
    let has_desk = roles.include(Role::TrainingLead);
    if reviews && !has_desk {
        menu.push((&claims, "/prior-learning"));
    }
    if has_desk {
        menu.push(("Requirements", "/requirements"));
        menu.push(("Imports", "/imports"));
    }
    if Who::FigureReaders.admits(roles) {
        menu.push(("Figures", "/figures"));
    }
    if roles.include(Role::Administrator) {
        menu.push(("Accounts", "/accounts"));
        menu.push(("Settings", "/settings"));
    }
    let menu = menu.into_iter().map(|(text, href)| (text.to_owned(), href.to_owned()));
    let subjects = asker.subjects().iter().map(|name| (name.clone(), address::subject(name)));
    let items: Vec<(String, String)> = menu.chain(subjects).collect();
    let section = section(path, items.iter().map(|(_, href)| href.as_str()));
    let item = |(text, href): &(String, String)| {
        let is_above = path != href && section == Some(href);
        MenuItem::new(text, href, path == href).above(is_above)
    };
    items.iter().map(item).collect()
}

/// Pages that one reaches from the desk.
const FROM_DESK: [&str; 9] = [
    "/competences",
    "/data-health",
    "/deliveries",
    "/exemptions",
    "/extensions",
    "/jobs",
    "/prior-learning",
    "/reconciliation",
    "/units",
];

/// The entry of the menu to which a page belongs. Somebody else's passport is of no
/// entry: one comes to it from many.
fn section<'m>(path: &str, mut hrefs: impl Iterator<Item = &'m str> + Clone) -> Option<&'m str> {
    let below = |href: &str| {
        path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let home = hrefs.clone().filter(|href| below(href) && *href != "/passport");
    let home = home.max_by_key(|href| href.len());
    home.or_else(|| {
        let from_desk = FROM_DESK.iter().any(|from| below(from));
        hrefs.find(|href| *href == "/desk" && from_desk)
    })
}

/// `Queries (3)`: how many wait, where any do.
fn counted(text: &str, many: usize) -> String {
    if many == 0 { text.to_owned() } else { format!("{text} ({many})") }
}

/// Where someone with these roles begins.
pub(super) fn start(asker: &Asker) -> String {
    let roles = &asker.roles;
    let start = if roles.include(Role::TrainingLead) {
        "/desk"
    } else if roles.include(Role::Administrator) {
        "/accounts"
    } else if roles.include(Role::Board) {
        "/figures"
    } else if roles.include(Role::Manager) {
        "/team"
    } else if let Some(subject) = asker.subjects().first() {
        return address::subject(subject);
    } else if roles.include(Role::Staff) {
        "/passport"
    } else {
        "/account"
    };
    start.to_owned()
}
