//! The engine: one environment with every template, compiled once.

use std::borrow::Cow;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment};
use serde::Serialize;

use crate::frame::Frame;
use crate::pages::Paging;
use crate::{assets, filters, nunjucks};

include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// A page: its template and its title. The struct is what the template sees.
pub trait Page: Serialize {
    /// The template's name below `templates/`, e.g. `pages/passport.html`.
    const TEMPLATE: &'static str;

    /// The level-one heading; the title of the document begins with it.
    fn heading(&self) -> String;

    /// Whether it says what was wrong with a form; the title of the document begins
    /// with it.
    fn is_wrong(&self) -> bool {
        false
    }

    /// Where in a long list the page is; the title of the document says so.
    fn paging(&self) -> Option<&Paging> {
        None
    }
}

/// Why a page could not be rendered: always a fault of ours, never of the asker.
#[derive(Debug, thiserror::Error)]
#[error("the template {template} could not be rendered: {reason}")]
pub struct RenderError {
    template: &'static str,
    reason: String,
}

/// Renders pages and emails.
pub struct Pages {
    environment: Environment<'static>,
}

impl Default for Pages {
    fn default() -> Self {
        Self::new()
    }
}

impl Pages {
    /// Pages whose assets are served below `/assets`.
    #[must_use]
    pub fn new() -> Self {
        Self::with_assets_at("/assets")
    }

    /// Pages whose assets are served below another address.
    ///
    /// # Panics
    ///
    /// Where a template of ours does not compile, which a test shows first.
    #[must_use]
    pub fn with_assets_at(base: &str) -> Self {
        let mut environment = Environment::new();
        environment.set_syntax(syntax());
        environment.set_auto_escape_callback(auto_escape);
        environment.set_path_join_callback(join);
        nunjucks::install(&mut environment);
        filters::install(&mut environment);
        let base = base.trim_end_matches('/').to_owned();
        environment.add_function("asset", move |name: &str| {
            format!("{base}/{}", assets::hashed(name).unwrap_or(name))
        });
        for (name, source) in TEMPLATES {
            if let Err(error) = environment.add_template(name, source) {
                panic!("template {name}: {error}");
            }
        }
        Self { environment }
    }

    /// One page in its frame, as HTML.
    ///
    /// # Errors
    ///
    /// Where the template asks for what the context does not have.
    pub fn render<P: Page>(&self, frame: &Frame, page: &P) -> Result<String, RenderError> {
        #[derive(Serialize)]
        struct Context<'a, P> {
            frame: &'a Frame,
            heading: String,
            place: String,
            is_wrong: bool,
            page: &'a P,
        }
        let place = page.paging().map_or_else(String::new, Paging::words);
        let (heading, is_wrong) = (page.heading(), page.is_wrong());
        self.template(P::TEMPLATE, &Context { frame, heading, place, is_wrong, page })
    }

    /// Any template with any context.
    pub(crate) fn template<C: Serialize>(
        &self,
        template: &'static str,
        context: &C,
    ) -> Result<String, RenderError> {
        let context = Value::from(Serde(context));
        self.environment
            .get_template(template)
            .and_then(|found| found.render(context))
            .map_err(|error| RenderError { template, reason: format!("{error:#}") })
    }

    /// A template given as text, for tests of the official components.
    #[doc(hidden)]
    pub fn render_source(&self, source: &str, context: &impl Serialize) -> Result<String, String> {
        self.environment
            .render_named_str("test.html", source, Value::from(Serde(context)))
            .map_err(|error| format!("{error:#}"))
    }
}

/// As the official templates are written: a tag alone on a line leaves no line.
fn syntax() -> SyntaxConfig {
    SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()
        .unwrap_or_else(|error| panic!("{error}"))
}

/// Everything is HTML unless its name says that it is plain text.
fn auto_escape(name: &str) -> AutoEscape {
    match name.rsplit('.').next() {
        Some("txt" | "subject") => AutoEscape::None,
        _ => AutoEscape::Html,
    }
}

/// `./template.njk` is beside the template that names it.
fn join<'s>(name: &'s str, parent: &'s str) -> Cow<'s, str> {
    match (name.strip_prefix("./"), parent.rsplit_once('/')) {
        (Some(name), Some((folder, _))) => Cow::Owned(format!("{folder}/{name}")),
        _ => Cow::Borrowed(name),
    }
}
