//! Did-you-mean: the one name that was most likely meant, or none.

/// The name nearest to what was written, if one is near enough to be more than chance.
///
/// Transposed letters count as one mistake; a name that begins with all that was
/// written is taken when it is the only one.
pub fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = written.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    let mut prefixed = Vec::new();
    for name in names {
        let lower = name.to_lowercase();
        let distance = strsim::osa_distance(&wanted, &lower);
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
        if wanted.len() >= 3 && lower.starts_with(&wanted) {
            prefixed.push(name);
        }
    }
    let limit = match wanted.chars().count() {
        0..=2 => 0,
        3..=4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    match (best, prefixed.as_slice()) {
        (Some((distance, name)), _) if distance <= limit => Some(name),
        (_, [only]) => Some(only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_names() {
        let names = ["containerPort", "hostPort", "protocol", "name", "cpu"];
        for (written, expected) in [
            ("contianerPort", Some("containerPort")),
            ("ContainerPort", Some("containerPort")),
            ("host", Some("hostPort")),
            ("nmae", Some("name")),
            ("cp", None),
            ("gpu", Some("cpu")),
            ("environment", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, names), expected, "{written}");
        }
    }
}
