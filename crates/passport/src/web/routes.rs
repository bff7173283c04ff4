//! Every route, and whom it is for. The router is built from this table, and the
//! guard tests walk it: what is not in it is not served.

use std::sync::Arc;

use axum::Router;
use axum::handler::Handler;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{self, MethodRouter};
use tower_http::compression::predicate::{NotForContentType, Predicate};
use tower_http::compression::{CompressionLayer, CompressionLevel, DefaultPredicate};

use tower_http::limit::RequestBodyLimitLayer;

use super::app::App;
use super::{
    account, accounts, assets, deliveries, demo, deputies, desk, envelope, export, fallback,
    figures, files, first_steps, forgotten, guard, health, home, imports, jobs, line, link, log_in,
    log_out, looks, messages, new_import, passport, people, queries, remind, requirements,
    second_factor, set_up, settings, sso, statements, subject, supervision, team,
};
use crate::access::Who;

/// The most a form without files may send.
const MOST_BYTES: usize = 16 * 1024;

/// What a route does with the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// GET and HEAD: shows, and changes nothing.
    Show,
    /// POST, with the token against forged requests.
    Act,
}

/// A route.
pub struct Route {
    /// Its path, with `{…}` for what varies.
    pub path: &'static str,
    /// Whether it shows or acts.
    pub kind: Kind,
    /// Whom it is for.
    pub who: Who,
    /// Whether its form sends files.
    pub takes_files: bool,
    /// The most bytes it may be sent.
    pub most: usize,
    handler: MethodRouter<Arc<App>>,
}

fn show<H, T>(path: &'static str, who: Who, handler: H) -> Route
where
    H: Handler<T, Arc<App>>,
    T: 'static,
{
    let handler = routing::get(handler);
    Route { path, kind: Kind::Show, who, takes_files: false, most: MOST_BYTES, handler }
}

fn act<H, T>(path: &'static str, who: Who, handler: H) -> Route
where
    H: Handler<T, Arc<App>>,
    T: 'static,
{
    let handler = routing::post(handler);
    Route { path, kind: Kind::Act, who, takes_files: false, most: MOST_BYTES, handler }
}

fn act_with_files<H, T>(path: &'static str, who: Who, handler: H) -> Route
where
    H: Handler<T, Arc<App>>,
    T: 'static,
{
    Route { takes_files: true, most: files::MOST_BYTES, ..act(path, who, handler) }
}

/// A form that sends a photograph or a document.
fn act_with_evidence<H, T>(path: &'static str, who: Who, handler: H) -> Route
where
    H: Handler<T, Arc<App>>,
    T: 'static,
{
    Route { takes_files: true, most: queries::MOST_SENT, ..act(path, who, handler) }
}

/// Every route there is.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        show("/", Who::Anyone, home::show),
        show("/accessibility", Who::Anyone, statements::accessibility),
        show("/privacy", Who::Anyone, statements::privacy),
        show("/assets/{*path}", Who::Anyone, assets::show),
        show("/health/live", Who::Anyone, health::live),
        show("/health/ready", Who::Anyone, health::ready),
        show("/demo", Who::AnyoneInDemo, demo::show),
        act("/demo/log-in", Who::AnyoneInDemo, demo::log_in),
        show("/log-in", Who::Strangers, log_in::show),
        act("/log-in", Who::Strangers, log_in::act),
        show("/log-in/forgotten", Who::Strangers, forgotten::show),
        act("/log-in/forgotten", Who::Strangers, forgotten::act),
        show("/set-up/{token}", Who::Strangers, set_up::show),
        act("/set-up/{token}", Who::Strangers, set_up::act),
        act("/log-in/sso", Who::Strangers, sso::begin),
        // A GET that acts, as the protocol has it: the browser's own cookie stands
        // for the token of a form.
        show("/log-in/sso/return", Who::Strangers, sso::finish),
        show("/link/{token}", Who::Strangers, link::show),
        act("/link/{token}", Who::Strangers, link::act),
        show("/log-in/code", Who::HalfLoggedIn, second_factor::log_in::ask),
        act("/log-in/code", Who::HalfLoggedIn, second_factor::log_in::check),
        act("/log-in/recovery-code", Who::HalfLoggedIn, second_factor::log_in::recover),
        show("/log-in/second-factor", Who::HalfLoggedIn, second_factor::log_in::set_up),
        act("/log-in/second-factor", Who::HalfLoggedIn, second_factor::log_in::confirm_set_up),
        act("/log-out", Who::LoggedInOrHalf, log_out::act),
        show("/account", Who::LoggedIn, account::show),
        act("/account/password", Who::LoggedIn, account::change_password),
        act("/account/sessions", Who::LoggedIn, account::end_session),
        show("/account/second-factor", Who::LoggedIn, second_factor::account::show),
        act("/account/second-factor", Who::LoggedIn, second_factor::account::begin),
        act(
            "/account/second-factor/confirm",
            Who::LoggedIn,
            second_factor::account::confirm_set_up,
        ),
        act("/account/second-factor/codes", Who::LoggedIn, second_factor::account::renew_codes),
        act("/account/second-factor/remove", Who::LoggedIn, second_factor::account::remove),
        show("/account/export", Who::Staff, export::show),
        show("/account/export/record.html", Who::Staff, export::page),
        show("/account/export/record.json", Who::Staff, export::data),
        show("/looks", Who::Staff, looks::show),
        show("/passport", Who::Staff, passport::own),
        show("/passport.pdf", Who::Staff, passport::own_document),
        show("/supervision", Who::Staff, supervision::own),
        act("/supervision/answer", Who::Staff, supervision::answer),
        act("/supervision/done", Who::Staff, supervision::own_done),
        // One route for the page and its document: a path cannot end a variable with `.pdf`.
        show("/passport/{employee_number}", Who::LoggedIn, passport::of),
        show("/passport/lines/{line}", Who::Staff, line::own),
        show("/passport/{employee_number}/lines/{line}", Who::LoggedIn, line::of),
        show("/passport/{employee_number}/supervision", Who::Managers, supervision::of),
        act("/passport/{employee_number}/supervision", Who::Managers, supervision::record),
        show(
            "/passport/{employee_number}/supervision/actions",
            Who::Managers,
            supervision::ask_for_actions,
        ),
        act(
            "/passport/{employee_number}/supervision/actions",
            Who::Managers,
            supervision::add_actions,
        ),
        act("/passport/{employee_number}/supervision/done", Who::Managers, supervision::done),
        show("/queries", Who::LoggedIn, queries::list),
        show("/queries/new", Who::Staff, queries::ask),
        act_with_evidence("/queries/new", Who::Staff, queries::raise),
        show("/queries/{query}", Who::LoggedIn, queries::one),
        act("/queries/{query}", Who::LoggedIn, queries::answer),
        act("/queries/{query}/withdraw", Who::Staff, queries::withdraw),
        act("/queries/{query}/reopen", Who::Reviewers, queries::reopen),
        show("/evidence/{evidence}", Who::LoggedIn, queries::evidence),
        show("/prior-learning", Who::Reviewers, queries::claims),
        show("/prior-learning/new", Who::Staff, queries::ask_claim),
        act_with_evidence("/prior-learning/new", Who::Staff, queries::raise_claim),
        show("/prior-learning/rules", Who::TrainingLeads, queries::rules),
        show("/prior-learning/rules/{subject}", Who::TrainingLeads, queries::rule),
        act("/prior-learning/rules/{subject}", Who::TrainingLeads, queries::set_rule),
        show("/passport/{employee_number}/remind", Who::LoggedIn, remind::show),
        act("/passport/{employee_number}/remind", Who::LoggedIn, remind::act),
        show("/passport/{employee_number}/messages", Who::TrainingLeads, messages::of),
        show("/messages", Who::LoggedIn, messages::own),
        show("/team", Who::Managers, team::own),
        show("/team/meeting-sheet.pdf", Who::Managers, team::own_sheet),
        show("/team/supervision-pack.pdf", Who::Managers, team::own_pack),
        show("/team/deputies", Who::Managers, deputies::show),
        act("/team/deputies", Who::Managers, deputies::give),
        act("/team/deputies/{grant}", Who::Managers, deputies::take),
        show("/team/{employee_number}", Who::Managers, team::of),
        show("/team/{employee_number}/meeting-sheet.pdf", Who::Managers, team::sheet_of),
        show("/team/{employee_number}/supervision-pack.pdf", Who::Managers, team::pack_of),
        show("/subjects/{subject}", Who::SubjectLeads, subject::show),
        show("/figures", Who::FigureReaders, figures::show),
        show("/people", Who::RecordReaders, people::show),
        show("/desk", Who::TrainingLeads, desk::home),
        show("/competences", Who::TrainingLeads, desk::competences),
        show("/competences/unmapped", Who::TrainingLeads, desk::unmapped),
        show("/competences/aliases/new", Who::TrainingLeads, desk::ask_for_alias),
        act("/competences/aliases", Who::TrainingLeads, desk::add_alias),
        show("/competences/aliases/{alias}", Who::TrainingLeads, desk::ask_to_remove_alias),
        act("/competences/aliases/{alias}", Who::TrainingLeads, desk::remove_alias),
        show("/exemptions", Who::TrainingLeads, desk::exemptions),
        act("/exemptions", Who::TrainingLeads, desk::give_exemption),
        show("/exemptions/new", Who::TrainingLeads, desk::ask_for_exemption),
        show("/exemptions/returns", Who::TrainingLeads, desk::returns),
        act("/exemptions/returns", Who::TrainingLeads, desk::give_return),
        show("/exemptions/returns/new", Who::TrainingLeads, desk::ask_for_return),
        show("/exemptions/returns/{grace}", Who::TrainingLeads, desk::ask_to_take_return),
        act("/exemptions/returns/{grace}", Who::TrainingLeads, desk::take_return),
        show("/exemptions/{exemption}", Who::TrainingLeads, desk::exemption),
        show("/exemptions/{exemption}/{how}", Who::TrainingLeads, desk::ask_to_stop_exemption),
        act("/exemptions/{exemption}/{how}", Who::TrainingLeads, desk::stop_exemption),
        show("/extensions", Who::TrainingLeads, desk::extensions),
        act("/extensions", Who::TrainingLeads, desk::add_extension),
        show("/extensions/new", Who::TrainingLeads, desk::ask_for_extension),
        show("/extensions/{extension}", Who::TrainingLeads, desk::ask_to_void_extension),
        act("/extensions/{extension}", Who::TrainingLeads, desk::void_extension),
        show("/units", Who::TrainingLeads, desk::units),
        show("/units/unit", Who::TrainingLeads, desk::unit),
        act("/units/changes", Who::TrainingLeads, desk::change_unit),
        show("/units/changes/{unit_change}", Who::TrainingLeads, desk::ask_to_undo_unit),
        act("/units/changes/{unit_change}", Who::TrainingLeads, desk::undo_unit),
        act("/units/managers", Who::TrainingLeads, desk::name_manager),
        show("/units/managers/{grant}", Who::TrainingLeads, desk::ask_to_end_manager),
        act("/units/managers/{grant}", Who::TrainingLeads, desk::end_manager),
        show("/data-health", Who::TrainingLeads, desk::data_health),
        show("/data-health/{kind}", Who::TrainingLeads, desk::findings),
        show("/data-health/{kind}/{finding}", Who::TrainingLeads, desk::finding),
        act("/data-health/{kind}/{finding}", Who::TrainingLeads, desk::set_aside),
        show("/data-health/{kind}/{finding}/{how}", Who::TrainingLeads, desk::ask_to_repair),
        act("/data-health/{kind}/{finding}/{how}", Who::TrainingLeads, desk::repair),
        show("/reconciliation", Who::TrainingLeads, desk::reconciliation),
        show("/reconciliation.csv", Who::TrainingLeads, desk::reconciliation_csv),
        show("/imports", Who::TrainingLeads, imports::list),
        show("/imports/new", Who::Importers, new_import::ask),
        act_with_files("/imports/new", Who::Importers, new_import::look),
        act("/imports/headings", Who::Importers, new_import::map),
        act("/imports/confirm", Who::Importers, new_import::confirm),
        show("/imports/under-way/{ticket}", Who::Importers, new_import::under_way),
        show("/imports/{number}", Who::TrainingLeads, imports::one),
        show("/imports/{number}/undo", Who::TrainingLeads, imports::ask_to_undo),
        act("/imports/{number}/undo", Who::TrainingLeads, imports::undo),
        show("/requirements", Who::TrainingLeads, requirements::matrix::show),
        show("/requirements/cell", Who::TrainingLeads, requirements::cell::show),
        show("/requirements/propose", Who::TrainingLeads, requirements::propose::ask),
        act("/requirements/propose", Who::TrainingLeads, requirements::propose::save),
        show("/requirements/draft", Who::TrainingLeads, requirements::draft::show),
        act("/requirements/draft/publish", Who::TrainingLeads, requirements::publish::publish),
        act(
            "/requirements/draft/{proposal}/remove",
            Who::TrainingLeads,
            requirements::draft::remove,
        ),
        show(
            "/requirements/published/{change}/take-back",
            Who::TrainingLeads,
            requirements::publication::ask,
        ),
        act(
            "/requirements/published/{change}/take-back",
            Who::TrainingLeads,
            requirements::publication::take_back,
        ),
        show("/requirements/rehearsal", Who::TrainingLeads, requirements::rehearsal::show),
        show("/requirements/rehearsal.csv", Who::TrainingLeads, requirements::rehearsal::file),
        show("/requirements/variations", Who::TrainingLeads, requirements::variations::show),
        show("/requirements/variations/justify", Who::TrainingLeads, requirements::variations::ask),
        act(
            "/requirements/variations/justify",
            Who::TrainingLeads,
            requirements::variations::justify,
        ),
        show("/requirements/over-training", Who::TrainingLeads, requirements::variations::register),
        show(
            "/requirements/over-training.csv",
            Who::TrainingLeads,
            requirements::variations::register_file,
        ),
        show("/first-steps", Who::Administrators, first_steps::show),
        act("/first-steps/mail", Who::Administrators, first_steps::try_mail),
        show("/deliveries", Who::TrainingLeads, deliveries::list),
        show("/deliveries/{month}", Who::TrainingLeads, deliveries::one),
        show("/jobs", Who::TrainingLeads, jobs::show),
        show("/accounts", Who::Administrators, accounts::list),
        act("/accounts/invite", Who::Administrators, accounts::invite),
        show("/accounts/invite-everyone", Who::Administrators, accounts::ask_to_invite_everyone),
        act("/accounts/invite-everyone", Who::Administrators, accounts::invite_everyone),
        show("/accounts/new", Who::Administrators, accounts::ask_to_open),
        act("/accounts/new", Who::Administrators, accounts::open),
        show("/accounts/{account}", Who::Administrators, accounts::one),
        act("/accounts/{account}/link", Who::Administrators, accounts::link),
        act("/accounts/{account}/sessions", Who::Administrators, accounts::log_out),
        show("/accounts/{account}/close", Who::Administrators, accounts::ask_to_close),
        act("/accounts/{account}/close", Who::Administrators, accounts::close),
        show(
            "/accounts/{account}/second-factor",
            Who::Administrators,
            accounts::ask_to_remove_second_factor,
        ),
        act(
            "/accounts/{account}/second-factor",
            Who::Administrators,
            accounts::remove_second_factor,
        ),
        show("/accounts/{account}/roles/new", Who::Administrators, accounts::ask_to_give),
        act("/accounts/{account}/roles", Who::Administrators, accounts::give),
        show("/accounts/{account}/roles/{grant}", Who::Administrators, accounts::ask_to_take),
        act("/accounts/{account}/roles/{grant}", Who::Administrators, accounts::take),
        show("/settings", Who::Administrators, settings::list),
        show("/settings/{setting}", Who::Administrators, settings::one),
        act("/settings/{setting}", Who::Administrators, settings::change),
    ]
}

/// The router over all routes.
pub fn router(app: &Arc<App>) -> Router {
    let mut router = Router::new();
    for route in routes() {
        let (who, takes_files, most) = (route.who, route.takes_files, route.most);
        let guard = guard::Guard { app: Arc::clone(app), who, takes_files, most };
        // Around the handler only: another method on the path is answered before it.
        let handler = route
            .handler
            .route_layer(from_fn_with_state(guard, guard::stand))
            .route_layer(RequestBodyLimitLayer::new(most));
        router = router.route(route.path, handler);
    }
    // A PDF is compressed inside; again would cost time and save nothing.
    let worth = DefaultPredicate::new().and(NotForContentType::const_new("application/pdf"));
    let compression =
        CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(worth);
    router
        .fallback(fallback::not_found)
        .method_not_allowed_fallback(fallback::method_not_allowed)
        .layer(from_fn(envelope::catch))
        .layer(from_fn_with_state(Arc::clone(app), envelope::around))
        .layer(compression)
        .with_state(Arc::clone(app))
}
