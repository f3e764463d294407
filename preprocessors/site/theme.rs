//! The theme as another book can have it: the files that mdBook reads in a theme's folder.
//! Scripts are not among them, for the finishing brings them along.

/// The files of the theme, by their paths in its folder.
pub fn theme_files() -> &'static [(&'static str, &'static str)] {
    &[
        ("css/general.css", include_str!("../../theme/css/general.css")),
        ("index.hbs", include_str!("../../theme/index.hbs")),
        ("toc.html.hbs", include_str!("../../theme/toc.html.hbs")),
    ]
}
