//! Did-you-mean: the one name that was most likely meant, or none.

/// The name nearest to what was written, if one is near enough to be more than chance.
///
/// Transposed letters count as one mistake; a name that begins with all that was
/// written is taken when it is the only one.
pub fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str> + Clone) -> Option<&'a str> {
    slip(written, names.clone()).or_else(|| {
        let wanted = written.to_lowercase();
        let begins = |name: &&str| wanted.len() >= 3 && name.to_lowercase().starts_with(&wanted);
        let mut prefixed = names.into_iter().filter(begins);
        prefixed.next().filter(|_| prefixed.next().is_none())
    })
}

/// The name that was written with a slip or two of the pen, if there is one.
pub(crate) fn slip<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = written.to_lowercase();
    // The shorter a name, the likelier that another is near by chance.
    let length = wanted.chars().count();
    let limit = match length {
        0..=2 => 0,
        3..=5 => 1,
        6..=9 => 2,
        _ => 3,
    };
    let mut best: Option<((usize, bool), &str)> = None;
    for name in names {
        if name.chars().count().abs_diff(length) > limit || !is_in_reach(written, name, limit) {
            continue;
        }
        let lower = name.to_lowercase();
        let distance = strsim::osa_distance(&wanted, &lower);
        let near = distance <= limit && (distance == 0 || akin(&wanted, &lower));
        // Of two that are equally near, the one with the same first letter.
        let rank = (distance, wanted.chars().next() != lower.chars().next());
        if near && best.is_none_or(|(least, _)| rank < least) {
            best = Some((rank, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Whether so few letters of two words have no counterpart in the other that `limit` slips can lie between the words.
fn is_in_reach(written: &str, name: &str, limit: usize) -> bool {
    if !written.is_ascii() || !name.is_ascii() {
        return true;
    }
    // What shares a cell counts as one letter, which only makes words more alike.
    let mut cells = [0_i32; 64];
    for (text, step) in [(written, 1), (name, -1)] {
        for byte in text.bytes() {
            cells[usize::from(byte.to_ascii_lowercase() & 63)] += step;
        }
    }
    let (surplus, lack) = cells.iter().fold((0, 0), |(surplus, lack), cell| {
        (surplus + cell.max(&0), lack - cell.min(&0))
    });
    surplus.max(lack) as usize <= limit
}

/// The name from which what was written is one slip of the pen away: a letter more, less, another, or two transposed.
pub(crate) fn one_slip<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Short names are near each other by chance.
    let short = |name: &str| name.chars().count() < 4;
    let near = |name: &&str| !short(name) && !short(written) && strsim::osa_distance(written, name) == 1;
    names.into_iter().find(near)
}

/// Of very short names only those with the same first letter are alike: `cpu` is no slip for `gpu`.
fn akin(wanted: &str, name: &str) -> bool {
    wanted.len() > 3 || name.chars().next() == wanted.chars().next()
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
            ("gpu", None),
            ("cup", Some("cpu")),
            ("environment", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, names), expected, "{written}");
        }
    }
}
