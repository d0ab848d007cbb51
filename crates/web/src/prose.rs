//! Running text of documents: paragraphs, and for the texts of contracts headings (`# `) and lists (`- `).

use maud::{Markup, html};

/// A text as people read it. Nothing in it is markup of the page.
pub fn prose(text: &str) -> Markup {
    let blocks = text.split("\n\n").map(str::trim).filter(|block| !block.is_empty());
    html! { div class="q-prose" { @for block in blocks { (part(block)) } } }
}

fn part(block: &str) -> Markup {
    if let Some(rest) = block.strip_prefix("# ") {
        let (heading, below) = rest.split_once('\n').unwrap_or((rest, ""));
        return html! { h3 { (heading) } @if !below.trim().is_empty() { (part(below.trim())) } };
    }
    if block.lines().all(|line| line.starts_with("- ")) {
        return html! { ul { @for line in block.lines() { li { (line.trim_start_matches("- ")) } } } };
    }
    html! { p { (block) } }
}

#[cfg(test)]
mod tests {
    use super::prose;

    #[test]
    fn headings_lists_and_paragraphs() {
        let shown = prose("# Parties\nA and B\n\n- one\n- two\n\n<b>").into_string();
        let body = "<h3>Parties</h3><p>A and B</p><ul><li>one</li><li>two</li></ul><p>&lt;b&gt;</p>";
        assert_eq!(shown, format!("<div class=\"q-prose\">{body}</div>"));
    }
}
