//! The texts of the sections, in files that are read one by one when a result of theirs is shown.

use super::File;

/// How many bytes of text a file may hold before another is begun, in books that have no more than `SHORT` of them.
const FILE_BYTES: usize = 1_500;
const SHORT: usize = 750_000;

/// The bytes that a file may hold in a book with so many: they grow with the square root of what is more than in a short
/// one, so that neither the files nor their number grow as fast as the book.
fn most(whole: usize) -> usize {
    FILE_BYTES + whole.saturating_sub(SHORT).saturating_mul(3).isqrt()
}

/// The texts in files, and beside them `others` by their names; their folder, which has another name where any of them
/// differs, and how many sections each file holds.
pub(super) fn texts(texts: &[&str], others: Vec<(&str, String)>) -> (Vec<File>, String, Vec<usize>) {
    let most = most(texts.iter().map(|text| text.len()).sum());
    let mut files: Vec<Vec<&str>> = Vec::new();
    let mut bytes = usize::MAX;
    for text in texts {
        if bytes.saturating_add(text.len()) > most {
            files.push(Vec::new());
            bytes = 0;
        }
        bytes += text.len();
        if let Some(file) = files.last_mut() {
            file.push(text);
        }
    }
    let numbered = files.iter().enumerate().map(|(number, texts)| {
        // Strings can always be written as JSON.
        let content = serde_json::to_string(texts).unwrap_or_default();
        (number.to_string(), content)
    });
    let others = others.into_iter().map(|(name, content)| (name.to_owned(), content));
    let named: Vec<(String, String)> = numbered.chain(others).collect();
    let bytes = named.iter().flat_map(|(_, content)| content.as_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
    });
    let counts = files.iter().map(Vec::len).collect();
    let folder = format!("texts-{:08x}", hash >> 32);
    let file = |(name, content)| File {
        path: format!("{folder}/{name}.json"),
        content,
    };
    (named.into_iter().map(file).collect(), folder, counts)
}

#[cfg(test)]
mod tests {
    use super::texts;

    /// How many sections each file holds.
    fn check(lengths: &[usize], expected: &[usize]) {
        let all: Vec<String> = lengths.iter().map(|length| "a".repeat(*length)).collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let (files, folder, counts) = texts(&all, Vec::new());
        assert_eq!(counts, expected, "{lengths:?}");
        let mut rest = &all[..];
        for (number, (file, count)) in files.iter().zip(counts).enumerate() {
            let (held, others) = rest.split_at(count);
            assert_eq!(file.path, format!("{folder}/{number}.json"));
            assert_eq!(file.content, format!("[\"{}\"]", held.join("\",\"")));
            rest = others;
        }
    }

    #[test]
    fn texts_are_cut_into_files() {
        check(&[], &[]);
        check(&[900, 600, 1, 0], &[2, 2]);
        check(&[2_000, 1, 1_500, 0], &[1, 1, 2]);
    }

    #[test]
    fn others_stand_beside_them_and_name_the_folder_too() {
        let (files, folder, counts) = texts(&["a"], vec![("b", "[]".to_owned())]);
        let (_, other, _) = texts(&["a"], Vec::new());
        assert_ne!(folder, other);
        assert_eq!(counts, [1]);
        assert_eq!(
            (files[1].path.as_str(), files[1].content.as_str()),
            (&*format!("{folder}/b.json"), "[]")
        );
    }

    #[test]
    fn files_of_a_long_book_hold_more() {
        check(&[750; 1_000], &[2; 500]);
        check(&[750; 4_000], &[5; 800]);
    }
}
