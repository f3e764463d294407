//! The sizes of Fargate as a table, and as something to choose from: a page that asks for it by a comment gets both.

use crate::html::push_text;
use crate::words::Words;
use proof_checker::fargate_sizes;

/// The comment that asks for the sizes of Fargate.
pub(crate) const MARK: &str = "<!-- proof: fargate -->";

/// The table, on one line of HTML; a script makes a form of the element around it.
pub(crate) fn table(words: &Words) -> String {
    let mut out = String::from("<div class=\"proof-fargate\"><div class=\"table-wrapper\"><table><thead><tr>");
    for head in words.fargate {
        out.push_str("<th>");
        push_text(&mut out, head);
        out.push_str("</th>");
    }
    out.push_str("</tr></thead><tbody>");
    for (cpu, sizes) in fargate_sizes() {
        let sizes: Vec<i64> = sizes.collect();
        let list: Vec<String> = sizes.iter().map(i64::to_string).collect();
        out.push_str(&format!("<tr data-cpu=\"{cpu}\" data-memory=\"{}\">", list.join(" ")));
        out.push_str(&format!(
            "<td><code>{cpu}</code></td><td>{}</td>",
            hundredths(cpu, 1024)
        ));
        let steps = || sizes.windows(2).map(|pair| pair[1] - pair[0]);
        let even = steps().min() == steps().max();
        let gigabytes: Vec<String> = sizes.iter().map(|&size| hundredths(size, 1024)).collect();
        let gigabytes = match &gigabytes[..] {
            [first, _, .., last] if even || sizes.len() > 4 => format!("{first}~{last}"),
            _ => gigabytes.join(", "),
        };
        out.push_str(&format!("<td>{gigabytes}</td><td>"));
        match &sizes[..] {
            [first, second, .., last] if even && sizes.len() > 4 => {
                let code = |size: &i64| format!("<code>{size}</code>");
                out.push_str(&(words.range)(&code(first), &code(last), second - first));
            }
            _ => out.push_str(
                &list
                    .iter()
                    .map(|size| format!("<code>{size}</code>"))
                    .collect::<Vec<_>>()
                    .join(", "),
            ),
        }
        out.push_str("</td></tr>");
    }
    out.push_str("</tbody></table></div></div>");
    out
}

/// A quotient with the decimals that it needs, two at most.
fn hundredths(number: i64, by: i64) -> String {
    let hundredths = number * 100 / by;
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
